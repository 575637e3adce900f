"""Charges waived by the team, and put back."""

from datetime import datetime

from sqlalchemy import select

from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.charges.rules import waiver_problem
from inclusion_app.training.models import ChargeRecord


def waive_charge(actor: Acting, charge_id: int, *, waiver: str, note: str, now: datetime) -> ChargeRecord:
    """Let a school off a charge. Raises RuleBroken when no good reason is given, LookupError."""
    with transaction():
        charge = _held(charge_id)
        if problem := waiver_problem(waiver, note):
            raise RuleBroken(*problem)
        charge.waiver, charge.waiver_note = waiver, note.strip()
        charge.waived_at, charge.waived_by_id = now, actor.person_id
        audit.record(actor, "waive_charge", charge, school_id=charge.school_id, detail={"waiver": waiver})
    return charge


def restore_charge(actor: Acting, charge_id: int) -> ChargeRecord:
    """The reason did not hold: the charge is to be paid. Raises RuleBroken when it is not waived, LookupError."""
    with transaction():
        charge = _held(charge_id)
        if charge.waiver is None:
            raise RuleBroken(None, "This charge is not waived")
        detail = {"waiver": charge.waiver}
        charge.waiver, charge.waiver_note, charge.waived_at, charge.waived_by_id = None, "", None, None
        audit.record(actor, "restore_charge", charge, school_id=charge.school_id, detail=detail)
    return charge


def _held(charge_id: int) -> ChargeRecord:
    charge = db.session.scalars(select(ChargeRecord).where(ChargeRecord.id == charge_id).with_for_update()).first()
    if charge is None:
        raise LookupError(f"There is no charge {charge_id}.")
    return charge
