"""How a booking moves from state to state: one table, which rules, checks and the diagram read."""

from dataclasses import dataclass

from inclusion_app.training.states import ACTIVE, BookingState


@dataclass(frozen=True)
class BookingMove:
    """One act on the audit trail, the state it finds (none: the booking is made), and the one it leaves."""

    act: str
    before: BookingState | None
    after: BookingState


_REQUESTED, _APPROVED, _CONFIRMED = BookingState.REQUESTED, BookingState.APPROVED, BookingState.CONFIRMED
_WAITING, _OFFERED, _DECLINED = BookingState.WAITING, BookingState.OFFERED, BookingState.DECLINED
_CANCELLED, _SUBSTITUTED = BookingState.CANCELLED, BookingState.SUBSTITUTED

BOOKING_MOVES = (
    # booked at once
    BookingMove("confirm_basket", None, _CONFIRMED),
    BookingMove("confirm_basket", None, _WAITING),
    # booked at once for a school or its leadership team
    BookingMove("book_school_place", None, _CONFIRMED),
    BookingMove("book_school_place", None, _WAITING),
    # asked for, and approved by the school
    BookingMove("request_place", None, _REQUESTED),
    BookingMove("approve_request", _REQUESTED, _CONFIRMED),
    BookingMove("approve_request", _REQUESTED, _WAITING),
    BookingMove("decline_request", _REQUESTED, _DECLINED),
    # applied for, supported by the school, and decided by the team
    BookingMove("apply_for_place", None, _REQUESTED),
    BookingMove("apply_for_place", None, _APPROVED),
    BookingMove("support_application", _REQUESTED, _APPROVED),
    BookingMove("decline_request", _APPROVED, _DECLINED),
    BookingMove("accept_application", _APPROVED, _CONFIRMED),
    BookingMove("accept_application", _APPROVED, _WAITING),
    BookingMove("decline_application", _APPROVED, _DECLINED),
    # the waiting list
    BookingMove("offer_places", _WAITING, _OFFERED),
    BookingMove("fill_freed_places", _WAITING, _CONFIRMED),
    BookingMove("accept_offer", _OFFERED, _CONFIRMED),
    BookingMove("decline_offer", _OFFERED, _DECLINED),
    BookingMove("lapse_offers", _OFFERED, _DECLINED),
    BookingMove("end_waiting", _WAITING, _DECLINED),
    BookingMove("end_waiting", _OFFERED, _DECLINED),
    BookingMove("end_waiting", _REQUESTED, _DECLINED),
    BookingMove("end_waiting", _APPROVED, _DECLINED),
    # given up, handed on, or lost
    *(BookingMove("cancel_booking", state, _CANCELLED) for state in sorted(ACTIVE)),
    *(BookingMove("cancel_run", state, _CANCELLED) for state in sorted(ACTIVE)),
    BookingMove("release_moved_place", _CONFIRMED, _CANCELLED),
    BookingMove("substitute_person", _CONFIRMED, _SUBSTITUTED),
    BookingMove("substitute_person", None, _CONFIRMED),
    BookingMove("lower_capacity", _CONFIRMED, _WAITING),
    BookingMove("lower_capacity", _OFFERED, _WAITING),
    # known only on the day, or afterwards
    BookingMove("admit_walk_in", None, _CONFIRMED),
    BookingMove("admit_walk_in", _WAITING, _CONFIRMED),
    BookingMove("admit_walk_in", _OFFERED, _CONFIRMED),
    BookingMove("import_past_attendance", None, _CONFIRMED),
)

CAN_BE_CANCELLED = frozenset(move.before for move in BOOKING_MOVES if move.act == "cancel_booking")
