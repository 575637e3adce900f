"""One file with its content, and who may have it."""

from collections.abc import Collection

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload

from inclusion_app.foundation.database import db
from inclusion_app.training.models import Booking, BookingParticipant, Run, RunMaterial
from inclusion_app.training.states import BookingState


def material_by_id(material_id: int) -> RunMaterial | None:
    """The file's row, without its content."""
    return db.session.get(RunMaterial, material_id)


def content_of(material_id: int) -> bytes | None:
    """The bytes of a file."""
    query = select(RunMaterial).where(RunMaterial.id == material_id).options(joinedload(RunMaterial.content))
    material = db.session.scalars(query.execution_options(populate_existing=True)).first()
    return material.content.data if material else None


def run_of(material: RunMaterial) -> Run:
    """The run that it belongs to."""
    return db.session.get_one(Run, material.run_id)


def is_on_run(run_id: int, person_id: int, *, school_ids: Collection[int]) -> bool:
    """The person has a place, comes on a place of the school, or sees the bookings of a school that has one."""
    takes_part = exists().where(BookingParticipant.booking_id == Booking.id, BookingParticipant.person_id == person_id)
    query = select(Booking.id).where(
        Booking.run_id == run_id,
        Booking.state == BookingState.CONFIRMED,
        or_(Booking.person_id == person_id, takes_part, Booking.school_id.in_(school_ids)),
    )
    return db.session.scalars(query.limit(1)).first() is not None


def room_taken(run_id: int) -> tuple[int, int]:
    """How many files the run has, and how many bytes they have altogether."""
    query = select(func.count(), func.coalesce(func.sum(RunMaterial.size_bytes), 0))
    number, altogether = db.session.execute(query.where(RunMaterial.run_id == run_id)).one()
    return number, int(altogether)
