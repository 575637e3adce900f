"""Two people change the same booking or run at the same moment: one of them does, and everything still adds up."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.training.bookings.services.cancelling import cancel_booking
from inclusion_app.training.bookings.services.moving import keep_moved_place, release_moved_place
from inclusion_app.training.bookings.services.substituting import substitute_person
from inclusion_app.training.catalogue.services.run_states import cancel_run
from inclusion_app.training.models import Booking, Run
from tests.factories.training import RunFactory
from tests.integration.bookings.conftest import Office, states_of, taken
from tests.integration.bookings.test_race import Act, at_once

pytestmark = pytest.mark.usefixtures("database")


def all_in_order() -> None:
    assert {finding.name: finding.wrong for finding in findings() if finding.wrong} == {}


def released(acts: list[Act], app: Flask) -> list[object]:
    db.session.rollback()  # nothing of the test's own stands in the way
    return at_once(app, acts)


def test_of_two_colleagues_sent_at_once_one_goes(app: Flask, office: Office) -> None:
    run = RunFactory()
    office.book(run, office.staff("Ann"))
    booking = db.session.scalars(select(Booking.id)).one()
    actor, now, today = office.actor, clock.now(), clock.today()
    acts: list[Act] = [
        partial(substitute_person, actor, booking, who, now=now, today=today) for who in office.staff("Bob", "Cal")
    ]
    gave = released(acts, app)
    assert Counter(isinstance(one, RuleBroken) for one in gave) == {True: 1, False: 1}
    assert sorted(states_of(run).values()) == ["confirmed", "substituted"]
    assert taken(run) == 1
    all_in_order()


def test_one_colleague_sent_for_two_at_once_goes_for_one(app: Flask, office: Office) -> None:
    run = RunFactory()
    office.book(run, office.staff("Ann", "Bob"))
    [cal] = office.staff("Cal")
    bookings = db.session.scalars(select(Booking.id)).all()
    actor, now, today = office.actor, clock.now(), clock.today()
    acts: list[Act] = [partial(substitute_person, actor, one, cal, now=now, today=today) for one in bookings]
    assert Counter(isinstance(one, RuleBroken) for one in released(acts, app)) == {True: 1, False: 1}
    assert taken(run) == 2
    all_in_order()


def test_a_run_cancelled_twice_at_once_tells_everybody_once(app: Flask, office: Office) -> None:
    run = RunFactory()
    office.book(run, office.staff("Ann", "Bob"))
    booking, run_id = db.session.scalars(select(Booking.id)).first() or 0, run.id
    cancel = partial(cancel_run, SYSTEM, run_id, reason="The hall is flooded.", now=clock.now())
    one_less = partial(cancel_booking, SYSTEM, booking, reason="", now=clock.now())
    released([cancel, cancel, one_less], app)
    assert set(states_of(run).values()) == {"cancelled"}
    assert taken(run) == 0
    told = db.session.scalars(
        select(OutboxMessage.person_id).where(OutboxMessage.kind.in_(["run_cancelled", "booking_cancelled"]))
    ).all()
    assert Counter(told).most_common(1)[0][1] == 1
    all_in_order()


def test_a_place_kept_and_given_up_at_once_is_one_of_both(app: Flask, office: Office) -> None:
    run = RunFactory()
    office.book(run, office.staff("Ann"))
    booking = db.session.scalars(select(Booking.id)).one()
    with transaction() as session:
        session.get_one(Booking, booking).moved_at = clock.now() - timedelta(hours=1)
    actor, now = office.actor, clock.now()
    acts: list[Act] = [
        partial(keep_moved_place, actor, booking, now=now),
        partial(release_moved_place, actor, booking, now=now),
    ]
    gave = released(acts, app)
    assert Counter(isinstance(one, RuleBroken) for one in gave) == {True: 1, False: 1}
    left = db.session.get_one(Run, run.id).taken
    assert states_of(run) == {"Ann": "confirmed" if left else "cancelled"}
    all_in_order()
