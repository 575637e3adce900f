"""Certificates follow the outcomes: issued, withdrawn and given back by the clock."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.certificates.codes import new_code
from inclusion_app.training.certificates.notices import tell_of_certificates, tell_of_reinstatement, tell_of_revocation
from inclusion_app.training.certificates.snapshots import said_of
from inclusion_app.training.models import Booking, Certificate, Course, FeedbackAnswer, OutcomeOfRun, Run
from inclusion_app.training.states import BookingState, CameBy, FeedbackPoint, RunOutcome

CORRECTED = "Attendance was corrected"
EARNED = and_(Booking.state == BookingState.CONFIRMED, OutcomeOfRun.outcome == RunOutcome.COMPLETED)
"""What a certificate stands on; needs the outcome joined."""


def issue_certificates(now: datetime) -> int:
    """Issue what is due on runs whose register is closed, and set right what a correction has changed; how many.

    Past attendance that was brought in gets none: whoever gave that training has certified it. Safe to run at any
    time, twice, and in two processes.
    """
    return sum(see_to_certificates(run_id, now=now) for run_id in _runs_to_see_to())


def see_to_certificates(run_id: int, *, now: datetime) -> int:
    """The same for one run."""
    with transaction():
        run = locked_run(run_id)
        return set_certificates_right(run_id, now=now) + _issue(run, now=now)


def set_certificates_right(run_id: int, *, now: datetime) -> int:
    """Whoever changes the outcomes of a run calls this in the same transaction, with the run held; how many changed.

    Nothing new is issued: that waits for the clock, so that a slip of the hand is corrected before anybody is told.
    """
    with transaction():
        return _withdraw(run_id, now=now) + _give_back(run_id)


def _issue(run: Run, *, now: datetime) -> int:
    bookings = _due(run.id)
    if not bookings:
        return 0
    db.session.refresh(run.course, ["outcomes"])
    with transaction() as session:
        made = [
            Certificate(booking=booking, code=new_code(), issued_at=now, said=said_of(booking, run, now=now).as_json())
            for booking in bookings
        ]
        session.add_all(made)
        session.flush()
        audit.record(SYSTEM, "issue_certificates", run, detail={"certificates": [it.id for it in made]})
        tell_of_certificates(made)
    return len(made)


def _withdraw(run_id: int, *, now: datetime) -> int:
    wrong = _certificates(run_id, Certificate.revoked_at.is_(None), ~_still_earned())
    for certificate in wrong:
        certificate.revoked_at, certificate.revoked_reason = now, CORRECTED
        audit.record(
            SYSTEM,
            "revoke_certificate",
            certificate,
            school_id=certificate.booking.school_id,
            detail={"reason": CORRECTED},
        )
        tell_of_revocation(certificate)
    return len(wrong)


def _give_back(run_id: int) -> int:
    """A certificate that a correction took away is the holder's again when the correction is corrected."""
    by_us = and_(Certificate.revoked_reason == CORRECTED, Certificate.revoked_by_id.is_(None))
    found = _certificates(run_id, Certificate.revoked_at.is_not(None), by_us, _still_earned())
    for certificate in found:
        certificate.revoked_at, certificate.revoked_reason = None, ""
        audit.record(SYSTEM, "reinstate_certificate", certificate, school_id=certificate.booking.school_id)
        tell_of_reinstatement(certificate)
    return len(found)


def _still_earned() -> ColumnElement[bool]:
    outcome = select(OutcomeOfRun.booking_id).where(OutcomeOfRun.booking_id == Booking.id, EARNED)
    return exists(outcome.correlate(Booking))


def _certificates(run_id: int, *conditions: ColumnElement[bool]) -> Sequence[Certificate]:
    return db.session.scalars(
        select(Certificate)
        .join(Certificate.booking)
        .options(joinedload(Certificate.booking).joinedload(Booking.person))
        .where(Booking.run_id == run_id, *conditions)
        .order_by(Certificate.id)
        .with_for_update(of=Certificate)
        .execution_options(populate_existing=True)
    ).all()


def _due(run_id: int) -> Sequence[Booking]:
    """Completed bookings of a run that have no certificate, and whose feedback is in where the course wants it."""
    return db.session.scalars(
        select(Booking)
        .join(Booking.outcome)
        .join(Booking.run)
        .join(Run.course)
        .where(Booking.run_id == run_id, *_is_due())
        .options(
            joinedload(Booking.person),
            joinedload(Booking.school),
            joinedload(Booking.outcome),
            selectinload(Booking.participants),
        )
        .order_by(Booking.id)
    ).all()


def _is_due() -> tuple[ColumnElement[bool], ...]:
    answered = exists().where(FeedbackAnswer.booking_id == Booking.id, FeedbackAnswer.point == FeedbackPoint.AFTER)
    return (
        EARNED,
        Run.register_closed_at.is_not(None),
        Booking.came_by != CameBy.IMPORT,
        or_(Course.certificate_after_feedback.is_(False), answered),
        ~exists().where(Certificate.booking_id == Booking.id),
    )


def _runs_to_see_to() -> list[int]:
    """Runs with something to issue, to withdraw or to give back, in the order of their ids."""
    due = select(Booking.run_id).join(Booking.outcome).join(Booking.run).join(Run.course).where(*_is_due())
    earned = func.coalesce(EARNED, False)  # an outcome that is not there is not earned
    taken_back = and_(Certificate.revoked_reason == CORRECTED, Certificate.revoked_by_id.is_(None))
    astray = (
        select(Booking.run_id)
        .join(Certificate, Certificate.booking_id == Booking.id)
        .outerjoin(Booking.outcome)
        .where(or_(and_(Certificate.revoked_at.is_(None), ~earned), and_(taken_back, earned)))
    )
    return sorted(set(db.session.scalars(due.union(astray))))
