"""Charges are written with the act they are for."""

from datetime import datetime

from sqlalchemy import select, update

from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.charges.rules import Charge, waiver_problem
from inclusion_app.training.models import Booking, ChargeRecord
from inclusion_app.training.states import ChargeKind, Waiver


def record_charge(
    actor: Acting,
    booking: Booking,
    charge: Charge,
    *,
    kind: ChargeKind,
    now: datetime,
    waiver: str = "",
    note: str = "",
) -> ChargeRecord:
    """Keep what the booking costs; a reason for waiving counts at once, and the team sees it.

    Raises RuleBroken beside ``waiver`` or ``waiver_note`` when the reason will not do.
    """
    if waiver and (problem := waiver_problem(waiver, note)):
        raise RuleBroken(*problem)
    with transaction() as session:
        row = ChargeRecord(
            booking_id=booking.id,
            school_id=booking.school_id,
            kind=kind,
            rule=charge.rule,
            base_pence=charge.base_pence,
            percent=charge.percent,
            amount_pence=charge.amount_pence,
            created_at=now,
        )
        if waiver:
            row.waiver, row.waiver_note = waiver, note.strip()
            row.waived_at, row.waived_by_id = now, actor.person_id
        session.add(row)
        session.flush()
    return row


def waive_charges_of_run(actor: Acting, run_id: int, *, note: str, now: datetime) -> None:
    """The run was moved or cancelled: nobody pays for having left it."""
    with transaction() as session:
        ours = select(Booking.id).where(Booking.run_id == run_id)
        session.execute(
            update(ChargeRecord)
            .where(ChargeRecord.booking_id.in_(ours), ChargeRecord.waiver.is_(None))
            .values(
                waiver=Waiver.RUN_CHANGED,
                waiver_note=note[:500],
                waived_at=now,
                waived_by_id=actor.person_id,
                version=ChargeRecord.version + 1,
            )
            .execution_options(synchronize_session=False)
        )
