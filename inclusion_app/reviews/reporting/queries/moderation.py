"""How far the moderation of a draft has come, and who could do it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import joinedload

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Assignment, ModerationNote, Review, Reviewer
from inclusion_app.reviews.reporting.queries.versions import drafts_released
from inclusion_app.reviews.states import STANDING

COMMENT, READY, WAIVED = "comment", "ready", "waived"


@dataclass(frozen=True)
class Moderation:
    """Whether somebody outside the team has to read this draft, who it is, and what has been said on it."""

    is_needed: bool
    moderator: Person | None
    round_number: int
    notes: Sequence[ModerationNote]

    @property
    def comments(self) -> Sequence[ModerationNote]:
        """What the moderator has said."""
        return [note for note in self.notes if note.kind == COMMENT]

    @property
    def ended(self) -> ModerationNote | None:
        """By what it has ended: the moderator's *ready*, or the office's waiver."""
        return next((note for note in self.notes if note.kind in {READY, WAIVED}), None)

    @property
    def holds_up(self) -> bool:
        """The draft cannot go to the school yet."""
        return self.is_needed and self.ended is None


def moderation_of(review: Review, *, drafts: int | None = None) -> Moderation:
    """Where the draft stands with its moderator. The review comes with its cycle; ``drafts`` are those released so
    far, where they have been counted already."""
    number = (drafts_released(review.id) if drafts is None else drafts) + 1
    query = (
        select(ModerationNote)
        .where(ModerationNote.review_id == review.id, ModerationNote.round_number == number)
        .options(joinedload(ModerationNote.said_by))
        .order_by(ModerationNote.id)
    )
    moderator = db.session.get(Person, review.moderator_id) if review.moderator_id else None
    return Moderation(review.cycle.moderated, moderator, number, db.session.scalars(query).all())


def possible_moderators(review: Review) -> Sequence[Person]:
    """Accredited reviewers who have nothing to do with this review: not on its team, not of the school, by name."""
    on_team = exists().where(
        Assignment.review_id == review.id, Assignment.person_id == Person.id, Assignment.state.in_(STANDING)
    )
    of_school = exists().where(Membership.person_id == Person.id, Membership.school_id == review.school_id)
    reviews = exists().where(
        and_(Membership.person_id == Person.id, Membership.role == Role.REVIEWER, Membership.until.is_(None))
    )
    query = (
        select(Person)
        .join(Reviewer, Reviewer.person_id == Person.id)
        .where(Reviewer.accredited_on.is_not(None), Person.deactivated_at.is_(None), reviews, ~on_team, ~of_school)
        .order_by(Person.name, Person.id)
    )
    return db.session.scalars(query).all()
