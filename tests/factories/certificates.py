"""Completed bookings, as a closed register leaves them, and the certificates that the clock issues for them."""

from datetime import date, timedelta

from sqlalchemy import select

from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.schools.models import School
from inclusion_app.training.certificates.services.issuing import issue_certificates
from inclusion_app.training.models import (
    Attendance,
    Booking,
    BookingParticipant,
    Certificate,
    OutcomeOfRun,
    Run,
    Session,
)
from inclusion_app.training.states import Mark, RunOutcome
from tests.factories.bookings import BookingFactory
from tests.factories.training import RunFactory

MARKS = {RunOutcome.COMPLETED: Mark.PRESENT, RunOutcome.PART: Mark.PART, RunOutcome.NOT: Mark.ABSENT}


def past_run(**values: object) -> Run:
    """A run of ten days ago whose register is closed."""
    run = RunFactory(day=clock.today() - timedelta(days=10), **values)
    with transaction() as session:
        found = session.get_one(Run, run.id)
        found.register_closed_at = clock.now() - timedelta(days=9)
    return run


def outcome_of(
    booking: Booking, outcome: RunOutcome = RunOutcome.COMPLETED, *, valid_until: date | None = None
) -> None:
    """What came of a booking, and the marks it follows from; said again, it is corrected."""
    with transaction() as session:
        marks = {
            it.session_id: it for it in session.scalars(select(Attendance).where(Attendance.booking_id == booking.id))
        }
        for meeting in session.scalars(select(Session).where(Session.run_id == booking.run_id)):
            mark = marks.get(meeting.id) or Attendance(session_id=meeting.id, booking_id=booking.id)
            mark.mark, mark.marked_at, mark.told_at = MARKS[outcome], meeting.ends_at, meeting.ends_at
            session.add(mark)
        found = session.get(OutcomeOfRun, booking.id) or OutcomeOfRun(booking_id=booking.id)
        found.outcome, found.valid_until, found.decided_on = outcome, valid_until, clock.today() - timedelta(days=9)
        session.add(found)


def completed(run: Run, *, valid_until: date | None = None, **values: object) -> Booking:
    """A completed booking of a run."""
    booking = BookingFactory(run=run, **values)
    outcome_of(booking, valid_until=valid_until)
    return booking


def school_place(run: Run, school: School, *, people: list[int], contact: Person | None = None) -> Booking:
    """A completed place that a school has taken, and who came on it."""
    school_id = school.id
    booking = completed(run, school=school, holder=f"school:{school_id}", person=contact)
    with transaction() as session:
        session.add_all(BookingParticipant(booking_id=booking.id, person_id=person_id) for person_id in people)
    return booking


def certificate_of(booking: Booking) -> Certificate:
    """The certificate of a completed booking, issued now."""
    issue_certificates(clock.now())
    query = select(Certificate).where(Certificate.booking_id == booking.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()
