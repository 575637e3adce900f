"""A headteacher books several people, through the pages."""

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.training.models import Booking, Run
from tests.factories.accounts import MembershipFactory, somebody
from tests.factories.schools import SchoolFactory
from tests.factories.training import RunFactory
from tests.support.visitor import Visitor


def test_a_basket_is_filled_and_confirmed_once(database: SQLAlchemy, client: Visitor) -> None:
    school, run = SchoolFactory(), RunFactory(capacity=5)
    head = somebody(Role.HEADTEACHER, school=school)
    staff = [MembershipFactory(school=school).person for _ in range(2)]
    urn, run_id = school.urn, run.id
    client.sign_in(head)
    chosen = client.submit(
        f"/schools/{urn}/basket/runs/{run_id}",
        people=[p.id for p in staff],
        name="New Person",
        email="new@school.example",
    )
    assert chosen.status_code == 303, chosen.text
    page = client.get(f"/schools/{urn}/basket")
    assert page.status_code == 200
    assert "Confirm 3 bookings" in page.text
    done = client.submit(f"/schools/{urn}/basket/confirm", on=f"/schools/{urn}/basket")
    assert done.status_code == 303, done.text
    assert client.get(done.location).status_code == 200
    assert [b.state for b in db.session.scalars(select(Booking))] == ["confirmed"] * 3
    assert db.session.get_one(Run, run_id).taken == 3
    assert len(db.session.scalars(select(OutboxMessage)).all()) >= 4
    listed = client.get(f"/schools/{urn}/bookings")
    assert listed.status_code == 200
    booking = db.session.scalars(select(Booking).limit(1)).one()
    cancelled = client.submit(
        f"/schools/{urn}/bookings/{booking.id}/cancel", on=f"/schools/{urn}/bookings/{booking.id}"
    )
    assert cancelled.status_code == 303, cancelled.text
    assert db.session.get_one(Run, run_id).taken == 2


def test_a_full_run_offers_the_waiting_list(database: SQLAlchemy, client: Visitor) -> None:
    school, run = SchoolFactory(), RunFactory(capacity=1)
    head = somebody(Role.HEADTEACHER, school=school)
    staff = [MembershipFactory(school=school).person.id for _ in range(2)]
    urn, run_id = school.urn, run.id
    client.sign_in(head)
    client.submit(f"/schools/{urn}/basket/runs/{run_id}", people=staff)
    refused = client.submit(f"/schools/{urn}/basket/confirm", on=f"/schools/{urn}/basket")
    assert refused.status_code == 422
    assert "Wait together" in refused.text
    assert not db.session.scalars(select(Booking)).all()
    done = client.submit(
        f"/schools/{urn}/basket/confirm", on=f"/schools/{urn}/basket", **{f"when-full-{run_id}": "wait"}
    )
    assert done.status_code == 303, done.text
    assert sorted(b.state for b in db.session.scalars(select(Booking))) == ["confirmed", "waiting"]
    assert client.get(done.location).status_code == 200
    first = db.session.scalars(select(Booking).where(Booking.state == "confirmed")).one()
    client.submit(f"/schools/{urn}/bookings/{first.id}/cancel", on=f"/schools/{urn}/bookings/{first.id}")
    assert sorted(b.state for b in db.session.scalars(select(Booking))) == ["cancelled", "offered"]
