"""While people book and cancel and the organiser changes the number of places, what is counted is what is taken."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from sqlalchemy import func, select

from inclusion_app.foundation.database import db
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.states import TAKES_A_PLACE, BookingState
from tests.races.acting import cancelling, confirming, organising, states_on
from tests.races.county import County
from tests.support.crowd import all_at_once
from tests.support.server import Server, run_command

PLACES = 20
MOST_ROUNDS = 5


def test_places_stay_true_while_people_cancel_and_the_organiser_changes_their_number(
    county: County, server: Server, rounds: int
) -> None:
    having, wanting = county.bookers[:20], county.bookers[20:180]
    saved = 0
    for _ in range(min(MOST_ROUNDS, rounds)):
        run_id = county.new_run(capacity=PLACES)
        assert {answer.status for answer in all_at_once([confirming(server, b, run_id) for b in having])} == {303}
        books = [confirming(server, booker, run_id) for booker in wanting]
        cancels = [cancelling(server, booker, run_id) for booker in having]
        changes = [partial(organising, server, county.adviser, run_id, 15 + number) for number in range(20)]
        with seen_places(county, run_id) as seen:
            answers = all_at_once([*books, *cancels, *changes])
        assert {answer.status for answer in answers[:180]} == {303}
        assert {answer.status for answer in answers[180:]} <= {
            303,
            409,
            422,
        }  # saved, changed meanwhile, too few places
        saved += sum(answer.status == 303 for answer in answers[180:])
        assert seen
        assert not [places for places in seen if not places.taken == places.confirmed <= places.capacity]
        assert_nobody_waits_for_a_free_place(run_id, wanting=len(wanting))
    assert saved
    run_command(server.environment, "invariants")


@dataclass(frozen=True)
class Places:
    """A run at one moment, as anybody could have read it."""

    capacity: int
    taken: int
    confirmed: int


@contextmanager
def seen_places(county: County, run_id: int) -> Iterator[list[Places]]:
    """What somebody sees who looks again and again, on a connection of their own, for the length of the block."""
    seen: list[Places] = []
    over = threading.Event()
    confirmed = select(func.count()).where(Booking.run_id == run_id, Booking.state.in_(TAKES_A_PLACE))
    look = select(Run.capacity, Run.taken, confirmed.scalar_subquery()).where(Run.id == run_id)

    def watch() -> None:
        with county.app.app_context():
            while not over.wait(0.02):
                seen.append(Places(*db.session.execute(look).one()))
                db.session.rollback()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def assert_nobody_waits_for_a_free_place(run_id: int, *, wanting: int) -> None:
    """All who wanted a place have it or wait, and nothing is free while they do."""
    states = states_on(run_id)
    assert states[BookingState.CANCELLED] == 20
    placed = states[BookingState.CONFIRMED] + states[BookingState.OFFERED]
    assert placed + states[BookingState.WAITING] == wanting
    run = db.session.scalars(select(Run).where(Run.id == run_id)).one()
    assert run.taken == run.capacity == placed
