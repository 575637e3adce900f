"""Links in mails: they work once, by a button, and tell nobody who has an account."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from time_machine import travel

from inclusion_app.access.actor import SYSTEM
from inclusion_app.accounts.models import AccountLink, LinkPurpose
from inclusion_app.accounts.services.people import deactivate_person, invite_person, set_password
from inclusion_app.accounts.services.resets import ask_for_reset, choose_password
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from tests.factories.accounts import PersonFactory
from tests.support.visitor import Visitor

NEW_PASSWORD = "copper lantern river"


def link_of_last_mail() -> str:
    text = db.session.scalars(select(OutboxMessage.text).order_by(OutboxMessage.id.desc())).first() or ""
    found = re.search(r"http://localhost(/(?:reset-password|invitation)/\S+)", text)
    assert found, text
    return found.group(1)


def reset_link(person_email: str) -> str:
    ask_for_reset(person_email, now=clock.now())
    return link_of_last_mail()


def test_a_forgotten_password_is_chosen_anew_and_signs_in(database: SQLAlchemy, client: Visitor) -> None:
    person = PersonFactory()
    client.submit("/forgotten-password", email=person.email)
    done = client.submit(link_of_last_mail(), new_password=NEW_PASSWORD)
    assert done.status_code == 303
    assert client.get("/account").status_code == 200


def test_opening_a_link_uses_nothing_up(database: SQLAlchemy, app: Flask, client: Visitor) -> None:
    link = reset_link(PersonFactory().email)
    for _ in range(3):
        assert app.test_client().get(link).status_code == 200
        assert app.test_client().head(link).status_code == 200
    assert client.submit(link, new_password=NEW_PASSWORD).status_code == 303


def test_a_used_link_is_dead(database: SQLAlchemy, app: Flask, client: Visitor) -> None:
    link = reset_link(PersonFactory().email)
    client.submit(link, new_password=NEW_PASSWORD)
    assert "no longer works" in app.test_client().get(link).text


@pytest.mark.parametrize("age", [timedelta(hours=1, seconds=1), timedelta(days=2)])
def test_a_reset_link_lasts_an_hour(database: SQLAlchemy, client: Visitor, age: timedelta) -> None:
    link = reset_link(PersonFactory().email)
    with travel(clock.now() + age, tick=True):
        assert "no longer works" in client.get(link).text


def test_an_invitation_lasts_fourteen_days(database: SQLAlchemy, client: Visitor) -> None:
    person = PersonFactory(password_hash=None)
    invite_person(SYSTEM, person.id, now=clock.now())
    link = link_of_last_mail()
    with travel(clock.now() + timedelta(days=13, hours=23), tick=True):
        assert client.submit(link, new_password=NEW_PASSWORD).status_code == 303


@pytest.mark.parametrize("event", ["a newer link", "a new password", "deactivation"])
def test_a_link_dies_by(database: SQLAlchemy, client: Visitor, event: str) -> None:
    person = PersonFactory()
    person_id, link = person.id, reset_link(person.email)
    if event == "a newer link":
        ask_for_reset(person.email, now=clock.now())
    elif event == "a new password":
        set_password(SYSTEM, person_id, NEW_PASSWORD, now=clock.now())
    else:
        deactivate_person(SYSTEM, person_id, now=clock.now())
    assert "no longer works" in client.get(link).text


def test_signing_in_ends_a_reset_that_was_asked_for(database: SQLAlchemy, app: Flask, client: Visitor) -> None:
    person = PersonFactory()
    link = reset_link(person.email)
    client.sign_in(person)
    assert "no longer works" in app.test_client().get(link).text


def test_a_weak_password_leaves_the_link_as_it_was(database: SQLAlchemy, client: Visitor) -> None:
    link = reset_link(PersonFactory().email)
    refused = client.submit(link, new_password="short")
    assert refused.status_code == 422
    assert "12 characters or more" in refused.text
    assert client.submit(link, new_password=NEW_PASSWORD).status_code == 303


def test_of_twenty_uses_at_once_one_succeeds(database: SQLAlchemy, app: Flask) -> None:
    token = reset_link(PersonFactory().email).rpartition("/")[2]
    db.session.remove()
    gate = Barrier(20)

    def use(number: int) -> bool:
        gate.wait()
        with app.app_context():
            try:
                choose_password(token, LinkPurpose.RESET, f"{NEW_PASSWORD} {number}", now=clock.now())
            except RuleBroken:
                return False
            return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(use, range(20))) == 1


def test_known_and_unknown_addresses_get_the_same_answer(database: SQLAlchemy, app: Flask) -> None:
    person = PersonFactory()
    answers = [
        app.test_client().submit("/forgotten-password", email=email)  # type: ignore[attr-defined]  # a Visitor
        for email in (person.email, "nobody@school.example")
    ]
    assert answers[0].status_code == answers[1].status_code == 303
    assert answers[0].location == answers[1].location
    names = [{name for name, _ in answer.headers} for answer in answers]
    assert names[0] == names[1]


def test_links_are_built_from_the_setting_whatever_host_was_asked(database: SQLAlchemy, client: Visitor) -> None:
    person = PersonFactory()
    client.get("/forgotten-password")
    client.submit("/forgotten-password", email=person.email)
    assert "http://localhost/" in (db.session.scalars(select(OutboxMessage.text)).first() or "")
    assert client.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_no_token_is_kept_in_clear_nor_on_the_audit_trail(database: SQLAlchemy) -> None:
    token = reset_link(PersonFactory().email).rpartition("/")[2]
    kept = [
        *db.session.scalars(select(AccountLink.token_hash)),
        *map(str, db.session.scalars(select(AuditEvent.detail))),
    ]
    assert all(token not in text for text in kept)


def test_pages_behind_links_keep_the_address_to_themselves(database: SQLAlchemy, client: Visitor) -> None:
    assert client.get(reset_link(PersonFactory().email)).headers["Referrer-Policy"] == "strict-origin"
