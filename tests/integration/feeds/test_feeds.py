"""Feeds: who gets what under which address, and for how long."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.training.bookings.services.cancelling import cancel_booking
from inclusion_app.training.models import Booking, BookingParticipant, CalendarFeed, Course, Run, Session
from tests.factories.accounts import somebody
from tests.factories.bookings import BookingFactory
from tests.factories.schools import SchoolFactory
from tests.factories.training import CourseFactory, RunFactory
from tests.integration.bookings.conftest import Office, SignIn
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")
OWN = "/my-bookings/calendar"
STATEMENTS = {"own": 7, "of a school": 8}


def path_of_feed(visitor: Visitor, page: str = OWN) -> str:
    """Make a new address on that page and read it there."""
    assert visitor.submit(page).status_code == 303
    return shown_path(visitor, page)


def shown_path(visitor: Visitor, page: str = OWN) -> str:
    found = re.search(r'value="http://localhost(/feeds/\S+)"', visitor.get(page).get_data(as_text=True))
    assert found
    return found[1]


def events_of(response: TestResponse) -> list[Any]:
    assert response.status_code == 200
    return list(Calendar.from_ical(response.data).walk("VEVENT"))


def booked(office: Office, **run: Any) -> tuple[Person, Booking]:
    """Ann of the school, with a place on a run."""
    person = somebody(Role.STAFF, school=office.school, name="Ann")
    return person, BookingFactory(run=RunFactory(**run), person=person, school=office.school)


def test_a_feed_has_the_events_of_the_invitations(office: Office, sign_in: SignIn, client: Visitor) -> None:
    run = RunFactory()
    [ann] = office.staff("Ann")
    office.book(run, [ann])
    [event] = events_of(client.get(path_of_feed(sign_in(db.session.get_one(Person, ann)))))
    invited = db.session.scalars(select(OutboxMessage).where(OutboxMessage.calendar_method == "REQUEST")).one()
    invitation: Any = Calendar.from_ical(invited.calendar or "").walk("VEVENT")[0]
    assert event["UID"] == invitation["UID"]
    assert (event["DTSTART"].dt, event["STATUS"]) == (invitation["DTSTART"].dt, "CONFIRMED")
    assert event["SEQUENCE"] >= invitation["SEQUENCE"]


def test_the_answer_is_a_private_calendar_that_is_asked_for_again_each_hour(
    office: Office, sign_in: SignIn, client: Visitor
) -> None:
    person, _ = booked(office)
    response = client.get(path_of_feed(sign_in(person)))
    text = response.get_data(as_text=True)
    assert response.content_type == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in text
    assert "X-PUBLISHED-TTL:PT1H" in text
    assert "ATTENDEE" not in text
    assert "METHOD" not in text
    assert "Set-Cookie" not in response.headers


def test_what_has_not_changed_is_not_sent_again(office: Office, sign_in: SignIn, client: Visitor) -> None:
    person, booking = booked(office)
    path = path_of_feed(sign_in(person))
    tag = client.get(path).headers["ETag"]
    same = client.get(path, headers={"If-None-Match": tag})
    assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", tag)
    assert same.headers["Cache-Control"] == "private, no-cache"
    cancel_booking(office.actor, booking.id, reason="", now=clock.now())
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_a_cancelled_place_says_so_for_thirty_days(office: Office, sign_in: SignIn, client: Visitor) -> None:
    person, booking = booked(office, day=clock.today() + timedelta(days=60))
    path = path_of_feed(sign_in(person))
    [before] = events_of(client.get(path))
    cancel_booking(office.actor, booking.id, reason="", now=clock.now())
    [after] = events_of(client.get(path))
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert events_of(client.get(path)) == []


def test_somebody_who_only_waited_never_stands_in_the_calendar(
    office: Office, sign_in: SignIn, client: Visitor
) -> None:
    person = somebody(Role.STAFF, school=office.school)
    booking = BookingFactory(person=person, school=office.school, state="waiting")
    path = path_of_feed(sign_in(person))
    assert events_of(client.get(path)) == []
    cancel_booking(office.actor, booking.id, reason="", now=clock.now())
    assert events_of(client.get(path)) == []


def test_the_joining_link_comes_only_when_it_is_released(office: Office, sign_in: SignIn, client: Visitor) -> None:
    person, booking = booked(office)
    with transaction() as session:
        session.execute(update(Session).values(joining_link="https://meet.example/secret"))
        session.execute(update(Run).values(joining_instructions="Ring the bell"))
    path = path_of_feed(sign_in(person))
    assert "secret" not in client.get(path).get_data(as_text=True).replace("\r\n ", "")
    starts_at = db.session.get_one(Run, booking.run_id).starts_at
    with time_machine.travel(starts_at - timedelta(days=6)):
        text = client.get(path).get_data(as_text=True).replace("\r\n ", "")
    assert "Join online: https://meet.example/secret" in text
    assert "Ring the bell" in text


def test_one_who_comes_on_a_place_of_the_school_finds_it_too(office: Office, sign_in: SignIn, client: Visitor) -> None:
    _, booking = booked(office)
    other = somebody(Role.STAFF, school=office.school)
    with transaction() as session:
        session.add(BookingParticipant(booking_id=booking.id, person_id=other.id))
    assert len(events_of(client.get(path_of_feed(sign_in(other))))) == 1


HOSTILE = (
    "Ends\r\nATTENDEE:mailto:x@y.example",
    "Ends\rSTATUS:CANCELLED",
    'comma, semicolon; backslash\\n quote" colon: percent%',
    "vertical\x0btab next\x85line sep\u2028para\u2029 escape\x1b",
    "é" * 90 + "🎉" * 40,
    "END:VEVENT",
)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_stays_in_its_line_and_lines_are_folded(
    office: Office, sign_in: SignIn, client: Visitor, title: str
) -> None:
    person, _ = booked(office)
    with transaction() as session:
        session.execute(update(Course).values(title=title))
    response = client.get(path_of_feed(sign_in(person)))
    lines = response.get_data(as_text=True).split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not any(ord(c) < 32 or c in "\x85\u2028\u2029" for line in lines for c in line)
    [event] = events_of(response)
    assert ("ATTENDEE" in event, event["STATUS"]) == (False, "CONFIRMED")
    unseen = str.maketrans(dict.fromkeys("\r\x0b\x85\u2028\u2029\x1b", " "))
    assert str(event["SUMMARY"]) == title.replace("\r\n", "\n").translate(unseen)


@pytest.mark.parametrize("day", [date(2027, 3, 27), date(2027, 3, 28), date(2027, 10, 30), date(2027, 10, 31)])
def test_half_past_nine_stays_that_in_london_across_the_clock_change(
    office: Office, sign_in: SignIn, client: Visitor, day: date
) -> None:
    person, _ = booked(office, day=day)
    [event] = events_of(client.get(path_of_feed(sign_in(person))))
    assert event["DTSTART"].to_ical().endswith(b"Z")
    assert clock.london(event["DTSTART"].dt).strftime("%Y-%m-%d %H:%M") == f"{day} 09:30"


def test_a_new_address_ends_the_old_one_at_once(office: Office, sign_in: SignIn, client: Visitor) -> None:
    person, _ = booked(office)
    visitor = sign_in(person)
    old, new = path_of_feed(visitor), path_of_feed(visitor)
    assert old != new
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert visitor.submit(f"{OWN}/end", on=OWN).status_code == 303
    assert client.get(new).status_code == 404
    acts = db.session.scalars(select(AuditEvent.act).where(AuditEvent.act.contains("feed")).order_by(AuditEvent.id))
    assert list(acts) == ["make_feed", "make_feed", "end_feed"]


def test_whatever_is_wrong_with_an_address_answers_the_same(office: Office, sign_in: SignIn, client: Visitor) -> None:
    person, _ = booked(office)
    visitor = sign_in(person)
    ended, path = path_of_feed(visitor), path_of_feed(visitor)
    number, token = re.findall(r"/feeds/(\d+)-(\w+)\.ics", path)[0]
    feed = db.session.get_one(CalendarFeed, int(number))
    other = path_of_feed(sign_in(somebody(Role.STAFF, school=office.school)))
    assert feed.nonce not in path
    wrong = [
        ended,
        f"/feeds/{number}-{token[:-1]}.ics",
        f"/feeds/{number}-{token.upper()}.ics",
        f"/feeds/{number}-é.ics",
        f"/feeds/{number}-{feed.nonce}.ics",
        re.sub(r"/\d+-", f"/{number}-", other),  # the secret of somebody else's feed
        f"/feeds/999999-{token}.ics",
    ]
    answers = {(r.status_code, r.data) for r in map(client.get, wrong)}
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


def test_a_deactivated_person_s_feed_is_gone(office: Office, sign_in: SignIn, client: Visitor) -> None:
    person, _ = booked(office)
    path = path_of_feed(sign_in(person))
    with transaction() as session:
        session.execute(update(Person).where(Person.id == person.id).values(deactivated_at=clock.now()))
    assert client.get(path).status_code == 404


def test_a_school_s_feed_says_who_goes_once_for_each_session(office: Office, sign_in: SignIn, client: Visitor) -> None:
    run = RunFactory()
    ann, ben = office.staff("Ann, the first", "Ben")
    office.book(run, [ann, ben])
    BookingFactory(run=run, person__name="Of another school", school=SchoolFactory())
    path = path_of_feed(sign_in(office.head), f"/schools/{office.school.urn}/calendar")
    [event] = events_of(client.get(path))
    assert "Who goes: Ann, the first, Ben." in event["DESCRIPTION"]
    assert "another" not in event["DESCRIPTION"]
    first = db.session.scalars(select(Booking).order_by(Booking.id)).all()
    cancel_booking(office.actor, first[0].id, reason="", now=clock.now())
    [less] = events_of(client.get(path))
    assert ("Ann" in less["DESCRIPTION"], less["STATUS"], less["UID"]) == (False, "CONFIRMED", event["UID"])
    cancel_booking(office.actor, first[1].id, reason="", now=clock.now())
    [gone] = events_of(client.get(path))
    assert (gone["STATUS"], gone["UID"]) == ("CANCELLED", event["UID"])
    assert event["SEQUENCE"] < less["SEQUENCE"] < gone["SEQUENCE"]


def test_whoever_loses_the_role_at_the_school_loses_its_feed_but_not_the_own(
    office: Office, sign_in: SignIn, client: Visitor
) -> None:
    visitor = sign_in(office.head)
    of_school, own = path_of_feed(visitor, f"/schools/{office.school.urn}/calendar"), path_of_feed(visitor)
    assert {client.get(path).status_code for path in (of_school, own)} == {200}
    with transaction() as session:
        session.execute(update(Membership).where(Membership.person_id == office.head.id).values(until=clock.today()))
    assert (client.get(of_school).status_code, client.get(own).status_code) == (404, 200)


def test_only_those_who_see_a_school_s_bookings_get_its_feed(office: Office, sign_in: SignIn) -> None:
    page = f"/schools/{office.school.urn}/calendar"
    assert sign_in(somebody(Role.STAFF, school=office.school)).get(page).status_code == 403
    assert sign_in(somebody(Role.HEADTEACHER, school=SchoolFactory())).get(page).status_code == 404


@pytest.mark.parametrize("number", [1, 12])
def test_the_number_of_statements_does_not_grow_with_the_bookings(
    office: Office,
    sign_in: SignIn,
    statements: Callable[[], AbstractContextManager[list[str]]],
    number: int,
) -> None:
    person = somebody(Role.STAFF, school=office.school)
    course = CourseFactory()
    for days in range(number):
        run = RunFactory(course=course, day=clock.today() + timedelta(days=10 + days))
        BookingFactory(run=run, person=person, school=office.school)
    head = sign_in(office.head)
    paths = {
        "own": path_of_feed(sign_in(person)),
        "of a school": path_of_feed(head, f"/schools/{office.school.urn}/calendar"),
    }
    for kind, path in paths.items():
        with statements() as sent:
            assert len(events_of(head.get(path))) == number
        assert len(sent) == STATEMENTS[kind], sent
