"""A colleague comes instead: the place stays, nothing is charged, and rules hold for whoever comes."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import DigestLine, OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.training.bookings.services.substituting import ToProvide, substitute_person
from inclusion_app.training.models import (
    Booking,
    BookingChange,
    BookingNeed,
    ChargeRecord,
    Course,
    CoursePrerequisite,
    Run,
)
from inclusion_app.training.states import Entry
from tests.factories.accounts import MembershipFactory, somebody
from tests.factories.bookings import need_of
from tests.factories.training import CourseFactory, RunFactory
from tests.integration.bookings.conftest import Office, SignIn, new_office, states_of, taken
from tests.support.statements import counted_statements

pytestmark = pytest.mark.usefixtures("database")


def booked(office: Office, **run: object) -> Booking:
    """Ann of the school on a run, booked by the head."""
    office.book(RunFactory(**run), office.staff("Ann"))
    return db.session.scalars(select(Booking)).one()


def send(office: Office, booking: Booking, person_id: int, **needs: str) -> Booking:
    return substitute_person(
        office.actor, booking.id, person_id, ToProvide(**needs), now=clock.now(), today=clock.today()
    )


def test_the_place_passes_on_and_stays_taken_even_after_the_deadline(office: Office) -> None:
    course = CourseFactory(charge_bands="99:100", cost_pence=100_00)
    booking = booked(office, course=course, cancel_by=clock.now() - timedelta(days=1))
    need_of(booking)
    [bob] = office.staff("Bob")
    new = send(office, booking, bob, access=" Large print ")
    assert states_of(db.session.get_one(Run, booking.run_id)) == {"Ann": "substituted", "Bob": "confirmed"}
    assert taken(db.session.get_one(Run, booking.run_id)) == 1
    assert (new.replaces_id, new.came_by, new.school_id) == (booking.id, "substitute", office.school.id)
    assert not db.session.scalars(select(ChargeRecord)).all()
    assert [(n.booking_id, n.access) for n in db.session.scalars(select(BookingNeed))] == [(new.id, "Large print")]
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


def test_both_changes_name_one_act(office: Office) -> None:
    booking = booked(office)
    send(office, booking, *office.staff("Bob"))
    [event] = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "substitute_person"))
    query = select(BookingChange).where(BookingChange.audit_id == event.id).order_by(BookingChange.id)
    assert [(c.before, c.after) for c in db.session.scalars(query)] == [
        ("confirmed", "substituted"),
        (None, "confirmed"),
    ]


def test_one_calendar_is_cleared_and_the_other_gets_its_own_entry(office: Office) -> None:
    booking = booked(office)
    send(office, booking, *office.staff("Bob"))
    query = select(OutboxMessage).where(OutboxMessage.calendar.is_not(None)).order_by(OutboxMessage.id)
    sent = db.session.scalars(query).all()
    assert [m.calendar_method for m in sent] == ["REQUEST", "CANCEL", "REQUEST"]
    invited, cleared, other = (event for m in sent for event in Calendar.from_ical(m.calendar or "").walk("VEVENT"))
    assert cleared["UID"] == invited["UID"] != other["UID"]
    assert (cleared["SEQUENCE"], other["SEQUENCE"]) == (1, 0)


def test_who_had_booked_reads_it_in_the_digest_when_somebody_else_did_it(office: Office) -> None:
    booking = booked(office)
    [bob] = office.staff("Bob")
    other = Office(office.school, somebody(Role.SENCO, school=office.school))
    send(other, booking, bob)
    [line] = db.session.scalars(select(DigestLine).where(DigestLine.person_id == office.head.id))
    assert "Bob goes on" in line.text
    assert "instead of Ann" in line.text


def test_who_is_booked_already_has_left_or_misses_a_course_cannot_come(office: Office) -> None:
    first = CourseFactory(title="Foundations")
    booking = booked(office)
    ann, bob = booking.person_id or 0, office.staff("Bob")[0]
    course = db.session.get_one(Run, booking.run_id).course_id
    [stranger] = new_office().staff("Zoe")
    for who in (ann, stranger, 999_999):
        with pytest.raises(RuleBroken, match="Choose a colleague from the staff list"):
            send(office, booking, who)
    office.book(db.session.get_one(Run, booking.run_id), [bob])
    with pytest.raises(RuleBroken, match="Bob is booked on this run already"):
        send(office, booking, bob)
    [cal] = office.staff("Cal")
    with transaction() as session:
        session.add(CoursePrerequisite(course_id=course, required_id=first.id))
    with pytest.raises(RuleBroken, match="Cal needs to have completed Foundations first"):
        send(office, booking, cal)
    [dan] = office.staff("Dan")
    with transaction() as session:
        session.scalars(select(Membership).where(Membership.person_id == dan)).one().until = clock.today()
    with pytest.raises(RuleBroken, match="Choose a colleague"):
        send(office, booking, dan)
    assert states_of(db.session.get_one(Run, booking.run_id)) == {"Ann": "confirmed", "Bob": "confirmed"}


def test_after_its_date_and_after_the_start_it_is_refused(office: Office) -> None:
    booking = booked(office, substitute_by=clock.now() + timedelta(days=1))
    [bob] = office.staff("Bob")
    for days, sentence in ((2, "Colleagues could be sent instead until"), (31, "This run has started")):
        with pytest.raises(RuleBroken, match=sentence):
            substitute_person(
                office.actor, booking.id, bob, now=clock.now() + timedelta(days=days), today=clock.today()
            )


def test_only_a_confirmed_place_is_passed_on_and_only_once(office: Office) -> None:
    booking = booked(office)
    bob, cal = office.staff("Bob", "Cal")
    send(office, booking, bob)
    with pytest.raises(RuleBroken, match="Only a confirmed place"):
        send(office, booking, cal)


def test_a_place_given_by_application_is_passed_on_by_the_team_alone(office: Office, sign_in: SignIn) -> None:
    booking = booked(office)
    [bob] = office.staff("Bob")
    with transaction() as session:
        session.scalars(select(Course)).one().entry = Entry.APPLY
    with pytest.raises(RuleBroken, match="given by application"):
        send(office, booking, bob)
    here = f"/schools/{office.school.urn}/bookings/{booking.id}/substitute"
    assert sign_in(somebody(Role.TEAM_ADVISER)).submit(here, person=bob).status_code == 303


def test_two_clicks_on_the_page_and_the_same_form_again_is_harmless(office: Office, sign_in: SignIn) -> None:
    booking = booked(office)
    [bob] = office.staff("Bob")
    head, here = sign_in(office.head), f"/schools/{office.school.urn}/bookings/{booking.id}"
    assert f"{here}/substitute" in head.get(here).text
    assert f"{here}/substitute" in head.get(f"/schools/{office.school.urn}/bookings").text
    assert "Bob" in head.get(f"{here}/substitute?words=bo").text
    assert "Bob" not in head.get(f"{here}/substitute?words=zz").text
    refused = head.submit(f"{here}/substitute", access="Large print")
    assert refused.status_code == 422
    assert "Large print" in refused.text
    assert head.submit(f"{here}/substitute", person=bob).status_code == 303
    assert "Only a confirmed place" in head.get(f"{here}/substitute").text
    run = db.session.get_one(Run, booking.run_id)
    assert states_of(run) == {"Ann": "substituted", "Bob": "confirmed"}


def test_another_school_finds_nothing_and_staff_may_not(office: Office, sign_in: SignIn) -> None:
    booking = booked(office)
    here = f"/schools/{office.school.urn}/bookings/{booking.id}/substitute"
    teacher = MembershipFactory(school=office.school, role=Role.STAFF).person
    assert sign_in(new_office().head).get(here).status_code == 404
    assert sign_in(teacher).get(here).status_code == 403


def test_the_page_takes_as_many_statements_for_forty_colleagues_as_for_two(office: Office, sign_in: SignIn) -> None:
    booking = booked(office)
    head, here = sign_in(office.head), f"/schools/{office.school.urn}/bookings/{booking.id}/substitute"
    office.staff("Bob", "Cal")
    head.get(here)
    with counted_statements() as few:
        head.get(here)
    office.staff(*(f"Person {n}" for n in range(40)))
    with counted_statements() as many:
        head.get(here)
    assert len(many) == len(few) <= 15
