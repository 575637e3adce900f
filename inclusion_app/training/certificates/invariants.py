"""What must be true of certificates in every copy of the database."""

from sqlalchemy import String, and_, cast, func, or_, select

from inclusion_app.foundation.audit import DONE, AuditEvent
from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.training.models import Booking, Certificate, OutcomeOfRun
from inclusion_app.training.states import BookingState, RunOutcome


def _earned() -> list[str]:
    completed = and_(OutcomeOfRun.outcome == RunOutcome.COMPLETED, Booking.state == BookingState.CONFIRMED)
    query = (
        select(Certificate.id, Booking.id, Booking.state, OutcomeOfRun.outcome)
        .join(Booking, Booking.id == Certificate.booking_id)
        .outerjoin(OutcomeOfRun, OutcomeOfRun.booking_id == Booking.id)
        .where(Certificate.revoked_at.is_(None), or_(OutcomeOfRun.outcome.is_(None), ~completed))
        .order_by(Certificate.id)
    )
    return rows(query, "certificate {0} stands, but booking {1} is {2} with the outcome {3}")


def _recorded() -> list[str]:
    """Each certificate is as the last act on it has left it."""
    last = (
        select(AuditEvent.act)
        .where(
            AuditEvent.outcome == DONE,
            AuditEvent.subject_type == "certificate",
            AuditEvent.subject_id == cast(Certificate.id, String),
            AuditEvent.act.in_(("revoke_certificate", "reinstate_certificate")),
        )
        .order_by(AuditEvent.id.desc())
        .limit(1)
        .correlate(Certificate)
        .scalar_subquery()
    )
    says_revoked = func.coalesce(last, "") == "revoke_certificate"
    query = select(Certificate.id, Certificate.revoked_at, last).order_by(Certificate.id)
    return rows(
        query.where(says_revoked != Certificate.revoked_at.is_not(None)),
        "certificate {0} was revoked at {1}, its last act says {2}",
    )


CHECKS = (
    Check("certificates: what stands belongs to a completed booking", _earned),
    Check("certificates: each is as the last act has left it", _recorded),
)
