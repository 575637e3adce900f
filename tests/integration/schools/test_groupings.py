"""Communities and cohorts are put in from a file; terms from the service's own."""

from datetime import date
from pathlib import Path

import pytest
import time_machine
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.schools.calendar_files import read_calendar
from inclusion_app.schools.models import BankHoliday, Grouping, SchoolGrouping, Term
from inclusion_app.schools.queries import school_calendar, terms_of, working_calendar
from inclusion_app.schools.services import save_grouping
from inclusion_app.schools.states import GroupingKind
from tests.factories.schools import SchoolFactory, TermFactory
from tests.integration.schools.conftest import Run

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(TODAY, tick=True):
        yield


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "groups.csv"
    path.write_text("\n".join(["URN,code,name,since", *lines]), encoding="utf-8")
    return path


def lines_of(database: SQLAlchemy) -> list[tuple[str, date | None, date | None]]:
    query = select(Grouping.code, SchoolGrouping.since, SchoolGrouping.until).join(SchoolGrouping.grouping)
    rows = database.session.execute(query.order_by(SchoolGrouping.id))
    return [(code, since, until) for code, since, until in rows]


def test_a_school_moves_from_one_community_to_another(tmp_path: Path, run: Run, database: SQLAlchemy) -> None:
    SchoolFactory(urn=900001)
    assert "1 new" in run("schools", "group", "community", written(tmp_path, "900001,C1,Coast,")).output
    assert "nothing to do" in run("schools", "group", "community", written(tmp_path, "900001,C1,Coast,")).output
    assert "1 changed" in run("schools", "group", "community", written(tmp_path, "900001,C2,Weald,01-09-2026")).output
    moved = date(2026, 9, 1)
    assert lines_of(database) == [("C1", None, moved), ("C2", moved, None)]
    assert "1 changed" in run("schools", "group", "community", written(tmp_path, "900001,C1,Coast,")).output
    assert lines_of(database)[-1] == ("C1", TODAY, None)
    acts = database.session.scalars(select(AuditEvent.act)).all()
    assert acts == ["place_schools_in_grouping"] * 3


def test_a_school_is_in_as_many_cohorts_as_it_likes(tmp_path: Path, run: Run, database: SQLAlchemy) -> None:
    SchoolFactory(urn=900001)
    run("schools", "group", "cohort", written(tmp_path, "900001,2022,First,11-01-2022", "900001,2026,Third,"))
    assert lines_of(database) == [("2022", date(2022, 1, 11), None), ("2026", None, None)]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("900009,C1,Coast,", "Line 3, column URN: There is no school with the URN 900009"),
        ("900001,C2,Weald,", "Line 3, column URN: The school is on line 2 already"),
        ("900002,C1,Another,", "Line 3, column name: The group C1 is called 'Coast' further up"),
        ("900002,,Coast,", "Line 3, column code: There is nothing"),
        ("900002,C1,Coast,soon", "Line 3, column since: 'soon' is not a date"),
    ],
)
def test_one_bad_line_places_nobody(tmp_path: Path, run: Run, database: SQLAlchemy, *, line: str, told: str) -> None:
    SchoolFactory(urn=900001)
    SchoolFactory(urn=900002)
    answer = run("schools", "group", "community", written(tmp_path, "900001,C1,Coast,", line))
    assert (answer.exit_code, told in answer.output) == (1, True)
    assert lines_of(database) == []
    assert database.session.scalar(select(func.count()).select_from(Grouping)) == 0


def test_nobody_leaves_a_group_before_joining_it(tmp_path: Path, run: Run) -> None:
    SchoolFactory(urn=900001)
    run("schools", "group", "community", written(tmp_path, "900001,C1,Coast,01-10-2026"))
    answer = run("schools", "group", "community", written(tmp_path, "900001,C2,Weald,01-09-2026"))
    assert "Line 2, column since: The school joined its present group later, on 2026-10-01" in answer.output


def test_districts_and_trusts_come_from_the_register_alone(tmp_path: Path, run: Run, database: SQLAlchemy) -> None:
    assert run("schools", "group", "district", written(tmp_path, "900001,E1,Lowerdale,")).exit_code == 2
    with pytest.raises(RuleBroken, match="come from the national register"):
        save_grouping(SYSTEM, kind=GroupingKind.TRUST, code="4001", name="Alder")


def test_a_grouping_is_saved_once_and_renamed(database: SQLAlchemy) -> None:
    for name in ("Coast", "Coast", "Coast and Marsh"):
        save_grouping(SYSTEM, kind=GroupingKind.COMMUNITY, code="C1", name=name)
    assert database.session.scalars(select(Grouping.name)).all() == ["Coast and Marsh"]
    assert len(database.session.scalars(select(AuditEvent.id)).all()) == 2


def test_terms_are_loaded_once(run: Run, database: SQLAlchemy) -> None:
    assert run("terms", "load").exit_code == 0
    assert "Terms: nothing to do" in run("terms", "load").output
    assert database.session.scalar(select(func.count()).select_from(BankHoliday)) == len(read_calendar().holidays)
    assert database.session.scalars(select(AuditEvent.act)).all() == ["load_terms"]


def test_a_school_s_own_dates_stand_in_for_the_county_s(run: Run, database: SQLAlchemy) -> None:
    run("terms", "load")
    school = SchoolFactory()
    TermFactory(school_year=2026, number=1, starts=date(2026, 9, 3), ends=date(2026, 10, 22), school_id=school.id)
    assert database.session.scalar(select(func.count()).select_from(Term)) == len(terms_of()) + 1
    assert len(terms_of(school)) == len(terms_of())
    assert school_calendar(school).is_working_day(date(2026, 10, 20))
    assert not school_calendar().is_working_day(date(2026, 10, 20))
    assert working_calendar().is_working_day(date(2026, 10, 20))
