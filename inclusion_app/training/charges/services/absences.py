"""Charges for those who did not come and had not cancelled, once the register is closed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.training.charges.queries import terms_of_run
from inclusion_app.training.charges.rules import charge_for_absence
from inclusion_app.training.charges.services.recording import record_charge
from inclusion_app.training.models import Attendance, Booking, ChargeRecord, Course, Run
from inclusion_app.training.states import BookingState, CameBy, ChargeKind, Mark, Waiver

CORRECTED = "Attendance was corrected"
CHARGED_WITHIN = timedelta(days=14)
"""After a register was closed. A course that charges from now on does not charge for its past."""


def charge_no_shows(now: datetime) -> int:
    """Charge every absence of a closed register that is not charged yet, and let off those that were corrected.

    Registers that were closed more than ``CHARGED_WITHIN`` ago are left alone, and so is past attendance that was
    brought in from files. Returns how many charges were written or waived.
    """
    due = db.session.scalars(_due_runs(now)).all()
    return sum(_charge_run(run_id, now=now) for run_id in sorted(due)) + _let_off(now=now)


def _absent() -> ColumnElement[bool]:
    """Marked absent, and at no session anything else."""
    marks = select(Attendance.id).where(Attendance.booking_id == Booking.id).correlate(Booking)
    return marks.where(Attendance.mark == Mark.ABSENT).exists() & ~marks.where(Attendance.mark != Mark.ABSENT).exists()


def _charged() -> ColumnElement[bool]:
    charged = select(ChargeRecord.id).where(
        ChargeRecord.booking_id == Booking.id, ChargeRecord.kind == ChargeKind.NO_SHOW
    )
    return charged.correlate(Booking).exists()


def _to_charge() -> tuple[ColumnElement[bool], ...]:
    return (Booking.state == BookingState.CONFIRMED, Booking.came_by != CameBy.IMPORT, _absent(), ~_charged())


def _due_runs(now: datetime) -> Select[int]:
    return (
        select(Booking.run_id)
        .join(Run, Run.id == Booking.run_id)
        .join(Course, Course.id == Run.course_id)
        .where(Run.register_closed_at > now - CHARGED_WITHIN, Course.charge_bands != "", *_to_charge())
        .distinct()
    )


def _charge_run(run_id: int, *, now: datetime) -> int:
    with transaction() as session:
        run = session.scalars(
            select(Run).where(Run.id == run_id).options(joinedload(Run.course)).with_for_update(of=Run)
        ).one()
        charge = charge_for_absence(terms_of_run(run, run.course))
        absent = session.scalars(select(Booking).where(Booking.run_id == run_id, *_to_charge()).order_by(Booking.id))
        bookings: Sequence[Booking] = absent.all() if charge else []
        if charge is None or not bookings:
            return 0
        audit.record(SYSTEM, "charge_no_shows", run, detail={"bookings": [booking.id for booking in bookings]})
        for booking in bookings:
            record_charge(SYSTEM, booking, charge, kind=ChargeKind.NO_SHOW, now=now)
    return len(bookings)


def _let_off(*, now: datetime) -> int:
    """Whoever was there after all pays nothing."""
    wrong = (
        select(ChargeRecord)
        .join(ChargeRecord.booking)
        .where(ChargeRecord.kind == ChargeKind.NO_SHOW, ChargeRecord.waiver.is_(None), ~_absent())
        .order_by(ChargeRecord.id)
    )
    if not db.session.scalars(wrong.limit(1)).all():
        return 0
    with transaction() as session:
        charges = session.scalars(wrong.with_for_update(of=ChargeRecord)).all()
        for charge in charges:
            charge.waiver, charge.waiver_note, charge.waived_at = Waiver.OTHER, CORRECTED, now
            audit.record(SYSTEM, "waive_charge", charge, school_id=charge.school_id, detail={"waiver": CORRECTED})
    return len(charges)
