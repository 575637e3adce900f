"""Runs and people as the rules of booking see them, put together from what is known."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from inclusion_app.accounts.models import Person
from inclusion_app.training.bookings.queries.facts import Known, Meeting, what_is_known
from inclusion_app.training.bookings.queries.fences import fences_of
from inclusion_app.training.bookings.rules import PersonFacts, RunFacts, clash_text, overlaps
from inclusion_app.training.bookings.sharing import left_for_newcomer
from inclusion_app.training.models import Run
from inclusion_app.training.states import BookingState


@dataclass(frozen=True)
class Seen:
    """One run, and some people of one school on it; ``people`` is in the order in which they were given."""

    run: RunFacts
    people: tuple[PersonFacts, ...]


def seen_by_rules(run: Run, people: Sequence[Person], school_id: int, *, now: datetime, today: date) -> Seen:
    """What the rules ask about one run and these people of the school. The run comes with course and sessions."""
    known = what_is_known([run], {person.id for person in people}, school_id, today=today)
    waiting = known.schools_waiting[run.id]
    fences = fences_of([run.id], {school_id, *waiting}, now=now).get(run.id, []) if known.fenced else []
    left = left_for_newcomer(run.places_left, fences, school_id=school_id, waiting=waiting)
    return Seen(run_facts(run, known, left=left), tuple(person_facts(person, run, known) for person in people))


def run_facts(run: Run, known: Known, *, left: int) -> RunFacts:
    """The run; ``left`` are the places that the school can have now."""
    active = known.active[run.id]
    return RunFacts(
        state=run.state,
        entry=run.course.entry,
        taker=run.course.taker,
        opens_at=run.opens_at,
        book_by=run.book_by,
        starts_at=run.starts_at,
        capacity=run.capacity,
        taken=run.taken,
        waiting=sum(state == BookingState.WAITING for _, state in active),
        places_per_school=run.places_per_school or run.course.places_per_school,
        school_has=known.of_school[run.id],
        audiences=frozenset(known.audiences[run.course_id]),
        requires=tuple(known.requires[run.course_id]),
        left=left,
        released_at=run.released_at,
    )


def person_facts(person: Person, run: Run, known: Known, others: Collection[Meeting] = ()) -> PersonFacts:
    """One person on the run; ``others`` are meetings that they may be booked on beside it."""
    spans = [(session.starts_at, session.ends_at) for session in run.sessions]
    booked = [state for person_id, state in known.active[run.id] if person_id == person.id]
    return PersonFacts(
        name=person.name,
        booked_already=booked[0] if booked else None,
        has_left=not known.roles[person.id],
        roles=frozenset(known.roles[person.id]),
        holds=frozenset(known.holds[person.id]),
        clashes=tuple(
            clash_text(meeting.title, meeting.starts_at)
            for meeting in sorted((*known.elsewhere[person.id], *others), key=_by_start)
            if meeting.run_id != run.id and overlaps((meeting.starts_at, meeting.ends_at), spans)
        ),
    )


def _by_start(meeting: Meeting) -> tuple[datetime, str]:
    """Clashes are kept with the booking, so that they are always told in the same order."""
    return (meeting.starts_at, meeting.title)
