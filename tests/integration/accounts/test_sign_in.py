"""Signing in and out: sessions that can be ended, failures that are counted."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from argon2.exceptions import VerificationError
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select
from time_machine import travel

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import SignInAttempt, SignInSession
from inclusion_app.accounts.services.memberships import take_role_away
from inclusion_app.accounts.services.people import deactivate_person, set_password
from inclusion_app.accounts.services.sign_in import TooManyTries, Tried, sign_in
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from tests.factories.accounts import MembershipFactory, PersonFactory
from tests.support.visitor import PASSWORD, Visitor

NEW_PASSWORD = "copper lantern river"


def tried(client: FlaskClient, email: str, password: str = "wrong wrong wrong") -> Any:
    assert isinstance(client, Visitor)
    return client.submit("/sign-in", email=email, password=password)


def test_signing_in_leads_to_the_page_that_was_asked_for(database: SQLAlchemy, client: Visitor) -> None:
    person = PersonFactory()
    asked = client.get("/my-bookings")
    assert asked.location == "/sign-in?next=%2Fmy-bookings"
    answer = client.submit("/sign-in", on=asked.location, email=person.email, password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/my-bookings")


@pytest.mark.parametrize("next_page", ["//evil.example", "/\\evil.example", "https://evil.example", "/%2fevil.example"])
def test_nobody_is_led_to_another_site(database: SQLAlchemy, client: Visitor, next_page: str) -> None:
    person = PersonFactory()
    answer = client.submit("/sign-in", email=person.email, password=PASSWORD, next=next_page)
    assert answer.location == "/"


def test_a_wrong_password_and_an_unknown_address_look_the_same(database: SQLAlchemy, client: Visitor) -> None:
    person = PersonFactory()
    known, unknown = tried(client, person.email), tried(client, "nobody@school.example")
    assert known.status_code == unknown.status_code == 422
    assert "do not belong together" in known.text
    assert known.text.count("\n") == unknown.text.count("\n")


def test_an_address_is_taken_with_capitals_and_blanks(database: SQLAlchemy, client: Visitor) -> None:
    person = PersonFactory(email="sam.reed@school.example")
    assert tried(client, "  Sam.Reed@School.example ", PASSWORD).status_code == 303
    assert person.email == "sam.reed@school.example"


def test_signing_in_begins_a_new_session_and_forgets_what_the_browser_had(
    database: SQLAlchemy, client: Visitor
) -> None:
    person = PersonFactory()
    client.get("/sign-in")
    with client.session_transaction() as before:
        before["planted"] = "by somebody else"
        token = before.get("csrf_token")
    client.sign_in(person)
    with client.session_transaction() as after:
        assert "planted" not in after
        assert after.get("csrf_token") != token
        assert after["_user_id"]


def test_the_table_keeps_no_session_key(database: SQLAlchemy, client: Visitor) -> None:
    client.sign_in(PersonFactory())
    with client.session_transaction() as cookie:
        key = cookie["_user_id"]
    assert key not in db.session.scalars(select(SignInSession.key_hash)).all()


def end_by_sign_out(client: Visitor, person_id: int) -> None:
    client.submit("/sign-out", on="/account")


def end_by_deactivation(client: Visitor, person_id: int) -> None:
    deactivate_person(SYSTEM, person_id, now=clock.now())


def end_by_new_password(client: Visitor, person_id: int) -> None:
    set_password(SYSTEM, person_id, NEW_PASSWORD, now=clock.now())


@pytest.mark.parametrize("end", [end_by_sign_out, end_by_deactivation, end_by_new_password])
def test_a_captured_cookie_is_dead_on_the_next_request(
    database: SQLAlchemy, app: Flask, client: Visitor, end: Any
) -> None:
    person = PersonFactory()
    client.sign_in(person)
    cookie = client.get_cookie("inclusion")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("inclusion", cookie.value)
    assert thief.get("/account").status_code == 200
    end(client, person.id)
    assert thief.get("/account").status_code == 303


def test_a_role_taken_away_is_gone_on_the_next_request(database: SQLAlchemy, client: Visitor) -> None:
    held = MembershipFactory(role=Role.BOOKER)
    membership_id, page = held.id, f"/schools/{held.school.urn}/bookings"
    client.sign_in(held.person)
    assert client.get(page).status_code == 200
    take_role_away(SYSTEM, membership_id, today=clock.today())
    assert client.get(page).status_code == 403


@pytest.mark.parametrize(("silence", "status"), [(timedelta(minutes=59), 200), (timedelta(minutes=61), 303)])
def test_a_session_ends_after_an_hours_silence(
    database: SQLAlchemy, client: Visitor, silence: timedelta, status: int
) -> None:
    client.sign_in(PersonFactory())
    with travel(clock.now() + silence, tick=True):
        assert client.get("/account").status_code == status


def test_a_session_ends_after_twelve_hours_however_busy(database: SQLAlchemy, client: Visitor) -> None:
    client.sign_in(PersonFactory())
    start = clock.now()
    for minutes in range(30, 12 * 60, 30):
        with travel(start + timedelta(minutes=minutes), tick=True):
            assert client.get("/account").status_code == 200
    with travel(start + timedelta(hours=12, minutes=1), tick=True):
        assert client.get("/account").status_code == 303


def test_reading_pages_writes_nothing_about_the_session(database: SQLAlchemy, client: Visitor) -> None:
    client.sign_in(PersonFactory())
    before = db.session.execute(select(SignInSession)).scalars().one().ends_at
    client.get("/account")
    assert db.session.execute(select(SignInSession)).scalars().one().ends_at == before


def test_the_eleventh_wrong_password_is_held_up_from_whatever_address(
    database: SQLAlchemy, app: Flask, client: Visitor
) -> None:
    person = PersonFactory()
    for number in range(10):
        other = app.test_client()
        other.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        assert tried(other, person.email).status_code == 422
    client.environ_base["HTTP_X_FORWARDED_FOR"] = "203.0.113.9"
    held_up = tried(client, person.email, PASSWORD)
    assert held_up.status_code == 429
    assert held_up.headers["Retry-After"] == "300"
    with travel(clock.now() + timedelta(minutes=5, seconds=1), tick=True):
        assert tried(client, person.email, PASSWORD).status_code == 303


def test_nobody_can_lock_somebody_out_of_a_browser_they_use(database: SQLAlchemy, app: Flask, client: Visitor) -> None:
    person = PersonFactory()
    client.sign_in(person)
    client.submit("/sign-out", on="/account")
    attacker = app.test_client()
    for _ in range(11):
        tried(attacker, person.email)
    assert tried(attacker, person.email, PASSWORD).status_code == 429
    assert tried(client, person.email, PASSWORD).status_code == 303


def test_a_browser_they_use_has_ten_tries_of_its_own_and_no_more(database: SQLAlchemy, client: Visitor) -> None:
    person = PersonFactory()
    client.sign_in(person)
    client.submit("/sign-out", on="/account")
    assert [tried(client, person.email).status_code for _ in range(10)] == [422] * 10
    assert tried(client, person.email, PASSWORD).status_code == 429


@pytest.mark.slow
def test_of_thirty_tries_at_once_ten_are_looked_at(app: Flask, database: SQLAlchemy) -> None:
    email = PersonFactory().email
    db.session.rollback()
    gate = threading.Barrier(30)

    def guess(number: int) -> str:
        with app.app_context():
            gate.wait()
            try:
                sign_in(Tried(email, "a wrong guess", f"10.0.1.{number}", "a browser"), now=clock.now())
            except TooManyTries:
                return "held up"
            return "looked at"

    with ThreadPoolExecutor(30) as pool:
        answers = Counter(pool.map(guess, range(30)))
    assert answers["looked at"] <= 10
    assert answers["looked at"] + answers["held up"] == 30


def test_sixty_people_behind_one_address_can_sign_in(database: SQLAlchemy, app: Flask) -> None:
    people = PersonFactory.create_batch(60)
    for person in people[:3]:
        assert tried(app.test_client(), person.email).status_code == 422
    assert [tried(app.test_client(), p.email, PASSWORD).status_code for p in people] == [303] * 60


def test_every_try_leaves_one_row_on_the_audit_trail(database: SQLAlchemy, client: Visitor) -> None:
    person = PersonFactory()
    tried(client, person.email)
    tried(client, person.email, PASSWORD)
    client.submit("/sign-out", on="/account")
    rows = db.session.execute(select(AuditEvent.act, AuditEvent.outcome).order_by(AuditEvent.id)).all()
    assert [tuple(row) for row in rows] == [("sign_in", "refused"), ("sign_in", "done"), ("sign_out", "done")]
    assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 1


def test_signing_out_has_the_browser_forget_what_it_keeps(database: SQLAlchemy, client: Visitor) -> None:
    client.sign_in(PersonFactory())
    assert client.submit("/sign-out", on="/account").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_deactivated_person_cannot_sign_in(database: SQLAlchemy, client: Visitor) -> None:
    person = PersonFactory(deactivated_at=clock.now())
    assert tried(client, person.email, PASSWORD).status_code == 422


def test_an_unknown_address_costs_as_much_work_as_a_known_one(
    database: SQLAlchemy, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from inclusion_app.accounts import passwords

    checked: list[str] = []

    class Counting:
        """Counts what is checked; says no."""

        def verify(self, password_hash: str, _password: str) -> bool:
            checked.append(password_hash)
            raise VerificationError

        def hash(self, _password: str) -> str:
            return "nobody's"

    person = PersonFactory()
    monkeypatch.setattr(passwords, "hasher", Counting())
    tried(client, person.email)
    tried(client, "nobody@school.example")
    assert len(checked) == 2
