"""Revoking and reinstating a certificate, by the team."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.certificates.notices import tell_of_reinstatement, tell_of_revocation
from inclusion_app.training.models import Booking, Certificate
from inclusion_app.training.states import BookingState, RunOutcome

REVOKED_ALREADY = "This certificate has been revoked already"
NOT_REVOKED = "This certificate is not revoked"
NOT_COMPLETED = "The booking does not count as completed. When its attendance is corrected, the certificate follows"
NO_REASON = "Say why the certificate is revoked"


def revoke_certificate(actor: Actor, certificate_id: int, *, reason: str, now: datetime) -> None:
    """Revoke it for good: a correction of attendance does not bring it back. The holder is told.

    Raises RuleBroken without a reason and when it is revoked already, LookupError when there is no such certificate.
    """
    reason = reason.strip()[:500]
    if not reason:
        raise RuleBroken("reason", NO_REASON)
    with transaction():
        certificate = _locked(certificate_id)
        if certificate.revoked_at is not None:
            raise RuleBroken(None, REVOKED_ALREADY)
        certificate.revoked_at, certificate.revoked_reason = now, reason
        certificate.revoked_by_id = actor.person_id
        _record(actor, "revoke_certificate", certificate, detail={"reason": reason})
        tell_of_revocation(certificate)


def reinstate_certificate(actor: Actor, certificate_id: int) -> None:
    """The certificate stands again, as it was. The holder is told.

    Raises RuleBroken when it is not revoked or the booking is not completed, LookupError for one there is not.
    """
    with transaction():
        certificate = _locked(certificate_id)
        if certificate.revoked_at is None:
            raise RuleBroken(None, NOT_REVOKED)
        outcome, state = certificate.booking.outcome, certificate.booking.state
        if outcome is None or outcome.outcome != RunOutcome.COMPLETED or state != BookingState.CONFIRMED:
            raise RuleBroken(None, NOT_COMPLETED)
        certificate.revoked_at, certificate.revoked_reason, certificate.revoked_by_id = None, "", None
        _record(actor, "reinstate_certificate", certificate, detail={})
        tell_of_reinstatement(certificate)


def _record(actor: Actor, act: str, certificate: Certificate, *, detail: dict[str, str]) -> None:
    audit.record(actor, act, certificate, school_id=certificate.booking.school_id, detail=detail)


def _locked(certificate_id: int) -> Certificate:
    """The certificate, its run held first, so that no outcome changes in between. Raises LookupError."""
    of_run = select(Booking.run_id).join(Certificate, Certificate.booking_id == Booking.id)
    run_id = db.session.scalar(of_run.where(Certificate.id == certificate_id))
    if run_id is None:
        raise LookupError(f"There is no certificate {certificate_id}.")
    locked_run(run_id)
    return db.session.scalars(
        select(Certificate)
        .where(Certificate.id == certificate_id)
        .options(
            joinedload(Certificate.booking).joinedload(Booking.outcome),
            joinedload(Certificate.booking).joinedload(Booking.person),
        )
        .with_for_update(of=Certificate)
        .execution_options(populate_existing=True)
    ).one()
