"""Two hundred schools want twenty places at the same moment: twenty get one, the others wait in turn."""

import statistics
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select, text

from inclusion_app.foundation.database import db
from inclusion_app.training.models import Booking, BookingChange, Run
from inclusion_app.training.states import BookingState
from tests.races.acting import confirming, states_on
from tests.races.county import County
from tests.support.crowd import all_at_once
from tests.support.server import Server, run_command, serving

PLACES = 20
SLOWEST_TOLERATED_SECONDS = 30.0
UNGUARDED = "tests.support.unguarded:app"


def test_two_hundred_schools_and_twenty_places(
    county: County, server: Server, rounds: int, capsys: pytest.CaptureFixture[str]
) -> None:
    seconds: list[float] = []
    for _ in range(rounds):
        run_id = county.new_run(capacity=PLACES)
        answers = all_at_once([confirming(server, booker, run_id) for booker in county.bookers])
        assert Counter(answer.status for answer in answers) == {303: len(county.bookers)}
        assert_sold_exactly(run_id, places=PLACES, waiting=len(county.bookers) - PLACES)
        seconds += [answer.seconds for answer in answers]
    _tell_of(seconds, capsys)
    assert max(seconds) < SLOWEST_TOLERATED_SECONDS
    run_command(server.environment, "invariants")


def test_one_form_sent_by_twenty_windows_books_once(county: County, server: Server) -> None:
    booker = county.bookers[0]
    run_id = county.new_run(capacity=PLACES, bookers=[booker])
    act = confirming(server, booker, run_id, form_key="one and the same")
    answers = all_at_once([act] * 20)
    assert {(answer.status, answer.location) for answer in answers} == {(303, answers[0].location)}
    assert states_on(run_id) == {BookingState.CONFIRMED: 1}


def test_one_basket_confirmed_in_twenty_windows_books_once(county: County, server: Server) -> None:
    booker = county.bookers[0]
    run_id = county.new_run(capacity=PLACES, bookers=[booker])
    answers = all_at_once([confirming(server, booker, run_id) for _ in range(20)])
    assert Counter(answer.status for answer in answers) == {303: 1, 422: 19}  # nothing is left in the basket
    assert states_on(run_id) == {BookingState.CONFIRMED: 1}


def test_without_its_guard_it_would_oversell(county: County, tmp_path: Path) -> None:
    """The crowd is a real one: the same crowd oversells a service that does not hold the run."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE run DROP CONSTRAINT ck_run_never_oversold"))
    crowd, oversold = county.bookers[:40], 0
    with serving(county.url, tmp_path, workers=4, threads=2, application=UNGUARDED) as server:
        for _ in range(10):
            run_id = county.new_run(capacity=5, bookers=crowd)
            all_at_once([confirming(server, booker, run_id) for booker in crowd])
            oversold += states_on(run_id)[BookingState.CONFIRMED] > 5
    assert oversold >= 9


def assert_sold_exactly(run_id: int, *, places: int, waiting: int) -> None:
    """Every place once, everybody else in the queue in the order of the acts, nobody twice."""
    assert states_on(run_id) == {BookingState.CONFIRMED: places, BookingState.WAITING: waiting}
    db.session.rollback()
    assert db.session.scalar(select(Run.taken).where(Run.id == run_id)) == places
    holders = db.session.scalars(select(Booking.holder).where(Booking.run_id == run_id)).all()
    assert len(holders) == len(set(holders))
    queue = _queue(run_id)
    assert [number for number, _ in queue] == list(range(1, waiting + 1))
    acts = [act for _, act in queue]
    assert acts == sorted(acts)


def _queue(run_id: int) -> list[tuple[int | None, int]]:
    """Numbers in the queue, each with the audit row of the act that gave it."""
    rows = db.session.execute(
        select(Booking.queue_number, BookingChange.audit_id)
        .join(BookingChange, BookingChange.booking_id == Booking.id)
        .where(Booking.run_id == run_id, Booking.state == BookingState.WAITING)
        .order_by(Booking.queue_number)
    )
    return [(number, act) for number, act in rows]


def _tell_of(seconds: Sequence[float], capsys: pytest.CaptureFixture[str]) -> None:
    half, most = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    with capsys.disabled():
        print(f"\n{len(seconds)} answers: median {half:.2f} s, 95 % within {most:.2f} s, last {max(seconds):.2f} s")
