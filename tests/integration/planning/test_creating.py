"""Many runs at once: all of them or none, by one act."""

from datetime import date, time, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.catalogue.choices import RunChoices, SessionChoices
from inclusion_app.training.models import Course, Run, Session
from inclusion_app.training.planning.services.creating import create_runs
from inclusion_app.training.states import RunState
from tests.factories.training import CourseFactory

FIRST = clock.today() + timedelta(days=100)


def on(day: date, **changed: object) -> RunChoices:
    said = {
        "provider": "us",
        "delivery": "in-person",
        "capacity": 12,
        "opens_at": clock.from_london(day - timedelta(days=60), time(9)),
        "book_by": clock.from_london(day - timedelta(days=2), time(9)),
        "cancel_by": clock.from_london(day - timedelta(days=7), time(9)),
        "sessions": (SessionChoices(day=day, start=time(9), end=time(12), venue="The hall"),),
    }
    return RunChoices(**(said | changed))  # type: ignore[arg-type]  # the test names the fields


@pytest.fixture
def course(database: SQLAlchemy) -> Course:
    return CourseFactory(provider__code="us")


def number_of_runs() -> int:
    return db.session.scalar(select(func.count()).select_from(Run)) or 0


def test_all_runs_are_made_as_drafts_by_one_act(course: Course) -> None:
    wanted = [on(FIRST + timedelta(weeks=number)) for number in range(10)]
    made = create_runs(SYSTEM, course.id, wanted, now=clock.now())
    event = db.session.scalars(select(AuditEvent)).one()
    assert (event.act, event.detail["runs"]) == ("create_runs", [run.id for run in made])
    assert {run.state for run in made} == {RunState.DRAFT}
    assert number_of_runs() == 10


def test_they_can_be_opened_at_once(course: Course) -> None:
    [run] = create_runs(SYSTEM, course.id, [on(FIRST)], state=RunState.OPEN, now=clock.now())
    assert run.state == RunState.OPEN


def test_one_run_that_cannot_be_stops_them_all_and_is_named_by_its_date(course: Course) -> None:
    bad = on(FIRST + timedelta(weeks=1), capacity=0)
    with pytest.raises(RuleBroken) as refused:
        create_runs(SYSTEM, course.id, [on(FIRST), bad], now=clock.now())
    [(field, sentence)] = refused.value.problems
    assert field == "capacity"
    assert sentence.startswith("The run on ")
    assert number_of_runs() == 0


def test_a_provider_nobody_knows_stops_them_all(course: Course) -> None:
    with pytest.raises(RuleBroken, match="Choose a provider"):
        create_runs(SYSTEM, course.id, [on(FIRST), on(FIRST, provider="nobody")], now=clock.now())
    db.session.rollback()
    assert number_of_runs() == db.session.scalar(select(func.count()).select_from(Session)) == 0


def test_runs_of_a_draft_course_cannot_be_opened(course: Course) -> None:
    draft = CourseFactory(state="draft", provider=course.provider)
    with pytest.raises(RuleBroken, match="Publish the course"):
        create_runs(SYSTEM, draft.id, [on(FIRST)], state=RunState.OPEN, now=clock.now())
    assert number_of_runs() == 0


def test_a_run_of_the_past_cannot_be_opened_with_the_others(course: Course) -> None:
    past = on(clock.today() - timedelta(days=30))
    with pytest.raises(RuleBroken, match="already started"):
        create_runs(SYSTEM, course.id, [on(FIRST), past], state=RunState.OPEN, now=clock.now())
    assert number_of_runs() == 0


def test_none_or_more_than_sixty_are_refused(course: Course) -> None:
    for wanted in ([], [on(FIRST)] * 61):
        with pytest.raises(RuleBroken):
            create_runs(SYSTEM, course.id, wanted, now=clock.now())


def test_an_archived_course_has_no_new_runs(course: Course) -> None:
    archived = CourseFactory(state="archived", provider=course.provider)
    with pytest.raises(RuleBroken, match="archived"):
        create_runs(SYSTEM, archived.id, [on(FIRST)], now=clock.now())


def test_nine_in_london_is_eight_in_summer(course: Course) -> None:
    made = create_runs(SYSTEM, course.id, [on(date(2027, 3, 22)), on(date(2027, 3, 29))], now=clock.now())
    assert [run.starts_at.hour for run in made] == [9, 8]
    made = create_runs(SYSTEM, course.id, [on(date(2027, 10, 25)), on(date(2027, 11, 1))], now=clock.now())
    assert [run.starts_at.hour for run in made] == [8, 9]
