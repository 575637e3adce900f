"""Runs planned in the browser: a copy, a pattern with its preview, and the list."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import BankHoliday
from inclusion_app.training.models import Course, Run
from inclusion_app.training.planning.queries.risks import count_risks
from inclusion_app.training.planning.queries.runs import all_runs_for_team
from inclusion_app.training.planning.rules.risks import Risk
from inclusion_app.training.planning.rules.wishes import RunWishes
from inclusion_app.training.states import BookingState, RunState
from tests.factories.bookings import BookingFactory
from tests.factories.training import CourseFactory, RunFactory
from tests.support.html import posting_forms
from tests.support.visitor import Visitor

MONDAY = date(2027, 3, 22)


@pytest.fixture
def course(database: SQLAlchemy) -> Course:
    database.session.add(BankHoliday(day=date(2027, 3, 29), name="Easter Monday"))
    database.session.commit()
    return CourseFactory(provider__code="us")


def said(**changed: Any) -> dict[str, Any]:
    return {
        "way": "weekly",
        "first": MONDAY.isoformat(),
        "count": "3",
        "skips": ["holidays"],
        "start": "09:00",
        "end": "12:00",
        "venue": "The hall",
        "capacity": "12",
        "opens_at": "60",
        "book_by": "2",
        "cancel_by": "7",
    } | changed


def address(course: Course) -> str:
    return f"/team/courses/{course.id}/runs/pattern"


def send(visitor: Visitor, shown: TestResponse, to: str, **changed: Any) -> TestResponse:
    """Send the form of a page that came as an answer."""
    [form] = [form for form in posting_forms(shown.text, to) if form.action == to]
    return visitor.post(to, data=form.fields | changed)


def starts(database: SQLAlchemy) -> list[str]:
    runs = database.session.scalars(select(Run).order_by(Run.starts_at))
    return [f"{clock.london(run.starts_at):%Y-%m-%d %H:%M} {run.state}" for run in runs]


def test_a_pattern_is_shown_and_then_made(adviser: Visitor, database: SQLAlchemy, course: Course) -> None:
    here = address(course)
    shown = adviser.submit(here, **said())
    assert shown.status_code == 200
    assert "3 runs can be made, 1 date is left out" in shown.text
    assert "Easter Monday" in shown.text
    assert starts(database) == []
    made = send(adviser, shown, f"{here}/make")
    assert made.status_code == 303
    assert starts(database) == ["2027-03-22 09:00 draft", "2027-04-05 09:00 draft", "2027-04-12 09:00 draft"]


def test_a_run_that_is_not_ticked_is_not_made(adviser: Visitor, database: SQLAlchemy, course: Course) -> None:
    here = address(course)
    shown = adviser.submit(here, **said())
    send(adviser, shown, f"{here}/make", make=["2027-04-05", "2030-01-01", "2027-03-29"], afterwards=["open"])
    assert starts(database) == ["2027-04-05 09:00 open"]


def test_the_same_preview_sent_twice_makes_the_runs_once(
    adviser: Visitor, database: SQLAlchemy, course: Course
) -> None:
    here = address(course)
    shown = adviser.submit(here, **said())
    for _ in range(2):
        assert send(adviser, shown, f"{here}/make").status_code == 303
    assert len(starts(database)) == 3


def test_the_pattern_can_be_changed_with_everything_kept(adviser: Visitor, course: Course) -> None:
    here = address(course)
    shown = adviser.submit(here, **said(venue="The old barn"))
    [form] = [form for form in posting_forms(shown.text, here) if form.action == f"{here}/make"]
    again = adviser.post(here, data=form.fields | {"change": "yes"})
    assert again.status_code == 200
    assert 'value="The old barn"' in again.text
    assert f'value="{MONDAY}"' in again.text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"first": ""}, "Enter the date of the first run"),
        ({"first": "2027-02-30"}, "Enter a real date"),
        ({"first": "9999-12-31"}, "The date must be between"),
        ({"count": ""}, "Enter how many runs to make"),
        ({"capacity": "0"}, "The number of places must be between 1"),
        ({"end": "08:00"}, "The session must end after it starts"),
        ({"venue": ""}, "Enter where the session is held"),
        ({"book_by": "90"}, "The last moment to book must be after booking opens"),
        ({"opens_at": "-3"}, "The number of days must be between 0"),
        ({"way": "list"}, "Enter at least one date"),
        ({"way": "list", "days": "2027-03-09\nsoon"}, "Line 2: enter a real date"),
        ({"meetings": "0"}, "The number of sessions must be between"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_kept(
    adviser: Visitor, course: Course, changed: dict[str, str], sentence: str
) -> None:
    shown = adviser.submit(address(course), **said(access_facts="A lift and a quiet room", **changed))
    assert shown.status_code == 422
    assert sentence in shown.text
    assert "A lift and a quiet room" in shown.text
    assert starts(db) == []


def test_opening_runs_of_a_draft_course_is_refused_above_the_preview(
    adviser: Visitor, database: SQLAlchemy, course: Course
) -> None:
    draft = CourseFactory(state="draft", provider=course.provider)
    here = address(draft)
    refused = send(adviser, adviser.submit(here, **said()), f"{here}/make", afterwards="open")
    assert refused.status_code == 422
    assert "Publish the course before you open its runs" in refused.text
    assert "Check the runs" in refused.text
    assert starts(database) == []


def test_a_day_with_a_run_already_is_said_and_not_ticked(adviser: Visitor, course: Course) -> None:
    RunFactory(course=course, day=MONDAY)
    shown = adviser.submit(address(course), **said())
    assert "This course has a run on that day already" in shown.text
    [form] = [f for f in posting_forms(shown.text, address(course)) if f.action.endswith("/make")]
    assert form.fields["make"] == ["2027-04-05", "2027-04-12"]


def test_a_copy_is_the_run_on_other_dates(adviser: Visitor, database: SQLAlchemy, course: Course) -> None:
    run = RunFactory(course=course, day=date(2027, 3, 8), capacity=17, access_facts="A lift")
    asked = adviser.get(f"/team/runs/{run.id}/duplicate")
    assert asked.status_code == 200
    here = f"/team/runs/{run.id}/duplicate?first=2027-04-05"
    to = f"/team/courses/{course.id}/runs/new"
    shown = adviser.get(here)
    assert 'value="2027-04-05"' in shown.text
    made = send(adviser, shown, to)
    assert made.status_code == 303
    copy = database.session.scalars(select(Run).order_by(Run.id.desc())).first()
    assert copy is not None
    assert (copy.capacity, copy.access_facts, copy.taken, copy.state) == (17, "A lift", 0, RunState.DRAFT)
    assert f"{clock.london(copy.starts_at):%Y-%m-%d %H:%M}" == "2027-04-05 09:30"
    assert clock.london(copy.book_by).time() == clock.london(run.book_by).time()


@pytest.mark.parametrize("first", ["", "soon", "2027-02-30", "0001-01-01", "9999-12-31"])
def test_a_date_that_is_none_is_refused_beside_its_field(adviser: Visitor, course: Course, first: str) -> None:
    run = RunFactory(course=course)
    shown = adviser.get(f"/team/runs/{run.id}/duplicate?first={first}")
    assert shown.status_code == 422
    assert "govuk-error-message" in shown.text


def runs_at_risk(course: Course) -> dict[str, int]:
    soon = clock.today() + timedelta(days=10)
    short = RunFactory(course=course, day=soon, minimum=5, joining_instructions="Come early")
    bare = RunFactory(course=course, day=soon)
    over = RunFactory(course=course, day=clock.today() - timedelta(days=3), state=RunState.CLOSED)
    BookingFactory(run=over)
    full = RunFactory(course=course, capacity=1)
    for _ in range(3):
        BookingFactory(run=full, state=BookingState.WAITING)
    RunFactory(course=course)
    RunFactory(course=course, day=soon, minimum=5, state=RunState.DRAFT)
    return {
        "under-minimum": short.id,
        "no-instructions": bare.id,
        "register-open": over.id,
        "long-waiting-list": full.id,
    }


def test_each_risk_finds_its_run_and_no_other(viewer: Visitor, course: Course) -> None:
    for risk, run_id in runs_at_risk(course).items():
        shown = viewer.get(f"/team/runs?risk={risk}").text
        assert "1 run<" in shown, risk
        assert f'href="/team/runs/{run_id}"' in shown, risk
        assert f"/team/runs?risk={risk}" in shown, risk


def test_what_the_list_says_of_a_run_is_what_finds_it(viewer: Visitor, course: Course) -> None:
    runs_at_risk(course)
    now = clock.now()
    every = all_runs_for_team(RunWishes(when="any"), now=now)
    assert len(every) == 6
    for risk in Risk:
        asked = {row.run.id for row in all_runs_for_team(RunWishes(risk=risk), now=now)}
        assert asked == {row.run.id for row in every if risk in {found.risk for found in row.risks}}
        assert count_risks(now=now)[risk] == len(asked)


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("", 5),
        ("when=past", 1),
        ("when=any", 6),
        ("state=draft", 1),
        ("words=nothing", 0),
        ("sort=waiting&page=99", 5),
        ("sort=empty", 5),
        ("sort=full", 5),
        ("from=2020-01-01&to=2020-02-01", 0),
        ("from=soon", 5),
        ("course=999999999&provider=us", 0),
        ("course=%C2%B2", 5),
        ("provider=us&strand=none", 0),
    ],
)
def test_the_address_says_which_runs(viewer: Visitor, course: Course, asked: str, number: int) -> None:
    runs_at_risk(course)
    shown = viewer.get(f"/team/runs?{asked}")
    assert shown.status_code == 200
    assert f"{number} run{'s' if number != 1 else ''}<" in shown.text.replace(" for ‘nothing’", "")
    table = viewer.get(f"/team/runs.csv?{asked}")
    assert len(table.get_data(as_text=True).strip().splitlines()) == number + 1


def test_dates_in_the_wrong_order_are_said_beside_the_field(viewer: Visitor, course: Course) -> None:
    shown = viewer.get("/team/runs?from=2027-02-01&to=2027-01-01").text
    assert "The last date must be the same as or after the first" in shown


def test_who_only_reads_makes_nothing(viewer: Visitor, database: SQLAlchemy, course: Course) -> None:
    assert viewer.get(address(course)).status_code == 403
    assert viewer.get("/team/runs").status_code == 200
    db.session.expire_all()
    assert starts(database) == []
