"""Offers of a freed place: two runs with an offer each, and one with a free place that somebody waits for."""

from datetime import timedelta

from inclusion_app.accounts.secrets import hashed
from inclusion_app.foundation.database import db
from inclusion_app.training.models import Booking, BookingLink, Run, WaitingSkip
from inclusion_app.training.states import BookingState, RunState
from tests.matrix.bodies import HowTo, typed
from tests.matrix.growing import seat
from tests.matrix.world import World, _add, _book, _run

TOKEN = "offer-token"


def build(world: World) -> None:
    """A place offered to somebody of each school, the link of the first, and somebody who waits beside a free place."""
    _run(world, "run_offers", "course", RunState.OPEN)
    _run(world, "run_queue", "course", RunState.OPEN)
    for letter, person in (("A", "colleague_a"), ("B", "colleague_b")):
        _book(world, f"offered_{letter}", letter, person, run="run_offers")
        booking = db.session.get_one(Booking, world[f"offered_{letter}"])
        booking.state, booking.offered_until = BookingState.OFFERED, world.now + timedelta(days=2)
    db.session.get_one(Run, world["run_offers"]).taken = 2
    _book(world, "queuing", "A", "colleague_a", run="run_queue")
    booking, run = db.session.get_one(Booking, world["queuing"]), db.session.get_one(Run, world["run_queue"])
    booking.state, booking.queue_number, run.taken, run.next_in_queue = BookingState.WAITING, 1, 0, 2
    link = BookingLink(token_hash=hashed(TOKEN), purpose="offer", booking_id=world["offered_A"])
    link.person_id, link.created_at, link.expires_at = world["head_a"], world.now, world.now + timedelta(days=2)
    _add(world, "offer_link", link)


def grow(world: World, number: int) -> None:
    """One more offer with its link, and one more who waits and was passed over."""
    person, until = world[f"grown_person_{number}"], world.now + timedelta(days=2)
    offered = seat(
        world, f"offered-{number}", run="run_offers", holder=person, state=BookingState.OFFERED, offered_until=until
    )
    link = BookingLink(token_hash=f"offer {number}", purpose="offer", booking_id=offered.id, person_id=person)
    link.created_at, link.expires_at = world.now, until
    queuing = seat(world, f"queuing-{number}", run="run_queue", holder=person, state=BookingState.WAITING)
    skip = WaitingSkip(run_id=world["run_queue"], booking_id=queuing.id, at=world.now, reason="A group waits")
    db.session.add_all([link, skip])


HOW_TO = {
    "offers.answer": HowTo(typed(answer="accept")),
    "offers.answer_link": HowTo(typed(answer="accept")),
    "waiting_lists.offer": HowTo(),
}
ROWS = {
    "offers.show booking_id": {"A": "offered_A", "B": "offered_B"},
    "offers.answer booking_id": {"A": "offered_A", "B": "offered_B"},
    "waiting_lists.show run_id": {"A": "run_queue"},
    "waiting_lists.offer run_id": {"A": "run_queue"},
}
WORDS = {"offers.show_link token": {"A": TOKEN}, "offers.answer_link token": {"A": TOKEN}}
VISITED = {
    "offers.show": ("/bookings/{booking}/offer", ("team-manager",)),
    "offers.show_link": ("/offers/used-up", ("",)),
    "waiting_lists.show": ("/team/runs/{run}/waiting-list", ("team-viewer", "team-manager")),
}
