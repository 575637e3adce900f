"""Fewer places than are taken: it is asked what shall happen, and nobody is dropped in silence."""

import pytest
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.training.bookings.queries.bookings import positions
from inclusion_app.training.models import Booking, RingFence, Run
from tests.factories.accounts import somebody
from tests.factories.training import RunFactory
from tests.integration.bookings.conftest import Office, SignIn, states_of, taken
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def adviser(sign_in: SignIn) -> Visitor:
    return sign_in(somebody(Role.TEAM_ADVISER))


@pytest.fixture
def run(office: Office) -> Run:
    """Three places, all taken by Ann, Ben and Cat in that order, and Dot waits."""
    made: Run = RunFactory(capacity=3)
    for name in ("Ann", "Ben", "Cat"):
        office.book(made, office.staff(name))
    office.book(made, office.staff("Dot"), choice="wait")
    return made


def names_in_line(run: Run) -> list[str]:
    line = positions([run.id])
    found = {b.id: b.person_id for b in db.session.scalars(select(Booking).where(Booking.id.in_(line)))}
    people = {name: state for name, state in states_of(run).items() if state == "waiting"}
    assert len(people) == len(found)
    query = select(Booking).where(Booking.run_id == run.id, Booking.state == "waiting").order_by(Booking.queue_number)
    by_id = {b.id: b for b in db.session.scalars(query)}
    assert list(by_id) == sorted(by_id, key=lambda number: line[number])
    return sorted(people)


def test_without_a_choice_nothing_changes_and_the_choices_are_shown(adviser: Visitor, run: Run) -> None:
    refused = adviser.submit(f"/team/runs/{run.id}/edit", capacity="1")
    assert refused.status_code == 422
    assert "3 places are taken already" in refused.text
    assert "at the front of the waiting list" in refused.text
    assert (taken(run), db.session.get_one(Run, run.id).capacity) == (3, 3)


def test_everybody_can_be_kept(adviser: Visitor, run: Run) -> None:
    assert adviser.submit(f"/team/runs/{run.id}/edit", capacity="1", when_over="keep").status_code == 303
    db.session.expire_all()
    assert (taken(run), db.session.get_one(Run, run.id).capacity) == (3, 3)


def test_those_who_booked_last_wait_again_before_everybody_else_and_are_told(adviser: Visitor, run: Run) -> None:
    assert adviser.submit(f"/team/runs/{run.id}/edit", capacity="1", when_over="wait").status_code == 303
    db.session.expire_all()
    assert states_of(run) == {"Ann": "confirmed", "Ben": "waiting", "Cat": "waiting", "Dot": "waiting"}
    assert names_in_line(run) == ["Ben", "Cat", "Dot"]
    query = select(Booking).where(Booking.run_id == run.id, Booking.queue_number.is_not(None))
    order = [b.queue_number for b in db.session.scalars(query.order_by(Booking.id))]
    assert order == [-1, 0, 1]  # Ben, Cat, then Dot, who waited already
    told = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.kind == "booking_lowered").order_by(OutboxMessage.key)
    ).all()
    assert [("number 1" in m.text, m.calendar_method) for m in told] == [(True, "CANCEL"), (False, "CANCEL")]
    assert (taken(run), db.session.get_one(Run, run.id).capacity) == (1, 1)
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


def test_who_lost_a_place_is_first_to_be_offered_one(adviser: Visitor, run: Run) -> None:
    adviser.submit(f"/team/runs/{run.id}/edit", capacity="1", when_over="wait")
    adviser.submit(f"/team/runs/{run.id}/edit", capacity="2")
    assert states_of(run) == {"Ann": "confirmed", "Ben": "offered", "Cat": "waiting", "Dot": "waiting"}
    adviser.submit(f"/team/runs/{run.id}/edit", capacity="1", when_over="wait")
    assert states_of(run) == {"Ann": "confirmed", "Ben": "waiting", "Cat": "waiting", "Dot": "waiting"}
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


def test_places_are_kept_by_the_form_and_given_back_by_it(adviser: Visitor, run: Run) -> None:
    kept = {"fences-0-whom": "not-reached:", "fences-0-places": "2"}
    assert adviser.submit(f"/team/runs/{run.id}/edit", **kept).status_code == 303
    [fence] = db.session.scalars(select(RingFence)).all()
    assert (fence.kind, fence.code, fence.places, fence.until) == ("not-reached", "", 2, run.book_by)
    db.session.expire_all()
    assert adviser.submit(f"/team/runs/{run.id}/edit", **{"fences-0-places": "3"}).status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(RingFence.places)).all() == [3]
    assert adviser.submit(f"/team/runs/{run.id}/edit", **{"fences-0-places": "9"}).status_code == 422
    assert adviser.submit(f"/team/runs/{run.id}/edit", **{"fences-0-whom": ""}).status_code == 303
    assert db.session.scalars(select(RingFence)).all() == []
