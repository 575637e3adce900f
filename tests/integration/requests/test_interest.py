"""Interest: said, withdrawn, and answered once for each run."""

import pytest

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.accounts.models import MessagePreference
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.catalogue.services import open_run
from inclusion_app.training.models import Course, CourseInterest
from inclusion_app.training.requests.services.interest import say_interested, tell_interested, withdraw_interest
from tests.factories.training import CourseFactory, RunFactory
from tests.integration.bookings.conftest import Office
from tests.integration.requests.steps import actor, in_order, mails, teacher

pytestmark = pytest.mark.usefixtures("database")


def interested(office: Office, course: Course, name: str = "Ann") -> Actor:
    who = actor(teacher(office, name))
    say_interested(who, course.id, school_id=office.school.id, note="", now=clock.now())
    return who


def test_everybody_interested_is_told_once_of_each_run_that_is_opened(office: Office) -> None:
    course = CourseFactory()
    people = [interested(office, course, name) for name in ("Ann", "Ben")]
    first, later = RunFactory(course=course, state="draft"), RunFactory(course=course, state="draft")
    assert tell_interested(clock.now()) == 0
    open_run(SYSTEM, first.id, now=clock.now())
    assert [tell_interested(clock.now()) for _ in range(3)] == [2, 0, 0]
    assert [m.person_id for m in mails("interest_dates")] == [p.person_id for p in people]
    open_run(SYSTEM, later.id, now=clock.now())
    assert tell_interested(clock.now()) == 2
    in_order()


def test_who_does_not_want_it_or_has_withdrawn_is_not_told(office: Office) -> None:
    course = CourseFactory()
    off, gone = interested(office, course, "Off"), interested(office, course, "Gone")
    with transaction() as session:
        session.add(MessagePreference(person_id=off.person_id, group="interest", wanted=False))
    assert withdraw_interest(gone, course.id, now=clock.now())
    assert not withdraw_interest(gone, course.id, now=clock.now())
    RunFactory(course=course)
    assert tell_interested(clock.now()) == 0


def test_interest_is_one_row_however_often_it_is_said(office: Office) -> None:
    course = CourseFactory()
    who = interested(office, course)
    say_interested(who, course.id, school_id=None, note="again", now=clock.now())
    assert db.session.query(CourseInterest).count() == 1
    withdraw_interest(who, course.id, now=clock.now())
    say_interested(who, course.id, school_id=None, note="again", now=clock.now())
    assert db.session.query(CourseInterest).filter(CourseInterest.ended_at.is_(None)).count() == 1


def test_nobody_waits_for_a_course_that_is_not_in_the_catalogue(office: Office) -> None:
    with pytest.raises(RuleBroken, match="not in the catalogue"):
        interested(office, CourseFactory(state="archived"))


@pytest.mark.parametrize("state", ["draft", "closed", "cancelled"])
def test_runs_that_cannot_be_booked_are_no_news(office: Office, state: str) -> None:
    course = CourseFactory()
    interested(office, course)
    RunFactory(course=course, state=state)
    assert tell_interested(clock.now()) == 0
