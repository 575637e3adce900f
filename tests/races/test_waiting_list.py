"""Places given up, offered by hand and by two schedulers at the same moment: each goes to one person, once
(reliability.md, row 2)."""

import threading
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Select, func, select, text, update

from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.training.models import Booking, BookingChange, Run
from inclusion_app.training.states import BookingState
from tests.factories.bookings import BookingFactory
from tests.races.acting import cancelling, confirming, states_on
from tests.races.county import County
from tests.races.ticking import UNGUARDED, Schedulers, schedulers
from tests.support.crowd import Answer, all_at_once, post
from tests.support.server import Server, run_command, settings_for

PLACES = 20
WAITING = 45
MORE_ROUNDS = 5  # thirty in the long form
GIVEN_UP_AFTER_THE_OFFER = 5
FREED_TIMES = 8


def test_every_freed_place_is_offered_once_and_what_lapses_moves_on(
    county: County, server: Server, rounds: int, capsys: pytest.CaptureFixture[str]
) -> None:
    having, wanting = county.bookers[:PLACES], county.bookers[PLACES : PLACES + WAITING]
    rounds += MORE_ROUNDS
    offers = 0
    with schedulers(server.environment) as clocks:
        for _ in range(rounds):
            run_id = county.new_run(capacity=PLACES, bookers=[*having, *wanting])
            for crowd in (having, wanting):
                assert {a.status for a in all_at_once([confirming(server, b, run_id) for b in crowd])} == {303}
            line = _line(run_id)
            acts = [cancelling(server, booker, run_id) for booker in having]
            acts += [partial(_offering, server, county, run_id)] * PLACES
            assert {answer.status for answer in all_at_once(acts)} == {303}
            clocks.set_ahead(0)
            assert _in_state(run_id, BookingState.OFFERED) == line[:PLACES]
            offers += _let_go(county, server, run_id, line=line, clocks=clocks)
    _tell(rounds, offers, capsys)
    run_command(server.environment, "invariants")


def test_without_the_run_held_two_schedulers_offer_one_place_twice(county: County, tmp_path: Path) -> None:
    """The schedulers do meet: without their guard the same places go out twice."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE run DROP CONSTRAINT ck_run_never_oversold"))
    run_id = county.new_run(capacity=1, bookers=[])
    run = db.session.get_one(Run, run_id)
    for number in range(1 + 2 * FREED_TIMES):
        BookingFactory(run=run, state=BookingState.WAITING if number else BookingState.CONFIRMED)
    with schedulers(settings_for(county.url, tmp_path), UNGUARDED) as clocks:
        for _ in range(FREED_TIMES):
            with db.engine.begin() as connection:
                connection.execute(update(Run).where(Run.id == run_id).values(capacity=Run.taken + 2))
            clocks.set_ahead(0)
    offers = select(func.count()).select_from(BookingChange).where(BookingChange.after == BookingState.OFFERED)
    db.session.rollback()
    assert (db.session.scalar(offers) or 0) > len(_in_state(run_id, BookingState.OFFERED))


def _let_go(county: County, server: Server, run_id: int, *, line: Sequence[int], clocks: Schedulers) -> int:
    """Some of those who were offered a place cancel while two schedulers let the offers lapse; returns the offers."""
    people = {booking.id: booking.person_id for booking in db.session.scalars(_of(run_id))}
    by_staff = {booker.staff_id: booker for booker in county.bookers}
    leaving = [by_staff[people[number] or 0] for number in line[:GIVEN_UP_AFTER_THE_OFFER]]
    acts = [cancelling(server, booker, run_id) for booker in leaving]
    lapsing = threading.Thread(target=clocks.set_ahead, args=(10,))
    lapsing.start()
    answers = all_at_once(acts)
    lapsing.join()
    clocks.set_ahead(0)
    assert not set(_in_state(run_id, BookingState.OFFERED)) & set(line[:PLACES])
    assert {answer.status for answer in answers} <= {303, 422}  # cancelled, or the offer had lapsed already
    states = states_on(run_id)
    assert states[BookingState.CANCELLED] - PLACES + states[BookingState.DECLINED] >= PLACES
    _assert_each_offered_once(run_id)
    return _offers_told(run_id)


def _assert_each_offered_once(run_id: int) -> None:
    db.session.rollback()
    changes = select(BookingChange.booking_id, func.count()).join(Booking, Booking.id == BookingChange.booking_id)
    changes = changes.where(Booking.run_id == run_id, BookingChange.after == BookingState.OFFERED)
    assert set(dict(db.session.execute(changes.group_by(BookingChange.booking_id)).all()).values()) == {1}
    again = select(func.count()).select_from(BookingChange).join(Booking, Booking.id == BookingChange.booking_id)
    ended = (BookingState.DECLINED, BookingState.CANCELLED)
    assert db.session.scalar(again.where(Booking.run_id == run_id, BookingChange.before.in_(ended))) == 0
    run = db.session.scalars(select(Run).where(Run.id == run_id)).one()
    states = states_on(run_id)
    assert run.taken == states[BookingState.OFFERED] + states[BookingState.CONFIRMED] <= run.capacity
    assert states[BookingState.WAITING] == 0 or run.taken == run.capacity


def _offers_told(run_id: int) -> int:
    """How many offers there were; both who waits and who booked them were told, each once."""
    db.session.rollback()
    bookings = {str(number) for number in db.session.scalars(select(Booking.id).where(Booking.run_id == run_id))}
    keys = db.session.scalars(select(OutboxMessage.key).where(OutboxMessage.kind == "booking_offered")).all()
    told = Counter(key.split(":")[1] for key in keys)
    here = {number: count for number, count in told.items() if number in bookings}
    assert set(here.values()) == {2}
    return len(here)


def _offering(server: Server, county: County, run_id: int) -> Answer:
    return post(server.url, f"/team/runs/{run_id}/waiting-list/offer", county.adviser, [])


def _of(run_id: int) -> Select[Booking]:
    return select(Booking).where(Booking.run_id == run_id)


def _line(run_id: int) -> list[int]:
    db.session.rollback()
    waiting = select(Booking.id).where(Booking.run_id == run_id, Booking.state == BookingState.WAITING)
    return list(db.session.scalars(waiting.order_by(Booking.queue_number)))


def _in_state(run_id: int, state: BookingState) -> list[int]:
    db.session.rollback()
    wanted = select(Booking.id).where(Booking.run_id == run_id, Booking.state == state)
    return list(db.session.scalars(wanted.order_by(Booking.queue_number)))


def _tell(rounds: int, offers: int, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n{rounds} rounds, {offers} offers, each made once and told once, two schedulers running")
