"""Certificates, as pages need them."""

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School
from inclusion_app.training.certificates.codes import code_as_typed
from inclusion_app.training.models import Booking, Certificate, Course, Run
from inclusion_app.training.states import BookingState, RunOutcome

MOST_WORDS = 12


def certificate_by_code(code: str) -> Certificate | None:
    """The certificate with that code, with its booking, outcome, school and whoever came."""
    return db.session.scalars(_with_booking().where(Certificate.code == code)).first()


def certificate_by_id(certificate_id: int) -> Certificate | None:
    """The same by its id."""
    return db.session.scalars(_with_booking().where(Certificate.id == certificate_id)).first()


def still_stands(certificate: Certificate) -> bool:
    """Not revoked, and the booking is completed at this moment. The certificate comes with booking and outcome."""
    booking = certificate.booking
    is_completed = booking.outcome is not None and booking.outcome.outcome == RunOutcome.COMPLETED
    return certificate.revoked_at is None and is_completed and booking.state == BookingState.CONFIRMED


def certificates_found(words: str) -> Select[Certificate]:
    """Certificates by code, or by every word of person, school or course; newest first, for a list in pages."""
    query = (
        select(Certificate)
        .join(Certificate.booking)
        .join(Booking.school)
        .outerjoin(Booking.person)
        .join(Booking.run)
        .join(Run.course)
        .options(
            contains_eager(Certificate.booking).options(
                contains_eager(Booking.school), contains_eager(Booking.person), joinedload(Booking.outcome)
            )
        )
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    )
    code = code_as_typed(words)
    by_words = and_(true(), *(_has(word) for word in words.split()[:MOST_WORDS]))
    return query.where(or_(Certificate.code == code, by_words) if code else by_words)


def _has(word: str) -> ColumnElement[bool]:
    like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return or_(*(column.ilike(like, escape="\\") for column in (Person.name, School.name, Course.title)))


def _with_booking() -> Select[Certificate]:
    return (
        select(Certificate)
        .join(Certificate.booking)
        .options(
            contains_eager(Certificate.booking).options(
                joinedload(Booking.school),
                joinedload(Booking.person),
                joinedload(Booking.outcome),
                selectinload(Booking.participants),
            )
        )
    )
