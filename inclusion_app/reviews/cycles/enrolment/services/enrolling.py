"""Enrolling: the head accepts the agreement and names who takes part, and the school's review is planned."""

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.queries.people import staff_of
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.cycles.enrolment.notices import tell_of_enrolment, tell_who_is_named
from inclusion_app.reviews.cycles.enrolment.rules import Enrolment, enrolment_problems
from inclusion_app.reviews.cycles.enrolment.services.locking import (
    MEANWHILE,
    locked_participation,
    move_participation,
    refuse_late,
)
from inclusion_app.reviews.models import Participation, Review, ReviewChange, SelfReviewAuthor
from inclusion_app.reviews.states import ParticipationState, ReviewState

PLANS = "plan_review"
OTHER_AGREEMENT = "The agreement has changed since you opened this page. Read it again before you accept it."
TAKEN = "This can no longer be changed here, since the school does not take part."


def enrol_school(
    actor: Actor, participation_id: int, said: Enrolment, *, agreement_id: int, version: int, now: datetime
) -> Review:
    """Accept the agreement with that id, name the contacts, and plan the review. Everybody named is told.

    Raises RuleBroken for what is wrong, after the last day, and when agreement or answer have changed; LookupError.
    """
    with transaction():
        participation = locked_participation(participation_id)
        refuse_late(participation, now=now)
        if participation.cycle.agreement_id != agreement_id:
            raise RuleBroken("accept", OTHER_AGREEMENT)
        _name(participation, said, today=london(now).date())
        participation.agreement_id, participation.accepted_by_id = agreement_id, actor.person_id
        participation.accepted_at = participation.answered_at = now
        participation.reason, participation.deferred_to_id = "", None
        detail = {"agreement": agreement_id, "cycle": participation.cycle_id}
        move_participation(actor, participation, "enrol_school", version=version, detail=detail)
        review = _planned(actor, participation, now=now)
        tell_of_enrolment(actor, participation)
        tell_who_is_named(actor, participation, known=frozenset())
    return review


def change_contacts(actor: Actor, participation_id: int, said: Enrolment, *, version: int, now: datetime) -> None:
    """Name other people while the school takes part; only those who are new are told.

    Raises RuleBroken for what is wrong, StaleEdit-like when somebody was quicker, LookupError.
    """
    with transaction():
        participation = locked_participation(participation_id)
        if participation.state != ParticipationState.ENROLLED:
            raise RuleBroken(None, TAKEN)
        if participation.version != version:
            raise RuleBroken(None, MEANWHILE)
        known = people_named(participation)
        _name(participation, said, today=london(now).date())
        flag_modified(participation, "wishes")  # its version counts also when only authors have changed
        audit.record(actor, "change_contacts", participation, school_id=participation.school_id)
        tell_who_is_named(actor, participation, known=known)


def people_named(participation: Participation) -> frozenset[int]:
    """Ids of everybody the head has named."""
    named = {participation.coordinator_id, participation.governor_id}
    return frozenset(named | {author.person_id for author in participation.authors}) - {None}  # type: ignore[return-value]  # None is out


def _name(participation: Participation, said: Enrolment, *, today: date) -> None:
    at_school = {colleague.person.id for colleague in staff_of(participation.school_id, today=today)}
    if problems := list(enrolment_problems(said, at_school=at_school)):
        raise RuleBroken.several(problems)
    participation.coordinator_id, participation.governor_id = said.coordinator_id, said.governor_id
    participation.wishes = said.wishes
    there = {author.person_id: author for author in participation.authors}
    participation.authors = [there.get(number) or SelfReviewAuthor(person_id=number) for number in sorted(said.authors)]


def _planned(actor: Actor, participation: Participation, *, now: datetime) -> Review:
    """The review of this participation: one that was planned before the school was asked anew goes on."""
    review = db.session.scalars(select(Review).where(Review.participation_id == participation.id)).first()
    if review is not None:
        return review
    review = Review(
        cycle_id=participation.cycle_id,
        participation=participation,
        school_id=participation.school_id,
        state=ReviewState.PLANNED,
        created_at=now,
        uid=f"review-{uuid4()}",
    )
    db.session.add(review)
    event = audit.record(actor, PLANS, review, school_id=review.school_id)
    change = ReviewChange(review_id=review.id, audit_id=event.id, act=PLANS, before="", after=review.state, at=now)
    db.session.add(change)
    return review
