"""Charges: one to pay and one waived, of a run of their own."""

from inclusion_app.foundation.database import db
from inclusion_app.training.models import Booking, ChargeRecord, Run
from inclusion_app.training.states import BookingState, RunState
from tests.matrix.bodies import HowTo, typed
from tests.matrix.growing import seat
from tests.matrix.world import World, _add, _book, _run


def build(world: World) -> None:
    """A booking that was cancelled late, with a charge; another whose charge was waived."""
    _run(world, "run_charged", "course", RunState.OPEN)
    for name, person in (("charged", "colleague_a"), ("let_off", "waiting_a")):
        _book(world, f"booking_{name}", "A", person, run="run_charged")
        booking = db.session.get_one(Booking, world[f"booking_{name}"])
        booking.state, booking.ended_at, booking.ended_late = BookingState.CANCELLED, world.now, True
        charge = ChargeRecord(booking_id=booking.id, school_id=booking.school_id, kind="late-cancel", rule="50% of £60")
        charge.base_pence, charge.percent, charge.amount_pence, charge.created_at = 6000, 50, 3000, world.now
        if name == "let_off":
            charge.waiver, charge.waived_at = "sickness", world.now
        _add(world, f"charge_{name}", charge)
    db.session.get_one(Run, world["run_charged"]).taken = 0


def grow(world: World, number: int) -> None:
    """One more late cancellation of school A, with its charge."""
    person = world[f"grown_person_{number}"]
    booking = seat(world, f"charged-{number}", run="run_charged", holder=person, state=BookingState.CANCELLED)
    booking.ended_at, booking.ended_late = world.now, True
    charge = ChargeRecord(booking_id=booking.id, school_id=booking.school_id, kind="late-cancel", rule="50% of £60")
    charge.base_pence, charge.percent, charge.amount_pence, charge.created_at = 6000, 50, 3000, world.now
    db.session.add(charge)


HOW_TO = {"charges.waive": HowTo(typed(waiver="inspection")), "charges.restore": HowTo()}
ROWS = {
    "charge_id": {"A": "charge_charged"},
    "charges.restore charge_id": {"A": "charge_let_off"},
}
VISITED = {
    "charges.listed": ("/team/charges", ("team-viewer",)),
    "charges.show": ("/team/charges/{charge}", ("team-viewer", "team-manager")),
    "charges.of_school": ("/schools/{urn}/charges", ("headteacher",)),
}
NO_PAGES = {"charges.exported_csv": "a file", "charges.exported_xlsx": "a file"}
NAMES = {"charge": "SELECT coalesce(min(id), 999999) AS charge FROM charge_record"}
