"""What must be true of requests and applications in every copy of the database."""

from sqlalchemy import and_, or_, select

from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.training.models import Booking, BookingRequest, Course, Run
from inclusion_app.training.states import ACTIVE, BookingState, CameBy, Taker

_ASKED = (CameBy.REQUEST, CameBy.APPLICATION)
_OPEN = (BookingState.REQUESTED, BookingState.APPROVED)


def _said() -> list[str]:
    query = select(Booking.id, Booking.came_by).outerjoin(BookingRequest).order_by(Booking.id)
    wordless = query.where(Booking.came_by.in_(_ASKED), BookingRequest.booking_id.is_(None))
    found = rows(wordless, "booking {0} came by {1}, and what was asked is not there")
    strange = query.where(Booking.came_by.not_in(_ASKED), BookingRequest.booking_id.is_not(None))
    return found + rows(strange, "booking {0} came by {1}, yet there is a request for it")


def _decided() -> list[str]:
    open_, declined = Booking.state.in_(_OPEN), Booking.state == BookingState.DECLINED
    said = BookingRequest.decision
    wrong = or_(
        and_(open_, said != ""),
        and_(said == "declined", ~declined),
        and_(Booking.state.in_(ACTIVE), ~open_, said != "approved"),
    )
    query = select(Booking.id, Booking.state, said).join(BookingRequest).where(wrong).order_by(Booking.id)
    return rows(query, "booking {0} is {1}, its request says {2!r}")


def _supported() -> list[str]:
    needed = and_(
        Booking.came_by == CameBy.APPLICATION,
        or_(Booking.state == BookingState.APPROVED, BookingRequest.decision == "approved"),
        BookingRequest.supported_at.is_(None),
    )
    query = select(Booking.id, Booking.state).join(BookingRequest).where(needed).order_by(Booking.id)
    return rows(query, "application {0} is {1} without the support of the school")


def _takers() -> list[str]:
    """Whoever holds a place is of the kind that the course is for; the word stands before the colon of the holder."""
    whole = or_(*(Booking.holder.startswith(f"{kind}:") for kind in (Taker.SCHOOL, Taker.TEAM)))
    query = select(Booking.id, Booking.holder, Course.taker).join(Run, Run.id == Booking.run_id)
    query = query.join(Course, Course.id == Run.course_id).where(whole, Course.taker == Taker.PERSON)
    return rows(query.order_by(Booking.id), "booking {0} is held by {1!r} on a course that each {2} takes")


CHECKS = (
    Check("requests: what was asked stands beside every booking that was asked for, and no other", _said),
    Check("requests: a decision and its booking say the same", _decided),
    Check("applications: the school has supported what the team has decided", _supported),
    Check("bookings: no school holds a place on a course that people take", _takers),
)
