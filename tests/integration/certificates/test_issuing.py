"""Certificates follow outcomes: who gets one, once, and what a correction of attendance does to it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.training.certificates.services.issuing import CORRECTED, issue_certificates, see_to_certificates
from inclusion_app.training.certificates.snapshots import Said
from inclusion_app.training.models import Attendance, Booking, Certificate, FeedbackAnswer, Run, Session
from inclusion_app.training.registers.services.outcomes import decide_outcomes
from inclusion_app.training.states import BookingState, CameBy, Mark, RunOutcome
from tests.factories.accounts import PersonFactory
from tests.factories.bookings import BookingFactory
from tests.factories.certificates import certificate_of, completed, outcome_of, past_run, school_place
from tests.factories.schools import SchoolFactory
from tests.factories.training import CourseFactory, RunFactory

pytestmark = pytest.mark.usefixtures("database")


def issued() -> list[Certificate]:
    issue_certificates(clock.now())
    db.session.expire_all()
    return list(db.session.scalars(select(Certificate).order_by(Certificate.id)))


def acts(act: str) -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEvent).where(AuditEvent.act == act)) or 0


def test_who_completed_a_run_gets_a_certificate_and_a_mail_with_its_address() -> None:
    booking = completed(past_run(), person__name="Ann Example", valid_until=clock.today() + timedelta(days=300))
    [certificate] = issued()
    said = Said.of_json(certificate.said)
    assert (said.holder, said.minutes) == ("Ann Example", 150)
    assert said.valid_until == clock.today() + timedelta(days=300)
    assert said.outcomes == ("Plan a lesson that includes everybody",)
    assert [(m.start, m.end) for m in said.meetings] == [("09:30", "12:00")]
    [mail] = db.session.scalars(select(OutboxMessage))
    assert f"http://localhost/certificates/{certificate.code}" in mail.text
    assert (mail.person_id, mail.calendar) == (booking.person_id, None)
    assert acts("issue_certificates") == 1


def test_issuing_again_changes_nothing() -> None:
    completed(past_run())
    assert issue_certificates(clock.now()) == 1
    assert issue_certificates(clock.now()) == 0
    assert (acts("issue_certificates"), len(issued())) == (1, 1)


def test_nobody_gets_one_before_the_register_is_closed() -> None:
    completed(RunFactory(day=clock.today() - timedelta(days=3)))
    assert issued() == []


@pytest.mark.parametrize("outcome", [RunOutcome.PART, RunOutcome.NOT])
def test_part_of_a_run_is_not_enough(outcome: RunOutcome) -> None:
    outcome_of(BookingFactory(run=past_run()), outcome)
    assert issued() == []


def test_a_cancelled_booking_gets_none() -> None:
    completed(past_run(), state=BookingState.CANCELLED, ended_at=clock.now())
    assert issued() == []


def test_attendance_brought_in_from_elsewhere_gets_none() -> None:
    completed(past_run(), came_by=CameBy.IMPORT)
    assert issued() == []


def test_where_the_course_wants_feedback_first_the_certificate_waits_for_it() -> None:
    run = past_run(course=CourseFactory(certificate_after_feedback=True))
    first, second = completed(run), completed(run)
    assert issued() == []
    for booking, point in ((first, "after"), (second, "before")):
        with transaction() as session:
            session.add(FeedbackAnswer(booking_id=booking.id, point=point, answered_at=clock.now()))
    assert [certificate.booking_id for certificate in issued()] == [first.id]


def test_a_correction_takes_the_certificate_back_and_another_one_returns_it() -> None:
    booking = completed(past_run())
    certificate = certificate_of(booking)
    outcome_of(booking, RunOutcome.PART)
    [now] = issued()
    assert (now.code, now.revoked_reason, now.revoked_by_id) == (certificate.code, CORRECTED, None)
    assert issue_certificates(clock.now()) == 0
    outcome_of(booking, RunOutcome.COMPLETED)
    [now] = issued()
    assert (now.code, now.revoked_at, now.revoked_reason) == (certificate.code, None, "")
    assert (acts("revoke_certificate"), acts("reinstate_certificate")) == (1, 1)


def test_a_correction_is_seen_even_when_the_register_is_open_again() -> None:
    booking = completed(past_run())
    certificate_of(booking)
    outcome_of(booking, RunOutcome.NOT)
    with transaction() as session:
        session.get_one(Run, booking.run_id).register_closed_at = None
    [now] = issued()
    assert now.revoked_reason == CORRECTED


def test_the_register_itself_takes_a_certificate_back_at_once() -> None:
    booking = completed(past_run())
    certificate_of(booking)
    [session] = db.session.scalars(select(Session).where(Session.run_id == booking.run_id))
    with transaction():
        run = db.session.get_one(Run, booking.run_id, populate_existing=True, options=[joinedload(Run.course)])
        db.session.refresh(run, ["sessions", "course"])
        mark = db.session.scalars(select(Attendance).where(Attendance.session_id == session.id)).one()
        mark.mark = Mark.ABSENT
        decide_outcomes(run.id, now=clock.now())
    db.session.expire_all()
    [now] = db.session.scalars(select(Certificate))
    assert now.revoked_reason == CORRECTED
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


def test_a_booking_cancelled_afterwards_loses_its_certificate() -> None:
    booking = completed(past_run())
    certificate_of(booking)
    with transaction() as session:
        found = session.get_one(Booking, booking.id)
        found.state, found.ended_at = BookingState.CANCELLED, clock.now()
    [now] = issued()
    assert now.revoked_reason == CORRECTED


def test_what_a_manager_has_revoked_stays_revoked() -> None:
    booking = completed(past_run())
    certificate, manager = certificate_of(booking), PersonFactory()
    with transaction() as session:
        found = session.get_one(Certificate, certificate.id)
        found.revoked_at, found.revoked_reason, found.revoked_by_id = clock.now(), CORRECTED, manager.id
    another = completed(past_run())
    assert [it.booking_id for it in issued() if it.revoked_at is None] == [another.id]
    see_to_certificates(booking.run_id, now=clock.now())
    assert db.session.get_one(Certificate, certificate.id, populate_existing=True).revoked_at is not None


def test_a_place_of_a_school_is_certified_to_the_school_with_those_who_came() -> None:
    school = SchoolFactory(name="Ash School")
    school_place(past_run(), school, people=[PersonFactory(name="Ann").id, PersonFactory(name="Ben").id])
    [certificate] = issued()
    said = Said.of_json(certificate.said)
    assert (said.holder, said.with_them) == ("Ash School", ("Ann", "Ben"))


def test_what_it_says_stays_when_the_person_changes_the_name() -> None:
    booking = completed(past_run(), person__name="Ann Before")
    certificate_of(booking)
    assert booking.person_id
    with transaction() as session:
        session.get_one(type(PersonFactory.build()), booking.person_id).name = "Ann After"
    [now] = issued()
    assert Said.of_json(now.said).holder == "Ann Before"


def test_a_run_of_many_costs_no_more_statements(statements: Callable[[], AbstractContextManager[list[str]]]) -> None:
    counts = []
    for size in (2, 12):
        run = past_run()
        for _ in range(size):
            completed(run)
        with statements() as sent:
            assert issue_certificates(clock.now()) == size
        counts.append(len(sent))
    assert counts[0] == counts[1]
