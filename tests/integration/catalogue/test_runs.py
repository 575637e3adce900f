"""Runs are made, edited, opened, closed and cancelled; places that are taken stay."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, text, update

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.schools.models import School
from inclusion_app.training.catalogue.choices import RunChoices
from inclusion_app.training.catalogue.queries import choices_of_run, run_by_id, runs_to_come
from inclusion_app.training.catalogue.services import (
    archive_course,
    cancel_run,
    close_run,
    create_run,
    open_run,
    save_run,
)
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.states import CourseState, RunState
from tests.factories.training import CourseFactory, RunFactory

NOW = clock.now()
Counted = Callable[[], AbstractContextManager[list[str]]]


def whole(run: Run) -> Run:
    found = run_by_id(run.id)
    assert found is not None
    return found


def said(run: Run, **other: Any) -> RunChoices:
    return replace(choices_of_run(whole(run)), **other)


def acts(database: SQLAlchemy) -> list[str]:
    return list(database.session.scalars(select(AuditEvent.act).order_by(AuditEvent.id)))


def book(run: Run) -> None:
    with transaction() as session:
        school = School(urn=100001, name="A school", phase="primary")
        session.add(school)
        session.flush()
        session.add(
            Booking(run_id=run.id, holder="school:1", school_id=school.id, state="confirmed", placed_at=NOW, uid="one")
        )


def test_a_run_starts_and_ends_with_its_sessions(database: SQLAlchemy) -> None:
    pattern = said(RunFactory())
    session = pattern.sessions[0]
    two = (replace(session, id=None), replace(session, id=None, day=session.day + timedelta(days=7)))
    run = create_run(SYSTEM, CourseFactory().id, replace(pattern, sessions=two), now=NOW)
    assert run.state == RunState.DRAFT
    assert (run.starts_at, run.ends_at) == (
        clock.from_london(session.day, session.start),
        clock.from_london(session.day + timedelta(days=7), session.end),
    )
    assert acts(database) == ["create_run"]


def test_a_past_run_is_recorded_but_not_opened(database: SQLAlchemy) -> None:
    pattern = said(RunFactory(day=clock.today() - timedelta(days=40)))
    run = create_run(SYSTEM, CourseFactory().id, pattern, now=NOW)
    with pytest.raises(RuleBroken, match="already started"):
        open_run(SYSTEM, run.id, now=NOW)


def test_editing_keeps_the_rows_of_sessions_and_raises_the_calendars_number(database: SQLAlchemy) -> None:
    run = RunFactory()
    choices = said(run)
    moved = replace(choices.sessions[0], venue="Elsewhere")
    saved = save_run(SYSTEM, run.id, replace(choices, sessions=(moved,)), version=1, now=NOW)
    assert [(s.id, s.venue) for s in saved.sessions] == [(moved.id, "Elsewhere")]
    assert (saved.calendar_sequence, saved.version) == (1, 2)


def test_a_session_of_another_run_is_not_taken_over(database: SQLAlchemy) -> None:
    run, other = RunFactory(), RunFactory()
    theirs = said(other).sessions[0]
    saved = save_run(SYSTEM, run.id, said(run, sessions=(theirs,)), version=1, now=NOW)
    assert saved.sessions[0].id != theirs.id
    assert whole(other).sessions[0].id == theirs.id


def test_places_are_not_lowered_under_those_taken(database: SQLAlchemy) -> None:
    run = RunFactory(taken=7)
    with pytest.raises(RuleBroken, match="7 places are taken already"):
        save_run(SYSTEM, run.id, said(run, capacity=6), version=1, now=NOW)
    assert save_run(SYSTEM, run.id, said(run, capacity=7), version=1, now=NOW).capacity == 7


def test_what_is_taken_is_read_after_the_lock_is_held(database: SQLAlchemy) -> None:
    run = RunFactory(taken=0)
    choices = said(run, capacity=1)
    with transaction() as session:
        session.execute(update(Run).values(taken=2))  # somebody booked while the form was open
    with pytest.raises(RuleBroken, match="2 places are taken"):
        save_run(SYSTEM, run.id, choices, version=1, now=NOW)


def test_what_the_same_transaction_has_read_before_the_lock_does_not_count(database: SQLAlchemy) -> None:
    run = RunFactory(taken=0)
    choices = said(run, capacity=1)
    with transaction() as session:
        assert whole(run).taken == 0
        session.execute(text("UPDATE run SET taken = 2"))
        with pytest.raises(RuleBroken, match="2 places are taken"):
            save_run(SYSTEM, run.id, choices, version=1, now=NOW)


def test_nobody_books_between_reading_and_writing_the_places(database: SQLAlchemy, statements: Counted) -> None:
    run = RunFactory()
    choices = said(run, capacity=30)
    with statements() as sent:
        save_run(SYSTEM, run.id, choices, version=1, now=NOW)
    on_postgresql = database.engine.dialect.name == "postgresql"  # SQLite has one writer at a time by BEGIN IMMEDIATE
    assert any("FOR UPDATE OF run" in statement for statement in sent) == on_postgresql


def test_a_stale_save_changes_nothing_and_shows_what_the_other_saved(database: SQLAlchemy) -> None:
    run = RunFactory()
    mine = said(run, access_facts="Mine")
    save_run(SYSTEM, run.id, said(run, access_facts="Theirs"), version=1, now=NOW)
    with pytest.raises(StaleEdit) as stale:
        save_run(SYSTEM, run.id, mine, version=1, now=NOW)
    assert (stale.value.theirs, stale.value.version) == ({"access_facts": "Theirs"}, 2)
    assert whole(run).access_facts == "Theirs"


def test_saving_only_a_session_counts_as_an_edit(database: SQLAlchemy) -> None:
    run = RunFactory()
    choices = said(run)
    save_run(SYSTEM, run.id, said(run, sessions=(replace(choices.sessions[0], postcode="CT1"),)), version=1, now=NOW)
    with pytest.raises(StaleEdit):
        save_run(SYSTEM, run.id, choices, version=1, now=NOW)


def test_a_run_is_opened_closed_and_opened_again(database: SQLAlchemy) -> None:
    run = RunFactory(state=RunState.DRAFT)
    for act, state in ((open_run, "open"), (close_run, "closed"), (open_run, "open")):
        assert act(SYSTEM, run.id, now=NOW).state == state
    assert acts(database) == ["open_run", "close_run", "open_run"]
    with pytest.raises(RuleBroken):
        open_run(SYSTEM, run.id, now=NOW)


def test_a_run_of_a_draft_course_is_not_opened(database: SQLAlchemy) -> None:
    run = RunFactory(state=RunState.DRAFT, course=CourseFactory(state=CourseState.DRAFT))
    with pytest.raises(RuleBroken, match="Publish the course"):
        open_run(SYSTEM, run.id, now=NOW)


def test_a_run_is_cancelled_with_a_reason(database: SQLAlchemy) -> None:
    empty, booked = RunFactory(), RunFactory()
    book(booked)
    assert cancel_run(SYSTEM, empty.id, reason="The hall is flooded.", now=NOW).state == "cancelled"
    with pytest.raises(RuleBroken, match="Say why"):
        cancel_run(SYSTEM, booked.id, reason=" ", now=NOW)
    with pytest.raises(RuleBroken, match="already cancelled"):
        cancel_run(SYSTEM, empty.id, reason="Again", now=NOW)


def test_a_course_is_not_archived_while_people_are_booked_on_runs_to_come(database: SQLAlchemy) -> None:
    run, other = RunFactory(), RunFactory()
    book(run)
    with pytest.raises(RuleBroken, match="People are booked"):
        archive_course(SYSTEM, run.course_id, now=NOW)
    assert archive_course(SYSTEM, other.course_id, now=NOW).state == "archived"


def test_runs_to_come_are_open_or_closed_and_have_not_started(database: SQLAlchemy) -> None:
    course = CourseFactory()
    later = RunFactory(course=course, day=clock.today() + timedelta(days=50))
    closed = RunFactory(course=course, state=RunState.CLOSED)
    for state in (RunState.DRAFT, RunState.CANCELLED):
        RunFactory(course=course, state=state)
    RunFactory(course=course, day=clock.today() - timedelta(days=1))
    assert [run.id for run in runs_to_come(course.id, NOW)] == [closed.id, later.id]
