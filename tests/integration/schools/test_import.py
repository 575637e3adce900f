"""The register's file comes in whole or not at all."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import Base
from inclusion_app.schools.models import Grouping, RegisterImport, School, SchoolGrouping, SchoolLink
from inclusion_app.schools.queries import school_by_urn
from inclusion_app.schools.services import imports
from tests.factories.schools import SchoolFactory
from tests.integration.schools.conftest import Run
from tests.support.register import HEADINGS, school_row, write_links, write_register

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today() -> object:
    with time_machine.travel(TODAY, tick=True) as traveller:
        yield traveller


def whole(database: SQLAlchemy) -> list[list[object]]:
    """Every row of every table."""
    return [
        list(database.session.execute(select(table).order_by(*table.primary_key)))
        for table in Base.metadata.sorted_tables
    ]


def county(tmp_path: Path, count: int = 40, **of_first: str) -> Path:
    rows = [school_row(900001, **of_first), *(school_row(900002 + n, name=f"School {n}") for n in range(count - 1))]
    return write_register(tmp_path / "register.csv", rows)


def count(database: SQLAlchemy, model: type[Base]) -> int:
    return database.session.scalar(select(func.count()).select_from(model)) or 0


def lines_of(database: SQLAlchemy, kind: str) -> list[tuple[str, date | None, date | None]]:
    query = select(Grouping.name, SchoolGrouping.since, SchoolGrouping.until).join(SchoolGrouping.grouping)
    query = query.join(SchoolGrouping.school).where(School.urn == 900001, SchoolGrouping.kind == kind)
    return list(database.session.execute(query.order_by(SchoolGrouping.id)))


def test_schools_are_imported_with_one_record_and_one_audit_row(tmp_path: Path, run: Run, database: SQLAlchemy) -> None:
    told = run("schools", "import", county(tmp_path))
    assert told.exit_code == 0
    assert "40 new, 0 changed (of them 0 closed, 0 reopened), 0 unchanged." in told.output
    school = school_by_urn(900001)
    assert school is not None
    assert (school.name, school.fsm_percent, school.phase) == ("St Désirée's, Marsh Gibbet", 23.3, "primary")
    assert (school.establishment_number, school.sen_types, school.is_open) == ("0201", [], True)
    kept = database.session.scalars(select(RegisterImport)).one()
    assert (kept.rows, kept.new, kept.schools, len(kept.sha256)) == (40, 40, 40, 64)
    assert database.session.scalars(select(AuditEvent.act)).all() == ["import_register"]


def test_the_same_file_again_changes_nothing_at_all(tmp_path: Path, run: Run, database: SQLAlchemy) -> None:
    path, links = county(tmp_path), write_links(tmp_path / "links.csv", [(900001, 900002, "Successor")])
    run("schools", "import", path, "--links", links)
    before = whole(database)
    told = run("schools", "import", path, "--links", links)
    assert "0 new, 0 changed" in told.output
    assert "Nothing was changed" in told.output
    assert whole(database) == before


def test_one_bad_row_changes_nothing_and_is_named(tmp_path: Path, run: Run, database: SQLAlchemy) -> None:
    run("schools", "import", county(tmp_path))
    before = whole(database)
    rows = [school_row(900001, name="Renamed"), *(school_row(900002 + n) for n in range(39))]
    rows[20]["OpenDate"] = "31-02-2020"
    told = run("schools", "import", write_register(tmp_path / "bad.csv", rows))
    assert told.exit_code == 1
    assert "bad.csv: Line 22, column OpenDate: '31-02-2020' is not a date" in told.output
    assert "Nothing was changed." in told.output
    assert whole(database) == before


def test_a_bad_links_file_keeps_the_schools_out_as_well(tmp_path: Path, run: Run, database: SQLAlchemy) -> None:
    links = write_links(tmp_path / "links.csv", [(900001, 0, "Successor")])
    told = run("schools", "import", county(tmp_path), "--links", links)
    assert "links.csv: Line 2, column LinkURN" in told.output
    assert count(database, School) == 0


def test_what_fails_in_the_middle_of_writing_leaves_nothing(
    tmp_path: Path, run: Run, database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> int:
        raise OSError("the disc is full")

    monkeypatch.setattr(imports, "keep_links", fails)
    with pytest.raises(OSError, match="disc is full"):
        run("schools", "import", county(tmp_path))
    assert (count(database, School), count(database, Grouping), count(database, AuditEvent)) == (0, 0, 0)


def test_a_file_of_one_row_changes_that_school_only(tmp_path: Path, run: Run, database: SQLAlchemy) -> None:
    run("schools", "import", county(tmp_path))
    told = run("schools", "import", write_register(tmp_path / "one.csv", [school_row(900001, name="Renamed")]))
    assert "0 new, 1 changed" in told.output
    assert "39 schools here are not in the file and stay as they are: 900002" in told.output
    assert {school.status for school in database.session.scalars(select(School))} == {"open"}


def test_a_file_that_was_cut_short_is_refused_unless_it_is_meant(
    tmp_path: Path, run: Run, database: SQLAlchemy
) -> None:
    run("schools", "import", county(tmp_path, 60))
    before = whole(database)
    short = county(tmp_path, 50, name="Renamed")
    told = run("schools", "import", short)
    assert "The file lacks 10 of the 60 schools that are here" in told.output
    assert whole(database) == before
    assert run("schools", "import", short, "--allow-shrink").exit_code == 0
    assert {school.status for school in database.session.scalars(select(School))} == {"open"}


def test_closing_and_opening_again_are_counted(tmp_path: Path, run: Run, database: SQLAlchemy) -> None:
    run("schools", "import", county(tmp_path))
    told = run("schools", "import", county(tmp_path, status="2", closed="31-08-2026"))
    assert "1 changed (of them 1 closed, 0 reopened)" in told.output
    school = school_by_urn(900001)
    assert school is not None
    assert (school.is_open, school.close_date) == (False, date(2026, 8, 31))
    assert "1 changed (of them 0 closed, 1 reopened)" in run("schools", "import", county(tmp_path)).output


def test_a_change_of_trust_closes_the_old_line_and_opens_a_new_one(
    tmp_path: Path, run: Run, database: SQLAlchemy, today: time_machine.Traveller
) -> None:
    run("schools", "import", county(tmp_path, trust="4001", trust_name="Alder"))
    assert lines_of(database, "trust") == [("Alder", None, None)]
    today.move_to(TODAY + timedelta(days=30))
    run("schools", "import", county(tmp_path, trust="4002", trust_name="Beacon"))
    moved = TODAY + timedelta(days=30)
    assert lines_of(database, "trust") == [("Alder", None, moved), ("Beacon", moved, None)]
    run("schools", "import", county(tmp_path, trust="4003", trust_name="Compass"))  # a correction on the same day
    assert lines_of(database, "trust") == [("Alder", None, moved), ("Compass", moved, None)]
    today.move_to(TODAY + timedelta(days=60))
    run("schools", "import", county(tmp_path))
    assert lines_of(database, "trust")[-1] == ("Compass", moved, TODAY + timedelta(days=60))
    assert lines_of(database, "district") == [("Lowerdale", None, None)]


def test_a_trust_that_takes_another_name_keeps_its_schools(tmp_path: Path, run: Run, database: SQLAlchemy) -> None:
    run("schools", "import", county(tmp_path, trust="4001", trust_name="Alder"))
    told = run("schools", "import", county(tmp_path, trust="4001", trust_name="Alder and Ash"))
    assert "0 new, 0 changed" in told.output
    assert "1 names of districts" in told.output
    assert lines_of(database, "trust") == [("Alder and Ash", None, None)]


def test_a_school_that_moves_to_another_authority_is_followed(tmp_path: Path, run: Run, database: SQLAlchemy) -> None:
    run("schools", "import", county(tmp_path))
    assert "1 changed" in run("schools", "import", county(tmp_path, la="887")).output
    school = school_by_urn(900001)
    assert school is not None
    assert school.la_code == "887"


def test_a_file_without_our_schools_is_refused_and_says_whose_it_has(
    tmp_path: Path, run: Run, database: SQLAlchemy
) -> None:
    path = write_register(tmp_path / "r.csv", [school_row(900001, la="201"), school_row(900002, la="202")])
    assert "There is no school of local authority 886; the file has 201, 202" in run("schools", "import", path).output
    assert run("schools", "import", path, "--all-england").exit_code == 0
    assert count(database, School) == 2


def test_unknown_columns_and_types_are_reported(tmp_path: Path, run: Run) -> None:
    rows = [school_row(900001, kind="99")]
    told = run("schools", "import", write_register(tmp_path / "r.csv", rows, headings=(*HEADINGS, "Brand new")))
    assert "Columns nobody knows, not read: Brand new." in told.output
    assert "Types nobody knows, imported as they are: 99 Community school." in told.output


def test_links_that_touch_no_school_here_are_left_out(tmp_path: Path, run: Run, database: SQLAlchemy) -> None:
    links = [(900001, 700001, "Predecessor"), (700002, 900002, "Successor"), (1, 2, "Successor")]
    run("schools", "import", county(tmp_path), "--links", write_links(tmp_path / "links.csv", links))
    assert {(link.urn, link.link_urn) for link in database.session.scalars(select(SchoolLink))} == {
        (900001, 700001),
        (700002, 900002),
    }


def test_a_school_put_in_by_other_means_is_brought_in_line(tmp_path: Path, run: Run, database: SQLAlchemy) -> None:
    SchoolFactory(urn=900001, name="By hand")
    assert "39 new, 1 changed" in run("schools", "import", county(tmp_path)).output


def test_importing_takes_few_statements_however_many_rows_there_are(
    tmp_path: Path, run: Run, statements: object
) -> None:
    def sent(rows: int) -> int:
        with statements() as seen:  # type: ignore[operator]
            run("schools", "import", county(tmp_path, rows))
        return len(seen)

    first = sent(100)
    assert sent(900) <= first + 2
    assert first < 20
