"""What must be true of runs and bookings in every copy of the database."""

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, select
from sqlalchemy.orm import aliased

from inclusion_app.foundation.audit import DONE, AuditEvent
from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.training.bookings.moves import BOOKING_MOVES
from inclusion_app.training.models import Booking, BookingChange, BookingParticipant, Run, Session
from inclusion_app.training.states import ACTIVE, TAKES_A_PLACE, BookingState, RunState, Taker

BOOKING_ACTS = sorted({move.act for move in BOOKING_MOVES})
"""Acts that change bookings; each leaves one row on the audit trail, and every change names its row."""


_WHOLE = (Taker.SCHOOL, Taker.TEAM)


def _places() -> list[str]:
    held = (
        select(func.count())
        .where(Booking.run_id == Run.id, Booking.state.in_(TAKES_A_PLACE))
        .correlate(Run)
        .scalar_subquery()
    )
    query = select(Run.id, Run.capacity, Run.taken, held).order_by(Run.id)
    query = query.where(or_(Run.taken != held, held > Run.capacity))
    return rows(query, "run {0} has {1} places, {2} counted as taken, and {3} bookings that take one")


def _holders() -> list[str]:
    query = (
        select(Booking.run_id, Booking.holder, func.count())
        .where(Booking.state.in_(ACTIVE))
        .group_by(Booking.run_id, Booking.holder)
        .having(func.count() > 1)
        .order_by(Booking.run_id, Booking.holder)
    )
    return rows(query, "run {0}: {1} has {2} active bookings")


def _named_holders() -> list[str]:
    """A person, or the school of the booking, or its leadership team."""
    person = Booking.holder == literal("person:") + cast(Booking.person_id, String)
    school, team = (Booking.holder == literal(f"{kind}:") + cast(Booking.school_id, String) for kind in _WHOLE)
    named = and_(Booking.person_id.is_not(None), person)
    query = select(Booking.id, Booking.holder, Booking.person_id, Booking.school_id).order_by(Booking.id)
    query = query.where(~or_(named, school, team))
    return rows(query, "booking {0} is held by {1!r} but names person {2} of school {3}")


def _contacts() -> list[str]:
    whole = or_(*(Booking.holder.startswith(f"{kind}:") for kind in _WHOLE))
    query = select(Booking.id, Booking.holder).where(whole, Booking.person_id.is_(None)).order_by(Booking.id)
    found = rows(query, "booking {0} is held by {1!r} and has no contact")
    coming = select(BookingParticipant.booking_id).where(BookingParticipant.booking_id == Booking.id).exists()
    query = select(Booking.id, Booking.holder).where(Booking.holder.startswith("person:"), coming).order_by(Booking.id)
    return found + rows(query, "booking {0} is held by {1!r}, yet others come on it")


def _queue() -> list[str]:
    numberless = and_(Booking.state == BookingState.WAITING, Booking.queue_number.is_(None))
    unissued = or_(Booking.queue_number >= Run.next_in_queue, Booking.queue_number <= Run.front_of_queue)
    query = select(Booking.id, Booking.run_id, Booking.state, Booking.queue_number, Run.next_in_queue)
    query = query.join(Run).where(or_(numberless, unissued)).order_by(Booking.id)
    wrong = rows(query, "booking {0} on run {1} is {2} with number {3}; the next number is {4}")
    doubled = (
        select(Booking.run_id, Booking.queue_number, func.count())
        .where(Booking.queue_number.is_not(None))
        .group_by(Booking.run_id, Booking.queue_number)
        .having(func.count() > 1)
        .order_by(Booking.run_id, Booking.queue_number)
    )
    return wrong + rows(doubled, "run {0}: number {1} of the waiting list was given {2} times")


def _groups() -> list[str]:
    apart = or_(
        func.count(func.distinct(Booking.run_id)) > 1,
        func.count(func.distinct(Booking.school_id)) > 1,
    )
    query = (
        select(Booking.group_key)
        .where(Booking.group_key.is_not(None), Booking.state == BookingState.WAITING)
        .group_by(Booking.group_key)
        .having(apart)
        .order_by(Booking.group_key)
    )
    return rows(query, "the group {0} waits on several runs or for several schools")


def _endings() -> list[str]:
    active = Booking.state.in_(ACTIVE)
    wrong = or_(active == Booking.ended_at.is_not(None), and_(Booking.ended_late, active))
    query = select(Booking.id, Booking.state, Booking.ended_at, Booking.ended_late).where(wrong).order_by(Booking.id)
    return rows(query, "booking {0} is {1} with ended_at {2}, late {3}")


def _last_changes() -> list[str]:
    last = (
        select(BookingChange.after)
        .where(BookingChange.booking_id == Booking.id)
        .order_by(BookingChange.id.desc())
        .limit(1)
        .correlate(Booking)
        .scalar_subquery()
    )
    query = select(Booking.id, Booking.state, last).order_by(Booking.id)
    return rows(query.where(or_(last.is_(None), last != Booking.state)), "booking {0} is {1}, its last change says {2}")


def _chains() -> list[str]:
    earlier = aliased(BookingChange)
    before = (
        select(earlier.after)
        .where(earlier.booking_id == BookingChange.booking_id, earlier.id < BookingChange.id)
        .order_by(earlier.id.desc())
        .limit(1)
        .correlate(BookingChange)
        .scalar_subquery()
    )
    query = select(BookingChange.id, BookingChange.booking_id, BookingChange.before, before).order_by(BookingChange.id)
    broken = func.coalesce(BookingChange.before, "nothing") != func.coalesce(before, "nothing")
    return rows(query.where(broken), "change {0} of booking {1} says it was {2}, the change before it says {3}")


def _moves() -> list[str]:
    """Changes that no line of the table of moves allows."""
    allowed = or_(
        *(
            and_(
                AuditEvent.act == move.act,
                BookingChange.before.is_(None) if move.before is None else BookingChange.before == move.before,
                BookingChange.after == move.after,
            )
            for move in BOOKING_MOVES
        )
    )
    query = select(BookingChange.id, AuditEvent.act, BookingChange.before, BookingChange.after).order_by(
        BookingChange.id
    )
    query = query.join(AuditEvent, AuditEvent.id == BookingChange.audit_id).where(~allowed)
    return rows(query, "change {0} by {1} goes from {2} to {3}")


def _acts_of_changes() -> list[str]:
    known: ColumnElement[bool] = and_(AuditEvent.outcome == DONE, AuditEvent.act.in_(BOOKING_ACTS))
    query = select(BookingChange.id, BookingChange.booking_id, BookingChange.audit_id).order_by(BookingChange.id)
    query = query.where(~select(AuditEvent.id).where(AuditEvent.id == BookingChange.audit_id, known).exists())
    return rows(query, "change {0} of booking {1} names audit row {2}, which is no act of booking")


def _changes_of_acts() -> list[str]:
    changed = select(BookingChange.id).where(BookingChange.audit_id == AuditEvent.id).exists()
    query = select(AuditEvent.id, AuditEvent.act, AuditEvent.subject_id).order_by(AuditEvent.id)
    on_bookings = sorted({*BOOKING_ACTS} - {"cancel_run"})  # nobody may have been on the run
    query = query.where(AuditEvent.outcome == DONE, AuditEvent.act.in_(on_bookings), ~changed)
    idle = rows(query, "audit row {0} says {1} of {2}, but no booking was changed by it")
    return idle + rows(_twice_by_one_act(), "audit row {0} stands for {2} changes of booking {1}")


def _twice_by_one_act() -> Select[int, int, int]:
    return (
        select(BookingChange.audit_id, BookingChange.booking_id, func.count())
        .group_by(BookingChange.audit_id, BookingChange.booking_id)
        .having(func.count() > 1)
        .order_by(BookingChange.audit_id, BookingChange.booking_id)
    )


def _spans() -> list[str]:
    first, last = func.min(Session.starts_at), func.max(Session.ends_at)
    span = (Run.id, Run.starts_at, Run.ends_at)
    query = select(*span, first, last).outerjoin(Session).group_by(*span).order_by(Run.id)
    wrong = or_(first.is_(None), Run.starts_at != first, Run.ends_at != last)
    return rows(query.having(wrong), "run {0} runs from {1} to {2}, its sessions from {3} to {4}")


def _substitutes() -> list[str]:
    """A place that was passed on is somebody's: one booking, on the same run and for the same school."""
    other = aliased(Booking)
    same = and_(other.replaces_id == Booking.id, other.run_id == Booking.run_id, other.school_id == Booking.school_id)
    number = select(func.count()).where(same).scalar_subquery()
    passed_on = select(Booking.id, number).where(Booking.state == BookingState.SUBSTITUTED, number != 1)
    found = rows(passed_on.order_by(Booking.id), "booking {0} was passed on, and {1} bookings stand in its place")
    replaced = select(Booking.id, Booking.replaces_id).join(other, other.id == Booking.replaces_id)
    wrong = replaced.where(other.state != BookingState.SUBSTITUTED).order_by(Booking.id)
    return found + rows(wrong, "booking {0} stands in the place of {1}, which was not passed on")


def _cancelled_runs() -> list[str]:
    query = select(Booking.id, Booking.run_id).join(Run, Run.id == Booking.run_id)
    query = query.where(Run.state == RunState.CANCELLED, Booking.state.in_(ACTIVE)).order_by(Booking.id)
    return rows(query, "booking {0} is active on run {1}, which is cancelled")


CHECKS = (
    Check("runs: nobody is on one that is cancelled", _cancelled_runs),
    Check("substitutes: a place that was passed on is one colleague's", _substitutes),
    Check("places: as many are counted as are taken, and never more than there are", _places),
    Check("bookings: nobody has two active bookings on a run", _holders),
    Check("bookings: the holder is the person, or the school of the booking", _named_holders),
    Check("bookings: a school's place has a contact, a person's nobody else", _contacts),
    Check("waiting lists: everybody who waits has a number of their own", _queue),
    Check("waiting lists: a group waits on one run, for one school", _groups),
    Check("bookings: only what is over has ended", _endings),
    Check("bookings: the state is that of the last change", _last_changes),
    Check("bookings: every change begins where the one before it ended", _chains),
    Check("bookings: every change is a move that the table allows", _moves),
    Check("audit trail: every change of a booking has its row", _acts_of_changes),
    Check("audit trail: every act of booking has changed bookings, each once", _changes_of_acts),
    Check("runs: begin with their first session and end with their last", _spans),
)
