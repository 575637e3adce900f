"""A run is cancelled with people on it: all end at once, all are told, nobody pays, whatever their number."""

from collections import Counter
from datetime import timedelta

import pytest
from icalendar import Calendar, Component
from sqlalchemy import select, update

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import DigestLine, OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.training.catalogue.services.run_states import cancel_run
from inclusion_app.training.models import Booking, BookingChange, BookingNeed, ChargeRecord, Run
from inclusion_app.training.states import BookingState, ChargeKind, RunState
from tests.factories.accounts import somebody
from tests.factories.bookings import BookingFactory, need_of
from tests.factories.schools import SchoolFactory
from tests.factories.training import RunFactory, SessionFactory
from tests.integration.bookings.conftest import Office, SignIn, states_of, taken
from tests.support.html import posting_forms
from tests.support.statements import counted_statements

pytestmark = pytest.mark.usefixtures("database")
WHY = "The hall is flooded."


def messages() -> list[OutboxMessage]:
    kind = OutboxMessage.kind == "run_cancelled"
    return list(db.session.scalars(select(OutboxMessage).where(kind).order_by(OutboxMessage.id)))


def crowded(number: int) -> Run:
    """A run with so many people of one school, booked by nobody in particular."""
    run, school = RunFactory(capacity=number), SchoolFactory()
    for _ in range(number):
        BookingFactory(run=run, school=school)
    return run


def test_everybody_is_off_the_run_by_one_act_and_its_places_are_nobodys(office: Office) -> None:
    run = RunFactory(capacity=2)
    ann, bob, cal = office.staff("Ann", "Bob", "Cal")
    office.book(run, [ann, bob, cal], choice="wait")
    need_of(db.session.scalars(select(Booking).where(Booking.person_id == ann)).one())
    cancel_run(SYSTEM, run.id, reason=f" {WHY} ", now=clock.now())
    assert states_of(run) == {"Ann": "cancelled", "Bob": "cancelled", "Cal": "cancelled"}
    assert taken(run) == 0
    [event] = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "cancel_run"))
    changes = db.session.scalars(select(BookingChange).where(BookingChange.audit_id == event.id)).all()
    assert Counter(change.before for change in changes) == {"confirmed": 2, "waiting": 1}
    assert {change.reason for change in changes} == {WHY}
    assert not db.session.scalars(select(BookingNeed)).all()
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


def test_each_is_told_why_and_calendars_are_cleared(office: Office) -> None:
    run = RunFactory(
        capacity=1, sessions=[SessionFactory.build(day=clock.today() + timedelta(days=n)) for n in (30, 31)]
    )
    office.book(run, office.staff("Ann", "Bob"), choice="wait")
    cancel_run(SYSTEM, run.id, reason=WHY, now=clock.now())
    assert [(WHY in m.text, m.calendar_method) for m in messages()] == [
        (True, "CANCEL"),
        (True, "CANCEL"),
        (True, None),
    ]
    assert "no longer on its waiting list" in messages()[-1].text
    invited = db.session.scalars(select(OutboxMessage).where(OutboxMessage.calendar_method == "REQUEST")).all()
    asked, cleared = ([_event(m) for m in group] for group in (invited, messages()[:2]))
    assert {e["UID"] for e in asked} == {e["UID"] for e in cleared}
    assert {(e["SEQUENCE"], str(e["STATUS"])) for e in cleared} == {(1, "CANCELLED")}


def _event(message: OutboxMessage) -> Component:
    [event] = Calendar.from_ical(message.calendar or "").walk("VEVENT")
    return event


def test_whoever_booked_them_reads_one_line_in_the_digest(office: Office) -> None:
    run = RunFactory()
    office.book(run, office.staff(*"ABCDEFG"))
    cancel_run(SYSTEM, run.id, reason=WHY, now=clock.now())
    [line] = db.session.scalars(select(DigestLine).where(DigestLine.person_id == office.head.id))
    assert "has been cancelled. You had booked A, B, C, D, E and 2 more." in line.text


def test_charges_that_were_written_before_are_waived(office: Office) -> None:
    booking = BookingFactory(state=BookingState.CONFIRMED)
    with transaction() as session:
        session.add(
            ChargeRecord(
                booking_id=booking.id,
                school_id=booking.school_id,
                kind=ChargeKind.LATE_CANCEL,
                rule="50%",
                base_pence=100,
                percent=50,
                amount_pence=50,
                created_at=clock.now(),
            )
        )
    cancel_run(SYSTEM, booking.run_id, reason=WHY, now=clock.now())
    db.session.expire_all()
    [charge] = db.session.scalars(select(ChargeRecord))
    assert (charge.waiver, charge.waiver_note) == ("run-changed", WHY)


def test_a_run_that_has_begun_with_people_on_it_is_not_cancelled(office: Office) -> None:
    run = RunFactory()
    office.book(run, office.staff("Ann"))
    with pytest.raises(RuleBroken, match="has begun with people on it"):
        cancel_run(SYSTEM, run.id, reason=WHY, now=run.starts_at)
    assert states_of(run) == {"Ann": "confirmed"}
    assert db.session.get_one(Run, run.id).state == "open"


def test_two_hundred_people_take_as_many_statements_as_two(office: Office) -> None:
    few, many = crowded(2), crowded(200)
    db.session.expire_all()
    with counted_statements() as small:
        cancel_run(SYSTEM, few.id, reason=WHY, now=clock.now())
    with counted_statements() as large:
        cancel_run(SYSTEM, many.id, reason=WHY, now=clock.now())
    assert len(large) == len(small) <= 25
    assert len(messages()) == 202
    assert set(states_of(many).values()) == {"cancelled"}


def test_the_page_says_how_many_are_told_and_sending_it_twice_tells_them_once(office: Office, sign_in: SignIn) -> None:
    run = RunFactory()
    office.book(run, office.staff("Ann", "Bob"))
    adviser = sign_in(somebody(Role.TEAM_ADVISER))
    here = f"/team/runs/{run.id}/cancel"
    assert "2 bookings end with it" in adviser.get(here).text
    assert adviser.submit(here, reason=" ").status_code == 422
    assert states_of(run) == {"Ann": "confirmed", "Bob": "confirmed"}
    [form] = [f for f in posting_forms(adviser.get(here).text, here) if f.action.endswith(here)]
    sent = form.fields | {"reason": [WHY]}
    assert [adviser.post(here, data=sent).status_code for _ in range(2)] == [303, 303]
    assert len(messages()) == 2
    assert WHY in adviser.get(f"/team/runs/{run.id}").text
    assert sign_in(office.head).get(here).status_code == 403


def test_a_free_place_is_not_given_away_on_a_cancelled_run(office: Office) -> None:
    run = RunFactory(capacity=1)
    office.book(run, office.staff("Ann", "Bob"), choice="wait")
    cancel_run(SYSTEM, run.id, reason=WHY, now=clock.now())
    with transaction() as session:
        session.execute(update(Run).where(Run.id == run.id).values(state=RunState.CANCELLED))
    assert states_of(run) == {"Ann": "cancelled", "Bob": "cancelled"}
    assert not db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "booking_promoted")).all()
