"""What is known of a school's people while they are being chosen for a run."""

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.training.models import Basket, BasketLine, Booking
from inclusion_app.training.states import ACTIVE, BookingState


def people_on_run(run_id: int, *, owner_id: int, school_id: int) -> dict[int, str]:
    """The school's people who are on the run, wait for it, or are in the owner's basket for it, and which of these."""
    found: dict[int, str] = {}
    lines = select(BasketLine.person_id).join(Basket, Basket.id == BasketLine.basket_id)
    for person_id in db.session.scalars(
        lines.where(
            BasketLine.run_id == run_id,
            Basket.owner_id == owner_id,
            Basket.school_id == school_id,
            Basket.confirmed_at.is_(None),
        )
    ):
        found[person_id] = "In your basket already"
    for holder_id, state in db.session.execute(
        select(Booking.person_id, Booking.state).where(
            Booking.run_id == run_id, Booking.school_id == school_id, Booking.state.in_(ACTIVE)
        )
    ):
        if holder_id is not None:
            found[holder_id] = "On the waiting list already" if state == BookingState.WAITING else "Booked already"
    return found


def own_basket(basket_id: int, *, owner_id: int, school_id: int) -> Basket | None:
    """One of the owner's baskets for that school, open or confirmed."""
    return db.session.scalars(
        select(Basket).where(Basket.id == basket_id, Basket.owner_id == owner_id, Basket.school_id == school_id)
    ).first()
