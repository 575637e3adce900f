"""Cancelling: freely until the deadline, late until the start, not afterwards, and twice does no harm."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import DigestLine, OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.training.bookings.services.cancelling import cancel_booking
from inclusion_app.training.models import Booking, BookingNeed, Run
from tests.factories.accounts import MembershipFactory, somebody
from tests.factories.bookings import need_of
from tests.factories.training import RunFactory
from tests.integration.bookings.conftest import Office, SignIn, new_office
from tests.support.html import posting_forms

pytestmark = pytest.mark.usefixtures("database")


def booked(office: Office, **run: object) -> Booking:
    """Somebody of the school on a run, booked by the head."""
    office.book(RunFactory(**run), office.staff("Ann"))
    return db.session.scalars(select(Booking)).one()


def test_before_the_deadline_a_cancellation_is_free_and_the_place_is_free_again(office: Office) -> None:
    booking = booked(office)
    cancel_booking(office.actor, booking.id, reason=" Ill ", now=clock.now())
    booking = db.session.scalars(select(Booking)).one()
    assert (booking.state, booking.ended_late, booking.sequence) == ("cancelled", False, 1)
    assert db.session.scalars(select(Run.taken)).one() == 0
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


def test_after_the_deadline_it_counts_as_late(office: Office) -> None:
    booking = booked(office, cancel_by=clock.now() - timedelta(hours=1))
    assert cancel_booking(office.actor, booking.id, reason="", now=clock.now()).ended_late


def test_after_the_start_it_is_refused(office: Office) -> None:
    booking = booked(office)
    with pytest.raises(RuleBroken, match="This run has started, so the booking can no longer be cancelled"):
        cancel_booking(office.actor, booking.id, reason="", now=clock.now() + timedelta(days=31))


def test_cancelling_twice_changes_nothing_more(office: Office) -> None:
    booking = booked(office)
    for _ in range(2):
        cancel_booking(office.actor, booking.id, reason="", now=clock.now())
    acts = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "cancel_booking")).all()
    told = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "booking_cancelled")).all()
    assert (len(acts), len(told)) == (1, 1)
    assert db.session.scalars(select(Booking.sequence)).one() == 1


def test_what_was_to_be_provided_is_deleted_at_once(office: Office) -> None:
    booking = booked(office)
    need_of(booking)
    cancel_booking(office.actor, booking.id, reason="", now=clock.now())
    assert not db.session.scalars(select(BookingNeed)).all()


def test_the_calendar_is_told_with_the_same_name_and_a_greater_number(office: Office) -> None:
    booking = booked(office)
    cancel_booking(office.actor, booking.id, reason="", now=clock.now())
    texts = db.session.scalars(
        select(OutboxMessage.calendar).where(OutboxMessage.calendar.is_not(None)).order_by(OutboxMessage.id)
    ).all()
    invited, cancelled = (Calendar.from_ical(text or "") for text in texts)
    assert (str(invited["METHOD"]), str(cancelled["METHOD"])) == ("REQUEST", "CANCEL")
    [one], [other] = invited.walk("VEVENT"), cancelled.walk("VEVENT")
    assert one["UID"] == other["UID"]
    assert (one["SEQUENCE"], other["SEQUENCE"], str(other["STATUS"])) == (0, 1, "CANCELLED")


def test_when_the_team_cancels_the_school_is_told_too(office: Office, sign_in: SignIn) -> None:
    booking = booked(office)
    adviser = somebody(Role.TEAM_ADVISER, name="Alex Adviser")
    here = f"/schools/{office.school.urn}/bookings/{booking.id}"
    assert sign_in(adviser).submit(f"{here}/cancel", on=here).status_code == 303
    [note] = db.session.scalars(select(DigestLine)).all()
    assert (note.person_id, note.school_id) == (office.head.id, office.school.id)
    assert "Alex Adviser has cancelled the booking of Ann" in note.text


def test_whoever_cancels_what_they_have_booked_reads_it_on_the_screen_alone(office: Office) -> None:
    booking = booked(office)
    cancel_booking(office.actor, booking.id, reason="", now=clock.now())
    assert not db.session.scalars(select(DigestLine)).all()
    told = db.session.scalars(select(OutboxMessage.person_id).where(OutboxMessage.kind.contains("cancelled"))).all()
    assert told == [booking.person_id]


@pytest.mark.parametrize("role", [Role.HEADTEACHER, Role.SENCO, Role.BOOKER])
def test_whoever_books_for_the_school_cancels_on_the_page(office: Office, sign_in: SignIn, role: Role) -> None:
    booking = booked(office, cancel_by=clock.now() - timedelta(hours=1))
    client = sign_in(somebody(role, school=office.school))
    here = f"/schools/{office.school.urn}/bookings/{booking.id}"
    assert "The date for cancelling free of charge has passed" in client.get(here).text
    assert client.submit(f"{here}/cancel", on=here, reason="Ill").status_code == 303
    page = client.get(here).text
    assert "Cancelled late" in page
    assert "Ill" in page
    assert f"{here}/cancel" not in page


@pytest.mark.parametrize(
    ("role", "where"),
    [
        (Role.GOVERNOR, "own: 403"),
        (Role.STAFF, "own: 403"),
        (Role.HEADTEACHER, "other: 404"),
        (Role.BOOKER, "other: 404"),
        (Role.TEAM_VIEWER, "none: 403"),
        (Role.REVIEWER, "none: 403"),
    ],
)
def test_nobody_else_cancels(office: Office, sign_in: SignIn, role: Role, where: str) -> None:
    booking = booked(office)
    place, status = where.split(": ")
    school = {"own": office.school, "other": new_office().school, "none": None}[place]
    client = sign_in(somebody(role, school=school))
    account = posting_forms(client.get("/account").text, "/account")[0].fields
    sent = {"csrf_token": account["csrf_token"], "form_key": "k"}
    answer = client.post(f"/schools/{office.school.urn}/bookings/{booking.id}/cancel", data=sent)
    assert answer.status_code == int(status)
    assert db.session.scalars(select(Booking.state)).one() == "confirmed"


def test_a_booking_under_another_school_s_address_is_not_found(office: Office, sign_in: SignIn) -> None:
    booking = booked(office)
    other = new_office()
    assert sign_in(other.head).get(f"/schools/{other.school.urn}/bookings/{booking.id}").status_code == 404


def test_a_booking_is_found_under_its_own_school_s_address_alone(office: Office, sign_in: SignIn) -> None:
    booking = booked(office)
    second = new_office().school
    MembershipFactory(person=office.head, school=second, role=Role.HEADTEACHER)
    client = sign_in(office.head)
    assert client.get(f"/schools/{office.school.urn}/bookings/{booking.id}").status_code == 200
    assert client.get(f"/schools/{second.urn}/bookings/{booking.id}").status_code == 404
