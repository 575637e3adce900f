"""What becomes of bookings: cancelled late, passed on to a colleague, charged for; runs that are moved or cancelled."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.demo_data.runs import school_day
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.schools.queries import school_calendar
from inclusion_app.training.bookings.queries.bookings import booking_by_id
from inclusion_app.training.bookings.queries.substitutes import substitutes_for
from inclusion_app.training.bookings.services.cancelling import Acceptance, cancel_booking
from inclusion_app.training.bookings.services.moving import keep_moved_place
from inclusion_app.training.bookings.services.substituting import substitute_person
from inclusion_app.training.catalogue.choices import FenceChoices
from inclusion_app.training.catalogue.queries.courses import choices_of_course, course_by_id
from inclusion_app.training.catalogue.queries.runs import choices_of_run, run_by_id
from inclusion_app.training.catalogue.services import cancel_run, save_course, save_run
from inclusion_app.training.charges.services.absences import charge_no_shows
from inclusion_app.training.models import Attendance, Booking, Course, Run
from inclusion_app.training.states import BookingState, CameBy, Mark, RunState, Waiver

BANDS, BASE_PENCE = "15:50 5:100", 120_00
ENOUGH_PEOPLE, MOST_RUNS = 4, 12
REASONS = (Acceptance(), Acceptance(waiver=Waiver.SICKNESS), Acceptance(waiver=Waiver.OTHER, note="Burst pipe"))
"""What schools say of their late cancellations: nothing, and reasons for waiving."""
A_WEEK = timedelta(days=7)


def make_changes(*, now: datetime) -> None:
    """On the next runs with people on them: late cancellations, a colleague instead, new dates, and the end of one."""
    runs = _next_runs(now)
    for run_id, change in zip(runs, (_cancel_late, _move, _cancel, _share_out), strict=False):
        change(run_id, now=now)
    next((run_id for run_id in runs[3:] if _send_somebody_else(run_id, now=now)), None)


def charge_for_absences() -> None:
    """Of one course that charges for it, those who did not come, each run soon after its register was closed."""
    others = select(Attendance.id).where(Attendance.booking_id == Booking.id, Attendance.mark != Mark.ABSENT)
    absent = (
        select(Run.course_id, Run.register_closed_at)
        .join(Booking, Booking.run_id == Run.id)
        .join(Attendance, Attendance.booking_id == Booking.id)
        .join(Course, Course.id == Run.course_id)
        .where(Run.register_closed_at.is_not(None), Attendance.mark == Mark.ABSENT, Booking.came_by != CameBy.IMPORT)
        .where(Course.charge_bands == "", ~others.correlate(Booking).exists())
        .order_by(Run.register_closed_at.desc(), Run.id)
    )
    first = db.session.execute(absent.limit(1)).first()
    course = course_by_id(first.course_id) if first else None
    if first is None or course is None:
        return
    charged = replace(choices_of_course(course), charge_bands=BANDS, charge_base_pence=BASE_PENCE)
    save_course(SYSTEM, course.id, charged, version=course.version, now=first.register_closed_at)
    charge_no_shows(first.register_closed_at + timedelta(hours=1))


def _next_runs(now: datetime) -> Sequence[int]:
    people = func.count(Booking.id)
    return db.session.scalars(
        select(Run.id)
        .join(Booking, Booking.run_id == Run.id)
        .where(Run.starts_at > now + A_WEEK, Run.state == RunState.OPEN, Booking.state == BookingState.CONFIRMED)
        .group_by(Run.id)
        .having(people >= ENOUGH_PEOPLE)
        .order_by(Run.starts_at, Run.id)
        .limit(MOST_RUNS)
    ).all()


def _people(run_id: int) -> Sequence[int]:
    confirmed = (Booking.run_id == run_id, Booking.state == BookingState.CONFIRMED)
    return db.session.scalars(select(Booking.id).where(*confirmed).order_by(Booking.id)).all()


def _cancel_late(run_id: int, *, now: datetime) -> None:
    """The course charges for it, and the date for cancelling free of charge was yesterday."""
    run = _run(run_id)
    course = course_by_id(run.course_id)
    if course is None:
        return
    charged = replace(choices_of_course(course), charge_bands=BANDS, charge_base_pence=BASE_PENCE)
    save_course(SYSTEM, course.id, charged, version=course.version, now=now)
    run = _run(run_id)
    earlier = replace(choices_of_run(run), cancel_by=now - timedelta(days=1))
    save_run(SYSTEM, run_id, earlier, version=run.version, now=now)
    for booking_id, said in zip(_people(run_id), REASONS, strict=False):
        cancel_booking(SYSTEM, booking_id, reason="Cannot come", now=now, accepted=said)


def _share_out(run_id: int, *, now: datetime) -> None:
    """Three more places, kept for some schools; each school can have two until the rest is released."""
    run = _run(run_id)
    until = now + timedelta(days=3)
    kept = (
        FenceChoices(whom="phase:primary", places=2, until=until),
        FenceChoices(whom="not-reached:", places=1, until=until),
    )
    wanted = replace(
        choices_of_run(run), capacity=run.capacity + 3, places_per_school=2, released_at=until, fences=kept
    )
    save_run(SYSTEM, run_id, wanted, version=run.version, now=now)


def _send_somebody_else(run_id: int, *, now: datetime) -> bool:
    """Of the people on the run, the first for whom a colleague can come; False where there is none."""
    for booking_id in _people(run_id):
        booking = booking_by_id(booking_id)
        assert booking is not None  # noqa: S101  # it has just been found
        today = london(now).date()
        able = [one for one in substitutes_for(booking, now=now, today=today) if one.problem is None]
        if able:
            substitute_person(SYSTEM, booking_id, able[0].person_id, now=now, today=today)
            return True
    return False


def _move(run_id: int, *, now: datetime) -> None:
    """Every session a week later; one of those on it has said already that the place is kept."""
    run, calendar = _run(run_id), school_calendar()
    choices = choices_of_run(run)
    later = tuple(replace(one, day=school_day(one.day + A_WEEK, calendar)) for one in choices.sessions)
    save_run(SYSTEM, run_id, replace(choices, sessions=later), version=run.version, now=now)
    keep_moved_place(SYSTEM, _people(run_id)[0], now=now)


def _cancel(run_id: int, *, now: datetime) -> None:
    cancel_run(SYSTEM, run_id, reason="The venue has closed for repairs.", now=now)


def _run(run_id: int) -> Run:
    run = run_by_id(run_id)
    assert run is not None  # noqa: S101  # it has just been found
    return run
