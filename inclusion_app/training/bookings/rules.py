"""Rules of booking: what refuses a line of a basket, what warns, and who gets a place."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from inclusion_app.access.roles import Role
from inclusion_app.foundation.formats import short_day, when
from inclusion_app.training.bookings.moves import CAN_BE_CANCELLED
from inclusion_app.training.bookings.ways import BASKET, Way
from inclusion_app.training.states import BookingState, RunState

NOTHING_YET = frozenset({BookingState.WAITING, BookingState.REQUESTED, BookingState.APPROVED})
NEEDS_KEPT_FOR = timedelta(days=30)
LONGEST_NEED = 1_000

AUDIENCE_OF_ROLE: dict[Role, frozenset[str]] = {
    Role.HEADTEACHER: frozenset({"headteachers", "executive-leaders", "senior-leaders"}),
    Role.SENCO: frozenset({"sencos", "senior-leaders", "middle-leaders", "teachers"}),
    Role.BOOKER: frozenset({"office-staff", "support-staff"}),
    Role.GOVERNOR: frozenset({"governors"}),
    Role.STAFF: frozenset(
        {
            "teachers",
            "early-career-teachers",
            "support-staff",
            "middle-leaders",
            "senior-leaders",
            "office-staff",
            "inclusion-leaders-of-education",
        }
    ),
}
"""Whom a role at a school may stand for. Staff may be almost anybody: they fit unless a course is for others only."""


@dataclass(frozen=True)
class RunFacts:
    """A run as the rules see it, for one school. ``left`` are the places it can have now: nobody jumps the queue, and
    what is kept for other schools is not among them."""

    state: str
    entry: str
    taker: str
    opens_at: datetime
    book_by: datetime
    starts_at: datetime
    capacity: int
    taken: int
    waiting: int
    places_per_school: int | None
    school_has: int
    audiences: frozenset[str]
    requires: tuple[tuple[int, str], ...] = ()
    left: int = 0
    released_at: datetime | None = None


@dataclass(frozen=True)
class PersonFacts:
    """One person on one run as the rules see them. ``clashes`` names sessions at the same time."""

    name: str
    booked_already: BookingState | None = None
    has_left: bool = False
    roles: frozenset[Role] = frozenset()
    holds: frozenset[int] = frozenset()
    clashes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Split:
    """Who of a run's lines is placed and who waits; ``together`` when they wait as one group."""

    placed: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    together: bool = False
    needs_choice: str = ""


def run_problem(run: RunFacts, *, now: datetime, way: Way = BASKET) -> str | None:
    """Why nobody can get on the run in this way now, or nothing."""
    refusals = (
        (not way.leads_to(taker=run.taker, entry=run.entry), way.otherwise),
        (run.state == RunState.CANCELLED, "This run has been cancelled"),
        (run.starts_at <= now, "This run has started"),
        (run.state != RunState.OPEN, "This run is not open for booking"),
        (run.opens_at > now, f"Booking opens on {when(run.opens_at)}"),
        (run.book_by <= now, f"Booking closed on {when(run.book_by)}"),
    )
    return next((sentence for refused, sentence in refusals if refused), None)


def quota_problem(run: RunFacts, wanted: int, *, now: datetime) -> str | None:
    """Why the school cannot have that many more, or nothing. The rest is released on the run's date."""
    most, released_at = run.places_per_school, run.released_at
    if most is None or run.school_has + wanted <= most or (released_at is not None and released_at <= now):
        return None
    have = "none yet" if run.school_has == 0 else str(run.school_has)
    more = f"{wanted} more {_is(wanted)} in the basket"
    later = f". More can be booked from {when(released_at)}" if released_at else ""
    return f"Each school can have {most} {_places(most)} on this run. Yours has {have}, and {more}{later}"


def line_problem(person: PersonFacts, run: RunFacts) -> str | None:
    """Why this person cannot be booked on the run, or nothing."""
    if person.has_left:
        return f"{person.name} is no longer on your staff list"
    if person.booked_already == BookingState.WAITING:
        return f"{person.name} is on the waiting list of this run already"
    if person.booked_already in {BookingState.REQUESTED, BookingState.APPROVED}:
        return f"{person.name} has asked for a place on this run already"
    if person.booked_already is not None:
        return f"{person.name} is booked on this run already"
    missing = [title for course_id, title in run.requires if course_id not in person.holds]
    if missing:
        return f"{person.name} needs to have completed {_listed(missing)} first"
    return None


def line_warnings(person: PersonFacts, run: RunFacts) -> list[str]:
    """What speaks against the booking but can be overridden."""
    warnings = [f"At the same time {person.name} is booked on {clash}" for clash in person.clashes]
    stands_for: set[str] = set().union(*(AUDIENCE_OF_ROLE.get(role, frozenset()) for role in person.roles))
    if run.audiences and person.roles and not run.audiences & stands_for:
        warnings.append(f"This course is meant for others than {person.name}")
    return warnings


def split_places(line_ids: Sequence[int], *, left: int, capacity: int, choice: str) -> Split:
    """Place everybody where they fit; otherwise as the school chose: ``together``, ``wait`` (split), or ask.

    Those who were put into the basket first are placed first.
    """
    if len(line_ids) <= left:
        return Split(placed=tuple(line_ids))
    if choice == "together" and len(line_ids) > capacity:
        return Split(needs_choice=_never_together(len(line_ids), capacity))  # they would hold up everybody for ever
    if choice == "together" and len(line_ids) > 1:
        return Split(waiting=tuple(line_ids), together=True)
    if choice in {"wait", "together"}:
        return Split(placed=tuple(line_ids[:left]), waiting=tuple(line_ids[left:]))
    return Split(needs_choice=full_sentence(len(line_ids), left))


def full_sentence(wanted: int, left: int) -> str:
    """There is not room for everybody."""
    if left == 0:
        return "This run is full. You can join the waiting list"
    return f"There {_is(left)} {left} {_places(left)} left for {wanted} people. Choose what should happen"


def _never_together(wanted: int, capacity: int) -> str:
    return f"This run has {capacity} {_places(capacity)} altogether, so {wanted} people cannot wait together"


def cancel_problem(state: str, *, starts_at: datetime, now: datetime) -> str | None:
    """Why a booking cannot be cancelled, or nothing."""
    if state not in CAN_BE_CANCELLED:
        return "This booking is not active"
    if starts_at <= now:
        return "This run has started, so the booking can no longer be cancelled"
    return None


def substitution_problem(
    *,
    state: str,
    holder: str,
    run_state: str,
    until: datetime | None,
    starts_at: datetime,
    is_chosen: bool,
    now: datetime,
) -> str | None:
    """Why no colleague can come instead, or nothing: until the run's date for it, else until it starts.

    ``is_chosen``: the place was given to this person by a decision that whoever asks cannot make.
    """
    refusals = (
        (is_chosen, "Places on this course are given by application. Ask the inclusion team to send somebody else"),
        (not holder.startswith("person:"), "This place is not one person's: change who comes instead"),
        (state != BookingState.CONFIRMED, "Only a confirmed place can be passed on to a colleague"),
        (run_state == RunState.CANCELLED, "This run has been cancelled"),
        (starts_at <= now, "This run has started, so nobody can be sent instead"),
        (until is not None and until < now, f"Colleagues could be sent instead until {when(until or now)}"),
    )
    return next((sentence for refused, sentence in refusals if refused), None)


def is_late(cancel_by: datetime, *, state: str, now: datetime) -> bool:
    """Cancelling now is after the deadline; leaving a waiting list, or taking back a request, never is."""
    return state not in NOTHING_YET and now > cancel_by


def terms(cancel_by: datetime, *, charges: str) -> str:
    """The cancellation terms in a few sentences; ``charges`` says what the course charges, where it does."""
    after = charges or "After that it counts as a late cancellation; this course charges nothing for it."
    return f"You can cancel free of charge until {when(cancel_by)}. {after}"


def first_in_line(waiting: Sequence[tuple[int, str | None]], left: int) -> list[int]:
    """Who of a waiting list (id and group, in order) gets the places that are left.

    Strict order: a group that waits together gets places only all at once, and nobody passes it.
    """
    chosen: list[int] = []
    taken_up: set[str] = set()
    for booking_id, group in waiting:
        if group in taken_up:
            continue
        members = [booking_id] if group is None else [i for i, g in waiting if g == group]
        if len(chosen) + len(members) > left:
            break
        chosen += members
        if group is not None:
            taken_up.add(group)
    return chosen


def valid_until(ended: date, months: int | None) -> date | None:
    """The last day on which a completion holds; nothing where it holds for good."""
    if months is None:
        return None
    years, month = divmod(ended.month - 1 + months, 12)
    last_of_month = monthrange(ended.year + years, month + 1)[1]
    return date(ended.year + years, month + 1, min(ended.day, last_of_month))


@dataclass
class Problems:
    """Problems gathered for one answer, each under the name of the field it stands beside."""

    found: list[tuple[str | None, str]] = field(default_factory=list)

    def add(self, name: str, sentence: str | None) -> None:
        """Note a problem, if there is one."""
        if sentence:
            self.found.append((name, sentence))


def clash_text(course_title: str, starts_at: datetime) -> str:
    """One clashing session in words."""
    return f"{course_title} ({short_day(starts_at)})"


def overlaps(one: tuple[datetime, datetime], others: Collection[tuple[datetime, datetime]]) -> bool:
    """Does the time span share a moment with any of the others?"""
    return any(one[0] < end and start < one[1] for start, end in others)


def _places(number: int) -> str:
    return "place" if number == 1 else "places"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _listed(titles: Sequence[str]) -> str:
    return titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} and {titles[-1]}"
