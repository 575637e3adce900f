"""How a booking moves from state to state: one table, which rules, checks and the diagram read."""

from dataclasses import dataclass

from inclusion_app.training.states import BookingState


@dataclass(frozen=True)
class BookingMove:
    """One act on the audit trail, the state it finds (none: the booking is made), and the one it leaves."""

    act: str
    before: BookingState | None
    after: BookingState


BOOKING_MOVES = (
    BookingMove("confirm_basket", None, BookingState.CONFIRMED),
    BookingMove("confirm_basket", None, BookingState.WAITING),
    BookingMove("fill_freed_places", BookingState.WAITING, BookingState.CONFIRMED),
    BookingMove("cancel_booking", BookingState.CONFIRMED, BookingState.CANCELLED),
    BookingMove("cancel_booking", BookingState.WAITING, BookingState.CANCELLED),
)

CAN_BE_CANCELLED = frozenset(move.before for move in BOOKING_MOVES if move.act == "cancel_booking")
