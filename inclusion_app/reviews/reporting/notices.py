"""Messages about reports: with the address, never with a word of what is written there."""

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation.database import db
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import Message, post_messages
from inclusion_app.reviews.models import Assignment, CycleOfficer, Review
from inclusion_app.reviews.states import AssignmentState, Part, Preset


def tell_moderator(review: Review, *, once: int) -> None:
    """Whoever was named to read the draft.

    In all of these the review comes with cycle, school and participation, and ``once`` is the audit row of the act
    that is told of: no act tells anybody twice.
    """
    _tell("moderator_named", review, [review.moderator_id], page="report/moderation", once=once)


def tell_lead(event: str, review: Review, *, page: str, once: int) -> None:
    """The lead reviewer, of something that awaits them on that page of the review."""
    _tell(event, review, _team(review.id, Part.LEAD), page=page, once=once)


def tell_school(event: str, review: Review, *, page: str, once: int) -> None:
    """Heads and coordinator of the school."""
    _tell(event, review, [*_heads(review.school_id), review.participation.coordinator_id], page=page, once=once)


def tell_readers(event: str, review: Review, *, once: int) -> None:
    """Everybody who may read the final report; of the council only the officers whom the agreement names."""
    readers = [
        *_heads(review.school_id),
        review.participation.coordinator_id,
        review.participation.governor_id,
        *_team(review.id, *Part),
        review.champion_id,
    ]
    if review.cycle.preset == Preset.COUNCIL_LED:
        readers += db.session.scalars(
            select(CycleOfficer.person_id).where(CycleOfficer.cycle_id == review.cycle_id)
        ).all()
    _tell(event, review, readers, page="report", once=once)


def _heads(school_id: int) -> Sequence[int]:
    query = select(Membership.person_id).where(
        Membership.school_id == school_id, Membership.role == Role.HEADTEACHER, Membership.until.is_(None)
    )
    return db.session.scalars(query.order_by(Membership.person_id)).all()


def _team(review_id: int, *parts: Part) -> Sequence[int]:
    query = select(Assignment.person_id).where(
        Assignment.review_id == review_id,
        Assignment.state == AssignmentState.ACCEPTED,
        or_(*(Assignment.part == part for part in parts)),
    )
    return db.session.scalars(query.order_by(Assignment.id)).all()


def _tell(event: str, review: Review, person_ids: Iterable[int | None], *, page: str, once: int) -> None:
    wanted = {person_id for person_id in person_ids if person_id is not None}
    query = select(Person).where(Person.id.in_(wanted), Person.deactivated_at.is_(None)).order_by(Person.id)
    post_messages([_message(event, review, person, page=page, once=once) for person in db.session.scalars(query)])


def _message(event: str, review: Review, person: Person, *, page: str, once: int) -> Message:
    address = full_address(f"/reviews/{review.id}/{page}")
    subject, text = render_message(f"reviews/reporting/{event}", person=person, review=review, page=address)
    return Message(
        key=f"review:{review.id}:{event}:{once}:{person.id}",
        kind=f"review_{event}",
        person_id=person.id,
        email=person.email,
        subject=subject,
        text=text,
    )
