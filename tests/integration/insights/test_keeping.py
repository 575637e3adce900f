"""Summaries say what the facts say, whatever wrote the facts; and where a trigger is missing, that is seen."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import Base, db, transaction
from inclusion_app.foundation.summaries import (
    SummaryTouch,
    bring_up_to_date,
    differences,
    kept_summaries,
    make_all_anew,
    take_what_is_left,
    watched_tables,
)
from inclusion_app.insights.keeping.making import FEW
from inclusion_app.insights.models import FillSummary, RunSummary, TrainingSummary
from inclusion_app.training.models import OutcomeOfRun, Run
from inclusion_app.training.states import RunOutcome
from tests.factories.bookings import BookingFactory
from tests.factories.schools import SchoolFactory
from tests.factories.training import RunFactory
from tests.integration.bookings.test_race import Act, at_once
from tests.integration.insights.facts import everything_has_happened

pytestmark = pytest.mark.usefixtures("database")

LONG_AGO, YESTERDAY = "2024-01-10", (clock.today() - timedelta(days=1)).isoformat()
CHANGES = {
    "booking": "UPDATE booking SET state = 'cancelled', ended_late = true WHERE id = 1",
    "run_outcome": "UPDATE run_outcome SET outcome = 'part' WHERE outcome = 'completed'",
    "attendance": "UPDATE attendance SET mark = 'excused' WHERE mark = 'absent'",
    "run": "UPDATE run SET capacity = capacity + 1",
    "session": f"UPDATE session SET day = '{LONG_AGO}'",
    "course": "UPDATE course SET strand_id = (SELECT id FROM concept WHERE code = 'another')",
    "feedback_answer": "UPDATE feedback_answer SET point = 'later' WHERE point = 'after'",
    "feedback_confidence": "UPDATE feedback_confidence SET value = 1",
    "run_summary": "UPDATE run_summary SET places = places + 1",
    "term": f"UPDATE term SET starts = '{YESTERDAY}', ends = '2099-01-01' WHERE number = 3",
    "bank_holiday": "DELETE FROM bank_holiday",
    "participation": f"UPDATE participation SET withdrawn_at = '{LONG_AGO} 12:00:00+00:00'",
    "review": f"UPDATE review SET visit_on = '{LONG_AGO}'",
    "review_change": f"UPDATE review_change SET at = '{LONG_AGO} 12:00:00+00:00'",
    "stage_deadline": "DELETE FROM stage_deadline",
    "assignment": "UPDATE assignment SET state = 'released'",
    "review_form": "UPDATE review_form SET submitted_at = NULL, snapshot = NULL",
    "review_cycle": """UPDATE review_cycle SET deadlines = '{"ready": -1}'""",
    "plan_action": "UPDATE plan_action SET progress = 'done'",
    "action_course": "DELETE FROM action_course",
    "action_booking": "DELETE FROM action_booking",
    "shortlist_entry": "DELETE FROM shortlist_entry",
    "enquiry": "DELETE FROM enquiry",
    "offer_use": "UPDATE offer_use SET helped = 'no'",
    "school": "UPDATE school SET urn = urn + 5000",
    "school_link": "DELETE FROM school_link",
}
"""For each watched table a bulk statement after which some summary has to say something else."""


def test_the_worker_takes_marks_that_an_upgrade_has_left() -> None:
    everything_has_happened()
    with db.engine.begin() as connection:  # as a migration does, outside any transaction of the service
        connection.execute(text("DELETE FROM training_summary"))
        connection.execute(text("INSERT INTO summary_touch (kind, key) VALUES ('training', 0)"))
    assert [line for line in differences() if "wait to be taken" in line]

    take_what_is_left(clock.now())

    assert differences() == []
    assert db.session.scalar(select(TrainingSummary.school_id).limit(1)) is not None


def tables() -> list[str]:
    return sorted(name for name in Base.metadata.tables if name.endswith(("_summary", "_heir")))


def without_triggers(table: str) -> None:
    """In the transaction under way alone."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    query = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :t AND name LIKE 'summary%'")
    for name in db.session.scalars(query, {"t": table}).all():
        db.session.execute(text(f"DROP TRIGGER {name}"))


def test_something_of_every_kind_is_summed_up() -> None:
    everything_has_happened()
    assert differences() == []
    counts = {name: db.session.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in tables()}
    assert [name for name, count in counts.items() if not count] == []
    row = db.session.scalars(select(FillSummary)).one()
    assert (row.places, row.bookings, row.attended, row.no_shows, row.pairs, row.rose) == (20, 2, 1, 1, 1, 1)


def test_every_watched_table_has_its_triggers_and_a_change_here() -> None:
    kind = db.engine.dialect.name
    found = db.session.execute(
        text("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'summary%'")
        if kind == "sqlite"
        else text("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'summary%'")
    )
    assert {tuple(row) for row in found} == {
        (table, f"summary_{table}_{act}") for table in watched_tables() for act in ("insert", "update", "delete")
    }
    assert set(CHANGES) == watched_tables()


def test_no_statement_can_leave_a_summary_behind_and_a_missing_trigger_is_seen() -> None:
    everything_has_happened()
    db.session.rollback()
    for table, statement in CHANGES.items():
        db.session.execute(text(statement))
        bring_up_to_date(db.session.connection())
        kept = differences()
        db.session.rollback()
        without_triggers(table)
        db.session.execute(text(statement))
        bring_up_to_date(db.session.connection())
        left_behind = differences()
        db.session.rollback()
        assert (table, kept) == (table, [] if table != "run_summary" else kept)
        assert (table, bool(left_behind)) == (table, True)


def _nothing_was_completed_after_all() -> None:
    with transaction() as session:
        session.execute(update(OutcomeOfRun).values(outcome=RunOutcome.NOT))
        raise LookupError


def test_what_is_rolled_back_leaves_no_mark_and_no_figure() -> None:
    everything_has_happened()
    before = db.session.scalar(select(TrainingSummary.completions))
    with pytest.raises(LookupError):
        _nothing_was_completed_after_all()
    assert db.session.scalar(select(TrainingSummary.completions)) == before
    assert differences() == []


def test_a_savepoint_does_not_end_the_transaction() -> None:
    everything_has_happened()
    with transaction() as session:
        with session.begin_nested():
            session.execute(update(OutcomeOfRun).values(outcome=RunOutcome.NOT))
        assert session.scalar(select(func.count()).select_from(SummaryTouch))
    assert differences() == []


def test_a_transaction_that_writes_nothing_of_it_pays_nothing(statements: object) -> None:
    school = SchoolFactory()
    with statements() as sent, transaction() as session:  # type: ignore[operator]  # the fixture is a context
        session.execute(text("UPDATE school SET town = 'Elsewhere'"))
    assert [line for line in sent if "summary" in line] == [sent[-1]]
    with statements() as sent, transaction() as session:  # type: ignore[operator]
        session.execute(text("DELETE FROM draft"))
    assert sent == ["DELETE FROM draft"]
    assert school.id


def test_all_can_be_made_anew_and_a_wrong_figure_is_named(app: Flask) -> None:
    everything_has_happened()
    with transaction() as session:
        session.execute(update(RunSummary).values(bookings=99))
    assert any("run_summary" in line and "bookings 99" in line for line in differences())
    runner = app.test_cli_runner()
    told = runner.invoke(args=["rollup", "check"])
    assert told.exit_code == 1
    assert "bookings 99" in told.output
    assert runner.invoke(args=["rollup", "rebuild"]).exit_code == 0
    assert "No difference" in runner.invoke(args=["rollup", "check"]).output
    for kind in kept_summaries():
        make_all_anew(kind, progress=lambda _done, _all: None)
    db.session.rollback()
    assert differences() == []


def _close(run_id: int, outcome: RunOutcome) -> None:
    with transaction() as session:
        run = session.get_one(Run, run_id)
        run.register_closed_at = clock.now()
        rows = session.execute(text("SELECT id FROM booking WHERE run_id = :run"), {"run": run_id}).scalars()
        session.add_all(
            OutcomeOfRun(booking_id=number, outcome=outcome, decided_on=clock.today()) for number in rows.all()
        )


@pytest.mark.parametrize("round_", range(3))
def test_registers_of_one_school_that_are_closed_at_once_all_count(app: Flask, round_: int) -> None:
    school = SchoolFactory()
    course = RunFactory().course
    runs = [RunFactory(course=course, day=clock.today() - timedelta(days=9)) for _ in range(6)]
    for run in runs:
        BookingFactory(run=run, school=school)
    acts: list[Act] = [partial(_close, run.id, RunOutcome.COMPLETED) for run in runs]
    db.session.rollback()
    assert [one for one in at_once(app, acts) if isinstance(one, Exception)] == []
    db.session.rollback()
    assert db.session.scalar(select(func.sum(TrainingSummary.completions))) == 6
    assert differences() == []


@pytest.mark.parametrize("kind", ["training", "runs"])
def test_many_keys_are_made_anew_with_a_plan_of_their_own(kind: str) -> None:
    everything_has_happened()
    with transaction() as session:
        connection = session.connection()
        kept_summaries()[kind].recompute(connection, range(1, FEW + 2))
        if connection.dialect.name == "postgresql":
            assert connection.scalar(text("SHOW plan_cache_mode")) == "force_custom_plan"

    assert differences() == []
