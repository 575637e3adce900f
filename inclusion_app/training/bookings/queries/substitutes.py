"""Who can come in somebody's place, and why the others cannot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from inclusion_app.accounts.queries.people import Colleague, staff_of
from inclusion_app.foundation.words import plain
from inclusion_app.training.bookings.queries.seen import seen_by_rules
from inclusion_app.training.bookings.rules import line_problem, line_warnings
from inclusion_app.training.models import Booking


@dataclass(frozen=True)
class Substitute:
    """One colleague: what stands in the way, or what speaks against it but need not."""

    person_id: int
    name: str
    job_title: str
    problem: str | None
    warnings: Sequence[str]


def substitutes_for(booking: Booking, *, words: str = "", now: datetime, today: date) -> list[Substitute]:
    """The school's people whose name or work has every word, those who can come first. The booking comes with its
    run, course and sessions. As many statements for one colleague as for hundreds."""
    wanted = plain(words).split()
    staff = [
        colleague
        for colleague in staff_of(booking.school_id, today=today)
        if colleague.person.id != booking.person_id and all(word in _said(colleague) for word in wanted)
    ]
    if not staff:
        return []
    people = [colleague.person for colleague in staff]
    seen = seen_by_rules(booking.run, people, booking.school_id, now=now, today=today)
    found = [
        Substitute(
            person.id,
            person.name,
            person.job_title,
            line_problem(facts, seen.run),
            line_warnings(facts, seen.run),
        )
        for person, facts in zip(people, seen.people, strict=True)
    ]
    return sorted(found, key=lambda one: one.problem is not None)


def _said(colleague: Colleague) -> str:
    return plain(f"{colleague.person.name} {colleague.person.job_title}")
