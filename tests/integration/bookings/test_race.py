"""Thirty schools want five places at the same moment, in one process; the races do the same over HTTP."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.training.bookings.services.cancelling import cancel_booking
from inclusion_app.training.bookings.services.confirming import Confirmation, confirm_basket
from inclusion_app.training.bookings.services.waiting import fill_freed_places
from inclusion_app.training.models import Booking, Run
from tests.factories.accounts import MembershipFactory
from tests.factories.bookings import BookingFactory
from tests.factories.training import RunFactory
from tests.integration.bookings.conftest import Office, new_office

BOOKERS, PLACES = 30, 5
Act = Callable[[], object]


def at_once(app: Flask, acts: list[Act]) -> list[object]:
    """Run every act in a thread and a context of its own, all let go together; what each gave or raised."""
    gate = threading.Barrier(len(acts))

    def run(act: Act) -> object:
        with app.app_context():
            gate.wait()
            try:
                return act()
            except RuleBroken as refused:
                return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def bookers(run: Run) -> list[tuple[Actor, int]]:
    """Somebody at each of many schools, with one person in the basket."""
    offices: list[Office] = []
    for number in range(BOOKERS):
        office = new_office()
        office.put(run, office.staff(f"Robin {number}"))
        offices.append(office)
    db.session.expire_all()
    ready = [(office.actor, office.school.id) for office in offices]
    db.session.rollback()
    return ready


def confirming(who: tuple[Actor, int], run_id: int, choice: str) -> Act:
    said = Confirmation(when_full={run_id: choice})
    return lambda: confirm_basket(who[0], who[1], said, now=clock.now(), today=clock.today())


def states(run_id: int) -> Counter[str]:
    db.session.rollback()
    return Counter(db.session.scalars(select(Booking.state).where(Booking.run_id == run_id)))


@pytest.mark.slow
def test_thirty_want_five_places_and_five_get_one(app: Flask, database: SQLAlchemy) -> None:
    run_id = RunFactory(capacity=PLACES).id
    ready = bookers(db.session.get_one(Run, run_id))
    answers = at_once(app, [confirming(who, run_id, "wait") for who in ready])
    assert not [answer for answer in answers if isinstance(answer, RuleBroken)]
    assert states(run_id) == {"confirmed": PLACES, "waiting": BOOKERS - PLACES}
    numbers = db.session.scalars(select(Booking.queue_number).where(Booking.state == "waiting")).all()
    assert sorted(n or 0 for n in numbers) == list(range(1, BOOKERS - PLACES + 1))
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


@pytest.mark.slow
def test_without_a_choice_those_who_come_too_late_are_refused_and_nothing_of_theirs_stays(
    app: Flask, database: SQLAlchemy
) -> None:
    run_id = RunFactory(capacity=PLACES).id
    answers = at_once(app, [confirming(who, run_id, "") for who in bookers(db.session.get_one(Run, run_id))])
    refused = [str(answer) for answer in answers if isinstance(answer, RuleBroken)]
    assert Counter(refused) == {"This run is full. You can join the waiting list": BOOKERS - PLACES}
    assert states(run_id) == {"confirmed": PLACES}
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 2 * PLACES


@pytest.mark.slow
def test_cancelling_and_filling_at_the_same_moment_promotes_each_once(app: Flask, database: SQLAlchemy) -> None:
    run = RunFactory(capacity=PLACES)
    held = [BookingFactory(run=run).id for _ in range(PLACES)]
    for _ in range(10):
        BookingFactory(run=run, state="waiting")
    run_id = run.id
    db.session.rollback()
    acts: list[Act] = [partial(cancel_booking, SYSTEM, id_, reason="", now=clock.now()) for id_ in held]
    acts += [lambda: fill_freed_places(run_id, now=clock.now())] * 10
    at_once(app, acts)
    assert states(run_id) == {"cancelled": PLACES, "offered": PLACES, "waiting": 10 - PLACES}
    told = db.session.scalars(select(OutboxMessage.key).where(OutboxMessage.kind == "booking_offered")).all()
    assert len(told) == PLACES
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


@pytest.mark.slow
def test_ten_who_fill_more_places_than_anybody_waits_for_fill_each_once(app: Flask, database: SQLAlchemy) -> None:
    run = RunFactory(capacity=20)
    for _ in range(PLACES):
        BookingFactory(run=run, state="waiting")
    run_id = run.id
    db.session.rollback()
    at_once(app, [lambda: fill_freed_places(run_id, now=clock.now())] * 10)
    assert states(run_id) == {"offered": PLACES}
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


@pytest.mark.slow
def test_two_schools_book_the_same_person_at_once_and_one_is_told(app: Flask, database: SQLAlchemy) -> None:
    run_id = RunFactory().id
    one, other = new_office(), new_office()
    [ann] = one.staff("Ann")
    MembershipFactory(person=db.session.get_one(Person, ann), school=other.school)
    acts = []
    for office in (one, other):
        office.put(db.session.get_one(Run, run_id), [ann])
        acts.append(confirming((office.actor, office.school.id), run_id, ""))
    db.session.rollback()
    answers = at_once(app, acts)
    assert [str(a) for a in answers if isinstance(a, RuleBroken)] == ["Ann is booked on this run already"]
    assert states(run_id) == {"confirmed": 1}
