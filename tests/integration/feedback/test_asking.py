"""Who is asked for feedback, when, and how often."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from inclusion_app.accounts.message_groups import MessageGroup
from inclusion_app.accounts.models import MessagePreference, Person
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.training.feedback.services.asking import ask_for_feedback
from inclusion_app.training.models import Booking, FeedbackRequest, Run
from inclusion_app.training.states import BookingState, Mark, RunState
from tests.factories.bookings import BookingFactory
from tests.integration.feedback.conftest import (
    AFTER,
    BEFORE,
    LATER,
    SECOND,
    Group,
    asked_at,
    in_order,
    mails,
    new_group,
)


def ids(group: Group, *numbers: int) -> set[int]:
    return {group.bookings[number].id for number in numbers}


def test_before_is_asked_seven_days_ahead_and_not_a_moment_earlier(group: Group) -> None:
    assert ask_for_feedback(group.at(BEFORE) - 2 * SECOND) == 0
    assert ask_for_feedback(group.at(BEFORE)) == 3
    assert asked_at(BEFORE) == ids(group, 0, 1, 2)


def test_asking_twice_asks_once(group: Group) -> None:
    for _ in range(2):
        ask_for_feedback(group.at(BEFORE))
    assert db.session.scalar(select(func.count()).select_from(FeedbackRequest)) == 3
    assert len(mails("feedback_ask")) == 3
    acts = db.session.scalars(select(AuditEvent.detail).where(AuditEvent.act == "ask_for_feedback")).all()
    assert acts == [{"point": "before", "people": 3}]
    in_order()


def test_two_workers_at_once_ask_everybody_once(app: Flask, group: Group) -> None:
    now, gate, failed = group.at(BEFORE), Barrier(2), []

    def work() -> None:
        with app.app_context():
            try:
                gate.wait()
                ask_for_feedback(now)
            except Exception as error:  # noqa: BLE001  # whatever it is, the test says so
                failed.append(error)
            finally:
                db.session.remove()

    db.session.rollback()
    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failed == []
    assert len(mails("feedback_ask")) == 3
    assert asked_at(BEFORE) == ids(group, 0, 1, 2)


def test_somebody_booked_later_is_asked_when_booked(group: Group) -> None:
    ask_for_feedback(group.at(BEFORE))
    late = BookingFactory(run=db.session.get_one(Run, group.run.id))
    assert ask_for_feedback(group.at(BEFORE) + timedelta(days=3)) == 1
    assert late.id in asked_at(BEFORE)


def test_who_waits_or_has_cancelled_is_not_asked(group: Group) -> None:
    BookingFactory(run=db.session.get_one(Run, group.run.id), state=BookingState.WAITING)
    with transaction() as session:
        session.get_one(Run, group.run.id).state = RunState.CANCELLED
    assert ask_for_feedback(group.at(BEFORE)) == 0


def test_straight_after_everybody_is_asked_who_is_not_marked_absent(group: Group) -> None:
    group.mark(0, Mark.PART)
    group.mark(1, Mark.ABSENT)
    assert ask_for_feedback(group.at(AFTER) - 2 * SECOND) == 3  # before, which is still open
    ask_for_feedback(group.at(AFTER))
    assert asked_at(AFTER) == ids(group, 0, 2)


def test_when_the_register_is_closed_only_those_are_asked_who_were_there(group: Group) -> None:
    group.mark(0, Mark.PRESENT)
    group.mark(1, Mark.EXCUSED)
    with transaction() as session:
        session.get_one(Run, group.run.id).register_closed_at = group.run.ends_at
    ask_for_feedback(group.at(AFTER))
    ask_for_feedback(group.at(LATER))
    assert asked_at(AFTER) == asked_at(LATER) == ids(group, 0)


def test_who_does_not_want_such_messages_is_asked_without_one(group: Group) -> None:
    row = MessagePreference(person_id=group.bookings[0].person_id, group=MessageGroup.FEEDBACK, wanted=False)
    with transaction() as session:
        session.add(row)
    ask_for_feedback(group.at(BEFORE))
    ask_for_feedback(group.at(BEFORE) + timedelta(days=5))
    assert asked_at(BEFORE) == ids(group, 0, 1, 2)
    wanted = {b.person_id for b in group.bookings[1:]}
    assert {m.person_id for m in mails("feedback_ask")} == {m.person_id for m in mails("feedback_remind")} == wanted


def test_somebody_whose_account_is_shut_is_not_asked(group: Group) -> None:
    with transaction() as session:
        session.get_one(Person, group.bookings[0].person_id).deactivated_at = group.run.opens_at
    ask_for_feedback(group.at(BEFORE))
    assert asked_at(BEFORE) == ids(group, 1, 2)


def test_who_has_not_answered_is_reminded_once(group: Group) -> None:
    group.ask(BEFORE, AFTER)
    group.give(0, AFTER)
    assert mails("feedback_remind") == []
    for _ in range(2):
        ask_for_feedback(group.at(AFTER) + timedelta(days=7))
    assert {m.person_id for m in mails("feedback_remind")} == {b.person_id for b in group.bookings[1:]}
    ask_for_feedback(group.at(AFTER) + timedelta(days=14))
    assert len(mails("feedback_remind")) == 2
    acts = db.session.scalars(select(AuditEvent.detail).where(AuditEvent.act == "remind_of_feedback")).all()
    assert acts == [{"point": "after", "people": 2}]
    in_order()


def test_nobody_is_reminded_who_has_cancelled(group: Group) -> None:
    group.ask(BEFORE)
    with transaction() as session:
        booking = session.get_one(Booking, group.bookings[0].id)
        booking.state, booking.ended_at = BookingState.CANCELLED, group.at(BEFORE)
    ask_for_feedback(group.at(BEFORE) + timedelta(days=5))
    assert len(mails("feedback_remind")) == 2


@pytest.mark.parametrize("people", [2, 20])
def test_asking_takes_no_more_statements_for_more_people(
    group: Group, statements: Callable[[], AbstractContextManager[list[str]]], people: int
) -> None:
    more = new_group(people)
    with statements() as sent:
        ask_for_feedback(more.at(BEFORE))
    selects = [s for s in sent if s.lstrip().upper().startswith("SELECT")]
    assert len(selects) <= 23, selects
