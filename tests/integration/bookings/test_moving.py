"""A run is moved with people on it: all are told, calendars follow, places are kept or given up free of charge."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from icalendar import Calendar, Component
from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import DigestLine, OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.training.bookings.services.cancelling import cancel_booking
from inclusion_app.training.bookings.services.moving import keep_moved_place, release_moved_place
from inclusion_app.training.catalogue.choices import SessionChoices
from inclusion_app.training.catalogue.queries.runs import choices_of_run, run_by_id
from inclusion_app.training.catalogue.services.runs import save_run
from inclusion_app.training.models import Attendance, Booking, BookingChange, ChargeRecord, Run
from inclusion_app.training.states import Mark
from tests.factories.accounts import MembershipFactory, somebody
from tests.factories.bookings import BookingFactory
from tests.factories.schools import SchoolFactory
from tests.factories.training import CourseFactory, RunFactory, SessionFactory
from tests.integration.bookings.conftest import Office, SignIn, new_office, states_of, taken
from tests.support.html import posting_forms
from tests.support.statements import counted_statements

pytestmark = pytest.mark.usefixtures("database")
Change = Callable[[SessionChoices], SessionChoices]


def a_week_later(session: SessionChoices) -> SessionChoices:
    return replace(session, day=session.day + timedelta(days=7))


def elsewhere(session: SessionChoices) -> SessionChoices:
    return replace(session, venue="Ashford")


def save(run: Run, *sessions: SessionChoices, now: datetime | None = None, change: Change | None = None) -> None:
    """Save the run with these sessions, or with each of its own changed."""
    db.session.expire_all()
    fresh = run_by_id(run.id)
    assert fresh is not None
    choices, version = choices_of_run(fresh), fresh.version
    wanted = sessions or tuple(change(one) for one in choices.sessions if change)
    save_run(SYSTEM, run.id, replace(choices, sessions=wanted), version=version, now=now or clock.now())


def told(kind: str = "booking_moved") -> list[OutboxMessage]:
    db.session.expire_all()
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)))


def event(message: OutboxMessage) -> Component:
    [found] = Calendar.from_ical(message.calendar or "").walk("VEVENT")
    return found


def link_in(message: OutboxMessage) -> str:
    found = re.search(r"/moved/\S+", message.text)
    assert found
    return found[0]


def moved(office: Office, *names: str, **run: object) -> Run:
    """A run that was moved with these people on it."""
    made = RunFactory(**run)
    office.book(made, office.staff(*(names or ("Ann",))), choice="wait")
    save(made, change=a_week_later)
    return made


def only() -> Booking:
    db.session.expire_all()
    return db.session.scalars(select(Booking)).one()


def test_everybody_is_told_and_asked_and_calendars_get_the_same_name_with_a_greater_number(office: Office) -> None:
    run = moved(office, "Ann", "Bob", capacity=1)
    to_ann, to_bob = told()
    invited = told("booking_confirmed")[0]
    assert event(to_ann)["UID"] == event(invited)["UID"]
    assert (event(to_ann)["SEQUENCE"], to_ann.calendar_method) == (1, "REQUEST")
    assert event(to_ann).decoded("dtstart") == event(invited).decoded("dtstart") + timedelta(days=7)
    assert "Before: " in to_ann.text
    assert "/moved/" in to_ann.text
    assert (to_bob.calendar, "/moved/" in to_bob.text) == (None, False)
    asked = db.session.scalars(select(Booking.moved_at).where(Booking.run_id == run.id).order_by(Booking.id)).all()
    assert [moment is not None for moment in asked] == [True, False]
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


def test_another_place_is_told_and_nothing_is_asked(office: Office) -> None:
    run = RunFactory()
    office.book(run, office.staff("Ann"))
    save(run, change=elsewhere)
    [message] = told()
    assert "Ashford" in message.text
    assert "/moved/" not in message.text
    assert str(event(message)["LOCATION"]).startswith("Ashford")
    assert (only().moved_at, only().sequence) == (None, 1)


def test_what_is_not_said_in_calendars_tells_nobody(office: Office) -> None:
    run = RunFactory()
    office.book(run, office.staff("Ann"))
    save(run, change=lambda session: session)
    assert told() == []
    assert only().sequence == 0


def test_a_session_that_is_gone_is_taken_out_of_calendars_and_a_new_one_put_in(office: Office) -> None:
    days = [clock.today() + timedelta(days=n) for n in (30, 31)]
    run = RunFactory(sessions=[SessionFactory.build(day=day) for day in days])
    office.book(run, office.staff("Ann"))
    first, second = choices_of_run(run_by_id(run.id) or run).sessions
    save(run, first, replace(second, id=None, day=second.day + timedelta(days=1)))
    assert [m.calendar_method for m in told()] == ["REQUEST", "CANCEL"]
    new, gone = (event(message) for message in told())
    known = {event(message)["UID"] for message in told("booking_confirmed")}
    assert new["UID"] not in known
    assert gone["UID"] in known
    assert (new["SEQUENCE"], gone["SEQUENCE"]) == (1, 1)


def test_of_a_run_that_is_over_nobody_is_told(office: Office) -> None:
    run = RunFactory()
    office.book(run, office.staff("Ann"))
    save(run, change=elsewhere, now=run.ends_at + timedelta(days=1))
    assert told() == []


def test_once_it_has_begun_people_are_told_but_not_asked(office: Office) -> None:
    days = [clock.today() + timedelta(days=n) for n in (30, 40)]
    run = RunFactory(sessions=[SessionFactory.build(day=day) for day in days])
    office.book(run, office.staff("Ann"))
    first, second = choices_of_run(run_by_id(run.id) or run).sessions
    save(run, first, a_week_later(second), now=clock.from_london(days[0], time(20)))
    assert "/moved/" not in told()[0].text
    assert only().moved_at is None


def test_a_session_with_attendance_cannot_be_removed(office: Office) -> None:
    days = [clock.today() + timedelta(days=n) for n in (30, 31)]
    run = RunFactory(sessions=[SessionFactory.build(day=day) for day in days])
    office.book(run, office.staff("Ann"))
    first, second = choices_of_run(run_by_id(run.id) or run).sessions
    with transaction() as session:
        values = {"mark": Mark.PRESENT, "marked_at": clock.now(), "told_at": clock.now()}
        session.add(Attendance(session_id=first.id, booking_id=session.scalars(select(Booking.id)).one(), **values))
    with pytest.raises(RuleBroken, match="Attendance was taken at the session on"):
        save(run, second)


def test_keeping_it_changes_nothing_but_the_question(office: Office) -> None:
    run = moved(office)
    for _ in range(2):
        keep_moved_place(office.actor, only().id, now=clock.now())
    assert (only().state, only().moved_at, taken(run)) == ("confirmed", None, 1)
    assert len(db.session.scalars(select(AuditEvent).where(AuditEvent.act == "keep_moved_place")).all()) == 1
    with pytest.raises(RuleBroken, match="answered already"):
        release_moved_place(office.actor, only().id, now=clock.now())


def test_giving_it_up_is_free_whatever_the_deadline_and_the_place_goes_on(office: Office) -> None:
    course = CourseFactory(charge_bands="99:100", cost_pence=100_00)
    run = moved(office, "Ann", "Bob", capacity=1, course=course, cancel_by=clock.now() - timedelta(days=1))
    ann = db.session.scalars(select(Booking.id).where(Booking.state == "confirmed")).one()
    for _ in range(2):
        release_moved_place(office.actor, ann, now=clock.now())
    with pytest.raises(RuleBroken, match="answered already"):
        keep_moved_place(office.actor, ann, now=clock.now())
    assert states_of(run) == {"Ann": "cancelled", "Bob": "offered"}
    assert taken(run) == 1
    assert not db.session.scalars(select(ChargeRecord)).all()
    [done] = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "release_moved_place"))
    [change] = db.session.scalars(select(BookingChange).where(BookingChange.audit_id == done.id))
    assert (change.before, change.after) == ("confirmed", "cancelled")
    [cleared] = told("booking_cancelled")
    assert (event(cleared)["SEQUENCE"], cleared.calendar_method) == (2, "CANCEL")
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


def test_cancelling_in_the_usual_way_is_free_as_well_while_nobody_has_answered(office: Office) -> None:
    course = CourseFactory(charge_bands="99:100", cost_pence=100_00)
    moved(office, "Ann", "Bob", course=course, cancel_by=clock.now() - timedelta(days=1))
    ann, bob = db.session.scalars(select(Booking.id).order_by(Booking.id)).all()
    keep_moved_place(office.actor, bob, now=clock.now())
    for booking in (ann, bob):
        cancel_booking(office.actor, booking, reason="", now=clock.now())
    assert [charge.booking_id for charge in db.session.scalars(select(ChargeRecord))] == [bob]


def test_after_the_start_nothing_can_be_answered(office: Office) -> None:
    run = moved(office)
    db.session.expire_all()
    start = db.session.get_one(Run, run.id).starts_at
    for act in (keep_moved_place, release_moved_place):
        with pytest.raises(RuleBroken, match="This run has started"):
            act(office.actor, only().id, now=start)


def test_who_booked_them_reads_one_line_in_the_digest(office: Office) -> None:
    moved(office, "Ann", "Bob")
    [line] = db.session.scalars(select(DigestLine).where(DigestLine.person_id == office.head.id))
    assert "has been moved. You had booked Ann and Bob." in line.text


def test_the_link_shows_before_it_acts_and_works_once(office: Office, sign_in: SignIn) -> None:
    run = moved(office)
    here, reader = link_in(told()[0]), sign_in(somebody(Role.TEAM_VIEWER))
    for _ in range(2):
        assert reader.get(here).status_code == 200
    assert only().state == "confirmed"
    [form] = [f for f in posting_forms(reader.get(here).text, here) if f.action.endswith(here)]
    assert reader.post(here, data=form.fields | {"answer": ["nonsense"]}).status_code == 422
    sent = form.fields | {"answer": ["release"]}
    assert [reader.post(here, data=sent).status_code for _ in range(2)] == [303, 303]
    assert (only().state, taken(run)) == ("cancelled", 0)
    assert "This link no longer works" in reader.get(here).text


def test_a_link_from_before_is_dead_when_the_run_is_moved_again(office: Office, sign_in: SignIn) -> None:
    run = moved(office)
    first = link_in(told()[0])
    save(run, change=a_week_later)
    second, reader = link_in(told()[1]), sign_in(somebody(Role.TEAM_VIEWER))
    assert "This link no longer works" in reader.get(first).text
    assert "Keep the place" in reader.get(second).text
    assert event(told()[1])["SEQUENCE"] == 2


def test_the_person_the_school_and_the_team_answer_and_nobody_else(office: Office, sign_in: SignIn) -> None:
    moved(office)
    here = f"/bookings/{only().id}/moved"
    teacher = MembershipFactory(school=office.school, role=Role.STAFF).person
    assert sign_in(teacher).get(here).status_code == 403
    assert sign_in(new_office().head).get(here).status_code == 404
    assert here in sign_in(office.head).get(f"/schools/{office.school.urn}/bookings/{only().id}").text
    assert "1 person has not said yet" in sign_in(somebody(Role.TEAM_ADVISER)).get(f"/team/runs/{only().run_id}").text
    ann = only().person_id or 0
    person = sign_in(db.session.get_one(type(office.head), ann))
    assert here in person.get("/my-bookings").text
    assert person.submit(here, answer="keep").status_code == 303
    assert here not in person.get("/my-bookings").text


def test_two_hundred_people_take_as_many_statements_as_two(office: Office) -> None:
    runs = []
    for number in (2, 200):
        run, school = RunFactory(capacity=200), SchoolFactory()
        for _ in range(number):
            BookingFactory(run=run, school=school)
        runs.append(run)
    sent = []
    for run in runs:
        with counted_statements() as statements:
            save(run, change=a_week_later)
        sent.append(len(statements))
    assert sent[0] == sent[1] <= 40
    assert len(told()) == 202
