"""Reviewers are accredited by what they have completed: the course *Peer to peer* (domain.md 1.3, H6).

Whoever reviews already is accredited by the scheduled job. Whoever has completed the course and is no reviewer yet
is a candidate: the office confirms each, since a training place does not by itself make somebody a reviewer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.improvement.notices import tell_new_reviewer
from inclusion_app.improvement.queries.people import schools_of
from inclusion_app.reviews.models import Reviewer
from inclusion_app.reviews.reviewers.services import Accredited, accredit, make_reviewer
from inclusion_app.training.models import Booking, BookingParticipant, Course, Run
from inclusion_app.training.records.queries import outcomes_of_people

COURSE = "peer-to-peer"


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be a reviewer: since when and until when the training counts, and where they work today."""

    person: Person
    accredited: Accredited
    schools: tuple[str, ...]


def accredit_reviewers(_now: datetime) -> int:
    """Bring every reviewer's accreditation to what their completions say; how many have changed.

    Somebody without a completion keeps what the office has entered. Safe to run at any time, twice, in two processes.
    """
    reviewers = db.session.execute(select(Reviewer.id, Reviewer.person_id).order_by(Reviewer.id)).all()
    held = _completions([person_id for _, person_id in reviewers])
    return sum(accredit(SYSTEM, number, held[person_id]) for number, person_id in reviewers if person_id in held)


def candidates(*, today: date) -> list[Candidate]:
    """Those who hold a completion that is current and are no reviewers yet, by name."""
    held = _completions(_on_course())
    current = {number: one for number, one in held.items() if one.until is None or one.until >= today}
    known = select(Reviewer.person_id)
    query = select(Person).where(Person.id.in_(current), Person.id.not_in(known), Person.deactivated_at.is_(None))
    people = db.session.scalars(query.order_by(Person.name, Person.id)).all()
    schools = schools_of([person.id for person in people], today=today)
    return [Candidate(person, current[person.id], tuple(schools.get(person.id, ()))) for person in people]


def confirm_candidate(actor: Actor, person_id: int, *, now: datetime) -> Person:
    """Make a candidate a peer reviewer, who is told by mail. Raises RuleBroken for somebody who is none (any more)."""
    today = london(now).date()
    with transaction():
        # Held, so that of two who confirm the same person at the same moment the second finds a reviewer.
        db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
        found = next((one for one in candidates(today=today) if one.person.id == person_id), None)
        if found is None:
            raise RuleBroken(None, "This person is a reviewer already, or their training does not count")
        make_reviewer(actor, person_id, accredited=found.accredited, now=now, today=today)
        tell_new_reviewer(found.person)
    return found.person


def _on_course() -> list[int]:
    """Everybody who has ever had a place on the course."""
    of_course = select(Run.id).join(Course, Course.id == Run.course_id).where(Course.slug == COURSE)
    own = select(Booking.person_id).where(Booking.run_id.in_(of_course), Booking.person_id.is_not(None))
    shared = select(BookingParticipant.person_id).join(Booking, Booking.id == BookingParticipant.booking_id)
    found = {*db.session.scalars(own), *db.session.scalars(shared.where(Booking.run_id.in_(of_course)))}
    return sorted(number for number in found if number is not None)


def _completions(person_ids: list[int]) -> Mapping[int, Accredited]:
    """The completion of each that holds longest."""
    found: dict[int, Accredited] = {}
    for one in outcomes_of_people(person_ids):
        if one.course_slug != COURSE or not one.is_completed or one.person_id is None:
            continue
        mine = Accredited(london(one.ends_at).date(), one.valid_until)
        before = found.get(one.person_id)
        if before is None or (mine.until or date.max) > (before.until or date.max):
            found[one.person_id] = mine
    return found
