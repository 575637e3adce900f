"""Charges: written with the cancellation as it was shown, waived with a reason, written for absences once."""

import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.training.bookings.services.cancelling import Acceptance, cancel_booking
from inclusion_app.training.charges.services.absences import charge_no_shows
from inclusion_app.training.models import Attendance, Booking, ChargeRecord, Course, Run, Session
from tests.factories.accounts import somebody
from tests.factories.bookings import BookingFactory
from tests.factories.training import CourseFactory, RunFactory
from tests.integration.bookings.conftest import Office, SignIn

pytestmark = pytest.mark.usefixtures("database")


def charged_run(**given: object) -> Run:
    """Free until yesterday, and then half the cost of £120 with fewer than thirty working days' notice."""
    course = CourseFactory(charge_bands="30:50 1:100", cost_pence=120_00, title="=Nurture")
    made: Run = RunFactory(course=course, cancel_by=clock.now() - timedelta(days=1), **given)
    return made


def charges() -> list[ChargeRecord]:
    return list(db.session.scalars(select(ChargeRecord).order_by(ChargeRecord.id)))


def in_order() -> None:
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


def test_cancelling_late_costs_what_the_page_said(office: Office, sign_in: SignIn) -> None:
    run = charged_run()
    [ann] = office.staff("Ann")
    office.book(run, [ann])
    booking = db.session.scalars(select(Booking)).one()
    head, urn, booking_id = sign_in(office.head), office.school.urn, booking.id
    here = f"/schools/{urn}/bookings/{booking_id}"
    assert "Cancelling now costs £60." in head.get(here).text
    assert head.submit(f"{here}/cancel", on=here).status_code == 303
    [charge] = charges()
    assert (charge.amount_pence, charge.kind, charge.waiver) == (6000, "late-cancel", None)
    assert "£60" in head.get(f"/schools/{urn}/charges").text
    in_order()


def test_a_price_that_has_changed_since_is_shown_before_it_counts(office: Office) -> None:
    run = charged_run()
    office.book(run, office.staff("Ann"))
    booking = db.session.scalars(select(Booking)).one()
    with pytest.raises(RuleBroken, match=r"Cancelling now costs £60\. Look again"):
        cancel_booking(office.actor, booking.id, reason="", now=clock.now(), accepted=Acceptance(amount_pence=0))
    assert charges() == []
    assert db.session.scalars(select(Booking.state)).one() == "confirmed"


def test_a_reason_waives_at_once_and_another_one_has_to_be_explained(office: Office, sign_in: SignIn) -> None:
    run = charged_run()
    office.book(run, office.staff("Ann"))
    booking_id = db.session.scalars(select(Booking.id)).one()
    head, here = sign_in(office.head), f"/schools/{office.school.urn}/bookings/{booking_id}"
    refused = head.submit(f"{here}/cancel", on=here, waiver="other")
    assert refused.status_code == 422
    assert "Say why the charge should be waived" in refused.text
    assert charges() == []
    assert head.submit(f"{here}/cancel", on=here, waiver="sickness").status_code == 303
    [charge] = charges()
    assert (charge.waiver, charge.waived_by_id, charge.amount_pence) == ("sickness", office.head.id, 6000)
    in_order()


def test_cancelling_twice_charges_once_and_in_time_nothing(office: Office) -> None:
    late, early = charged_run(), RunFactory(course=CourseFactory(charge_bands="30:50", cost_pence=5000))
    for run in (late, early):
        booking = BookingFactory(run=run)
        for _ in range(2):
            cancel_booking(SYSTEM, booking.id, reason="", now=clock.now())
    assert [charge.amount_pence for charge in charges()] == [6000]


def test_who_did_not_come_is_charged_once_when_the_register_is_closed() -> None:
    run = charged_run(day=clock.today() - timedelta(days=7))
    absent, present, excused, unmarked = (BookingFactory(run=run) for _ in range(4))
    imported = BookingFactory(run=run, came_by="import")
    session_id = db.session.scalars(select(Session.id)).one()
    with transaction() as session:
        for booking, mark in ((absent, "absent"), (present, "present"), (excused, "excused"), (imported, "absent")):
            row = Attendance(session_id=session_id, booking_id=booking.id, mark=mark)
            row.marked_at = row.told_at = clock.now()
            session.add(row)
    assert charge_no_shows(clock.now()) == 0
    with transaction() as session:
        session.get_one(Run, run.id).register_closed_at = clock.now()
    assert [charge_no_shows(clock.now()) for _ in range(2)] == [1, 0]
    [charge] = charges()
    assert (charge.booking_id, charge.kind, charge.percent, charge.amount_pence) == (absent.id, "no-show", 100, 12000)
    with transaction() as session:
        session.scalars(select(Attendance).where(Attendance.booking_id == absent.id)).one().mark = "excused"
    assert [charge_no_shows(clock.now()) for _ in range(2)] == [1, 0]
    assert [(c.waiver, c.waiver_note) for c in charges()] == [("other", "Attendance was corrected")]
    assert unmarked.id


def test_a_course_that_begins_to_charge_does_not_charge_for_its_past() -> None:
    run = charged_run(day=clock.today() - timedelta(days=90))
    booking = BookingFactory(run=run)
    with transaction() as session:
        row = Attendance(session_id=session.scalars(select(Session.id)).one(), booking_id=booking.id, mark="absent")
        row.marked_at = row.told_at = clock.now()
        session.add(row)
        session.get_one(Run, run.id).register_closed_at = clock.now() - timedelta(days=15)
    assert charge_no_shows(clock.now()) == 0
    assert charge_no_shows(clock.now() - timedelta(days=2)) == 1


def test_what_is_charged_is_said_where_a_place_is_chosen_and_confirmed(office: Office, sign_in: SignIn) -> None:
    run = charged_run()
    office.put(run, office.staff("Ann"))
    head, said = sign_in(office.head), "After that it costs £60 with fewer than"
    slug = db.session.scalars(select(Course.slug)).one()
    for path in (f"/catalogue/{slug}/runs/{run.id}", f"/schools/{office.school.urn}/basket"):
        assert said in head.get(path).text
    office.confirm()
    mail = db.session.scalars(select(OutboxMessage.text).where(OutboxMessage.kind == "booking_confirmed")).first()
    assert said in (mail or "")


def test_the_file_has_days_of_london(office: Office, sign_in: SignIn) -> None:
    run = charged_run()
    office.book(run, office.staff("Ann"))
    cancel_booking(SYSTEM, db.session.scalars(select(Booking.id)).one(), reason="", now=clock.now())
    with transaction() as session:
        session.scalars(select(ChargeRecord)).one().created_at = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    text = sign_in(somebody(Role.TEAM_MANAGER)).get("/team/charges.csv").data.decode("utf-8-sig")
    assert text.splitlines()[1].split(",")[1] == "2026-07-01"


def test_the_team_finds_waives_and_restores_and_takes_the_list_away(office: Office, sign_in: SignIn) -> None:
    run = charged_run()
    office.book(run, office.staff("Ann"))
    cancel_booking(SYSTEM, db.session.scalars(select(Booking.id)).one(), reason="", now=clock.now())
    charge_id = charges()[0].id
    manager = sign_in(somebody(Role.TEAM_MANAGER))
    assert "£60 to pay" in manager.get("/team/charges?words=Ann").text
    assert "Not a valid choice" not in manager.get("/team/charges").text
    assert "No charges found" in manager.get("/team/charges?words=Zebedee").text
    here = f"/team/charges/{charge_id}"
    assert manager.submit(f"{here}/waive", on=here).status_code == 422
    assert manager.submit(f"{here}/waive", on=here, waiver="inspection").status_code == 303
    assert "£0 to pay, £60 waived" in manager.get("/team/charges").text
    assert manager.submit(f"{here}/restore", on=here).status_code == 303
    text = manager.get("/team/charges.csv").data.decode("utf-8-sig")
    assert "'=Nurture" in text
    book = openpyxl.load_workbook(io.BytesIO(manager.get("/team/charges.xlsx").data))
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]  # a workbook has a sheet
    assert rows[1][5] == "=Nurture"
    assert rows[1][11] == 60
    assert book.active["F2"].data_type == "s"  # type: ignore[index]  # text, not a formula
    in_order()
