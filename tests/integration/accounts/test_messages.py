"""Which messages somebody wants, and the digest of the day."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import travel

from inclusion_app.accounts.choice_links import choices_address
from inclusion_app.accounts.message_groups import MessageGroup
from inclusion_app.accounts.models import MessagePreference, Person
from inclusion_app.accounts.queries.preferences import groups_wanted_by, who_wants
from inclusion_app.accounts.services.digests import send_digests
from inclusion_app.foundation import clock
from inclusion_app.foundation.clock import from_london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import DigestLine, DigestNote, OutboxMessage, post_digest_notes
from tests.factories.accounts import PersonFactory
from tests.factories.schools import SchoolFactory
from tests.integration.bookings.conftest import SignIn, sign_in
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")
__all__ = ["sign_in"]
DAYS = [date(2027, 3, 28), date(2027, 10, 31), date(2027, 1, 15)]


def note(person: Person, text: str, *, at: datetime, school_id: int | None = None) -> None:
    with travel(at, tick=False), transaction():
        post_digest_notes([DigestNote(key=f"{person.id}:{text}", person_id=person.id, school_id=school_id, text=text)])


def digests() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "digest")))


def test_who_has_no_account_chooses_by_the_link_in_the_mail(app: Flask) -> None:
    person, other = PersonFactory(password_hash=None), PersonFactory()
    with app.test_request_context():
        path = urlsplit(choices_address(person.id)).path
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    shown = visitor.get(path)
    assert (shown.status_code, shown.headers["Referrer-Policy"]) == (200, "strict-origin")
    assert groups_wanted_by(person.id) == frozenset(MessageGroup)  # looking turns nothing off
    assert visitor.submit(path, groups=["digest"]).status_code == 303
    assert groups_wanted_by(person.id) == {MessageGroup.DIGEST}
    assert groups_wanted_by(other.id) == frozenset(MessageGroup)
    assert "This link no longer works" in visitor.get(path.replace(f"/{person.id}-", f"/{other.id}-")).text
    with transaction() as session:
        session.get_one(Person, person.id).deactivated_at = clock.now()
    assert "This link no longer works" in visitor.get(path).text


def test_everything_comes_until_it_is_turned_off(sign_in: SignIn) -> None:
    person = PersonFactory()
    assert groups_wanted_by(person.id) == frozenset(MessageGroup)
    visitor = sign_in(person)
    for _ in range(2):
        assert visitor.submit("/account/messages", groups=["digest", "interest"]).status_code == 303
    assert groups_wanted_by(person.id) == {MessageGroup.DIGEST, MessageGroup.INTEREST}
    assert who_wants(MessageGroup.REMINDERS, [person.id]) == frozenset()
    assert who_wants(MessageGroup.DIGEST, [person.id]) == {person.id}


@pytest.mark.parametrize("day", DAYS)
def test_the_news_of_a_day_comes_in_one_message_at_the_hour_in_london(day: date) -> None:
    person, school = PersonFactory(), SchoolFactory(name="Elm School")
    hour = from_london(day, time(16))
    note(person, "Ann has cancelled.", at=hour - timedelta(hours=3), school_id=school.id)
    note(person, "Ben has a place.", at=hour - timedelta(hours=2), school_id=school.id)
    note(person, "Later news.", at=hour + timedelta(minutes=1))
    assert send_digests(hour - timedelta(seconds=1)) == 0
    assert [send_digests(hour), send_digests(hour + timedelta(hours=2))] == [1, 0]
    [message] = digests()
    assert "Elm School" in message.text
    assert "- Ann has cancelled.\n" in message.text
    assert "Later news" not in message.text
    assert send_digests(hour + timedelta(days=1)) == 1


def test_who_does_not_want_it_or_has_left_gets_none_and_nothing_piles_up() -> None:
    off, gone = PersonFactory(), PersonFactory(deactivated_at=clock.now())
    with transaction() as session:
        session.add(MessagePreference(person_id=off.id, group="digest", wanted=False))
    hour = from_london(DAYS[0], time(16))
    for person in (off, gone):
        note(person, "News.", at=hour - timedelta(hours=1))
    assert send_digests(hour) == 0
    assert set(db.session.scalars(select(DigestLine.digest_key))) == {"not wanted"}
    assert digests() == []
