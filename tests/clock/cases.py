"""What the service says of time around both changes of the clock, a line a case: ``python -m tests.clock.cases``.

Run in whatever zone the machine is set to, and on whatever database the settings name; the lines must be the same.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from inclusion_app import create_app
from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation.clock import from_london, london
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.formats import clock_time, when
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.schools.rules.calendar import TermDates, WorkingCalendar, school_year_of, term_of
from inclusion_app.schools.rules.working_hours import after_working_hours
from inclusion_app.training.bookings.calendar import Attendance, Meeting, invitation
from inclusion_app.training.bookings.joining import joining_released
from inclusion_app.training.bookings.rules import is_late, valid_until
from inclusion_app.training.bookings.services.offers import accept_offer, lapse_offers
from inclusion_app.training.bookings.services.waiting import fill_freed_places
from inclusion_app.training.catalogue.choices import SessionChoices
from inclusion_app.training.catalogue.rules import session_problems
from inclusion_app.training.catalogue.rules.places import places_of
from inclusion_app.training.charges.rules import ChargeTerms, charge_for_cancelling, parse_bands
from inclusion_app.training.feedback.rules.windows import RunTimes, window_of
from inclusion_app.training.models import Booking, Run, Session
from inclusion_app.training.reminders.rules import due_at
from inclusion_app.training.reminders.services import remind
from inclusion_app.training.states import FeedbackPoint
from tests.factories.bookings import BookingFactory
from tests.factories.training import RunFactory, SessionFactory

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
EASTER = WorkingCalendar(frozenset({date(2027, 3, 26), date(2027, 3, 29)}))
NINE, NOON = time(9), time(12)
HOUR = timedelta(hours=1)
Case = Callable[[], object]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}Z"


def _series(first: date) -> str:
    moments = [from_london(first + timedelta(weeks=n), NINE) for n in range(6)]
    return "; ".join(f"{_utc(m)} shown {clock_time(m)}" for m in moments)


def _session(day: date, start: time, end: time) -> str:
    found = session_problems([SessionChoices(day=day, start=start, end=end, venue="Hall")], delivery="in-person")
    return str(found[0][1]) if found else "no problem"


def _offer(moment: datetime, hours: int = 8) -> str:
    return when(after_working_hours(moment, hours, EASTER))


def _ical(day: date) -> str:
    starts, ends = from_london(day, NINE), from_london(day, NOON)
    meeting = Meeting(1, "Nurture", starts, ends, "Hall", "x")
    who = Attendance("u", 0, "Ann", "a@b.example", "P", "p@b.example", "b.example")
    lines = invitation(meeting, who, now=datetime(2027, 1, 1, tzinfo=UTC)).split("\r\n")
    return " ".join(line for line in lines if line.startswith(("DTSTART", "DTEND")))


def _charge(now: datetime) -> str:
    terms = ChargeTerms(parse_bands("5:50 3:100"), 100_00, from_london(date(2027, 3, 20), NINE), date(2027, 4, 2))
    charge = charge_for_cancelling(terms, state="confirmed", now=now, today=london(now).date(), calendar=EASTER)
    return charge.rule if charge else "free"


def _run(day: date, **given: object) -> Run:
    made: Run = RunFactory(sessions=[SessionFactory.build(day=day, start=NINE, end=NOON)], **given)
    return made


def _places(moment: datetime) -> str:
    run = _run(date(2027, 4, 20), book_by=from_london(SPRING, time(23, 59)), opens_at=from_london(SPRING, time(0, 30)))
    return str(places_of(run, now=moment))


def _reminders(day: date, *moments: datetime) -> str:
    run = _run(day, opens_at=from_london(date(2026, 9, 1), NINE))
    BookingFactory(run=run, placed_at=from_london(date(2026, 9, 2), NINE))
    return ", ".join(f"{when(moment)}: {remind(moment)}" for moment in moments)


def _lapse(day: date) -> str:
    """A place freed on the Friday before the change: until when it is kept, and what happens a second around it."""
    run = _run(day, capacity=1)
    booking = BookingFactory(run=run, state="waiting")
    friday = from_london(day - timedelta(days=30), time(16))
    fill_freed_places(run.id, now=friday)
    until = db.session.get_one(Booking, booking.id).offered_until or friday
    said = [f"kept until {when(until)}", str(lapse_offers(until - timedelta(seconds=1))), str(lapse_offers(until))]
    try:
        accept_offer(SYSTEM, booking.id, now=until)
    except RuleBroken as refused:
        said.append(str(refused))
    return "; ".join(said)


def _order() -> str:
    """Two sessions in the hour that comes twice, as the database puts them in order."""
    first = datetime(2027, 10, 31, 0, 45, tzinfo=UTC)
    run = _run(date(2027, 11, 2))
    for starts in (first + HOUR, first):
        SessionFactory(run=run, day=AUTUMN, starts_at=starts, ends_at=starts + HOUR)
    moments = db.session.scalars(
        select(Session.starts_at).where(Session.run_id == run.id, Session.day == AUTUMN).order_by(Session.starts_at)
    )
    return ", ".join(f"{_utc(m)} {clock_time(m)}" for m in moments)


def _kept() -> str:
    """A moment comes back from the database as it went in."""
    moment = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    run = _run(date(2027, 11, 3), changed_at=moment)
    db.session.expire_all()
    return _utc(db.session.scalars(select(Run.changed_at).where(Run.id == run.id)).one() or moment)


def _feedback(point: FeedbackPoint) -> str:
    starts, ends = from_london(date(2027, 10, 25), NINE), from_london(date(2027, 10, 25), NOON)
    found = window_of(point, RunTimes(starts_at=starts, first_ends_at=ends, ends_at=ends, later_weeks=6))
    return f"{when(found.asks_at)} to {when(found.closes_at)}"


TERMS = [
    TermDates(2026, 6, date(2027, 6, 7), date(2027, 7, 22)),
    TermDates(2027, 1, date(2027, 9, 1), date(2027, 10, 22)),
]
LAST_OF_AUGUST = datetime(2027, 8, 31, 22, 59, tzinfo=UTC)
FIRST_OF_SEPTEMBER = datetime(2027, 8, 31, 23, 0, tzinfo=UTC)


def _term(moment: datetime) -> str:
    found = term_of(london(moment).date(), TERMS)
    return f"{school_year_of(london(moment).date())}, {found.label if found else 'no term'}"


CASES: dict[str, Case] = {
    "9am the day before spring": lambda: _utc(from_london(date(2027, 3, 27), NINE)),
    "9am on the day of spring": lambda: _utc(from_london(SPRING, NINE)),
    "9am on the day of autumn": lambda: _utc(from_london(AUTUMN, NINE)),
    "9am the day before autumn": lambda: _utc(from_london(date(2027, 10, 30), NINE)),
    "weekly over spring keeps 9am": lambda: _series(date(2027, 3, 8)),
    "weekly over autumn keeps 9am": lambda: _series(date(2027, 10, 11)),
    "1:30am is missing in spring": lambda: _session(SPRING, time(1, 30), time(3)),
    "until 1:30am is missing too": lambda: _session(SPRING, time(0, 30), time(1, 30)),
    "1:30am comes twice in autumn": lambda: _session(AUTUMN, time(1, 30), time(3)),
    "1:30am is the first of the two": lambda: _utc(from_london(AUTUMN, time(1, 30))),
    "1:30am missing is an hour later": lambda: _utc(from_london(SPRING, time(1, 30))),
    "the hour that comes twice, shown": lambda: clock_time(datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
    "the hour that comes twice, in order": _order,
    "a moment kept in the doubled hour": _kept,
    "booking a minute before 23:59": lambda: _places(from_london(SPRING, time(23, 58))),
    "booking at 23:59": lambda: _places(from_london(SPRING, time(23, 59))),
    "booking before it opens at night": lambda: _places(from_london(SPRING, time(0, 29))),
    "booking when it opens at night": lambda: _places(from_london(SPRING, time(0, 30))),
    "cancelling at 23:59 is in time": lambda: is_late(
        from_london(AUTUMN, time(23, 59)), state="confirmed", now=from_london(AUTUMN, time(23, 59))
    ),
    "cancelling a second later is late": lambda: is_late(
        from_london(AUTUMN, time(23, 59)),
        state="confirmed",
        now=from_london(AUTUMN, time(23, 59)) + timedelta(seconds=1),
    ),
    "offer on Thursday before Easter": lambda: _offer(from_london(date(2027, 3, 25), time(16))),
    "offer on Friday before autumn": lambda: _offer(from_london(date(2027, 10, 29), time(16, 30)), 1),
    "offer in the night of autumn": lambda: _offer(from_london(AUTUMN, time(1, 30))),
    "offer in the missing hour": lambda: _offer(from_london(SPRING, time(1, 30))),
    "offer over spring lapses": lambda: _lapse(date(2027, 4, 25)),
    "offer over autumn lapses": lambda: _lapse(date(2027, 11, 28)),
    "invitation after spring": lambda: _ical(date(2027, 3, 30)),
    "invitation after autumn": lambda: _ical(date(2027, 11, 1)),
    "reminder of a day over spring": lambda: when(due_at(from_london(SPRING, NINE), 1)),
    "reminder of a day over autumn": lambda: when(due_at(from_london(AUTUMN, NINE), 1)),
    "reminders over spring, clock set back": lambda: _reminders(
        SPRING,
        due_at(from_london(SPRING, NINE), 1) - timedelta(seconds=1),
        due_at(from_london(SPRING, NINE), 1),
        due_at(from_london(SPRING, NINE), 1) + HOUR,
        due_at(from_london(SPRING, NINE), 1),
    ),
    "reminders over autumn, clock set back": lambda: _reminders(
        AUTUMN,
        due_at(from_london(AUTUMN, NINE), 7),
        due_at(from_london(AUTUMN, NINE), 1),
        due_at(from_london(AUTUMN, NINE), 1) - HOUR,
        due_at(from_london(AUTUMN, NINE), 1) + HOUR,
    ),
    "how to join, released over spring": lambda: [
        joining_released(from_london(date(2027, 3, 30), NINE), 7, now=from_london(date(2027, 3, d), time(h, m)))
        for d, h, m in ((22, 23, 59), (23, 0, 0))
    ],
    "charge the evening before a band": lambda: _charge(from_london(date(2027, 3, 28), time(23, 30))),
    "charge just after midnight": lambda: _charge(from_london(date(2027, 3, 31), time(0, 30))),
    "the year ends at midnight in London": lambda: _term(LAST_OF_AUGUST),
    "the year begins at midnight in London": lambda: _term(FIRST_OF_SEPTEMBER),
    "valid for a year over a leap day": lambda: valid_until(date(2028, 2, 29), 12),
    "feedback straight after, over autumn": lambda: _feedback(FeedbackPoint.AFTER),
    "feedback six weeks later": lambda: _feedback(FeedbackPoint.LATER),
}


def lines() -> Iterator[str]:
    """One for each case; inside an app."""
    for name, case in CASES.items():
        yield f"{name}: {case()}"
        db.session.rollback()
    sent = db.session.scalars(select(OutboxMessage.subject).where(OutboxMessage.kind == "reminder"))
    yield f"reminders posted: {sorted(sent)}"


if __name__ == "__main__":
    with create_app().app_context():
        print("\n".join(lines()))
