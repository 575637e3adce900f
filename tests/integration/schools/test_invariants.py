"""The checks of schools find what is planted, and nothing in what the services have written."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask_sqlalchemy import SQLAlchemy

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.invariants import run_checks
from inclusion_app.schools.invariants import CHECKS
from inclusion_app.schools.models import RegisterImport
from inclusion_app.schools.states import GroupingKind
from tests.factories.schools import GroupingFactory, SchoolFactory, SchoolGroupingFactory, TermFactory
from tests.integration.schools.conftest import Run
from tests.support.register import school_row, write_register


def wrong() -> list[str]:
    return [sentence for finding in run_checks(CHECKS) for sentence in finding.wrong]


def two_districts() -> None:
    school = SchoolFactory(urn=900001)
    SchoolGroupingFactory(school=school, grouping=GroupingFactory(), until=date(2026, 9, 2))
    SchoolGroupingFactory(school=school, grouping=GroupingFactory(), since=date(2026, 9, 1))


def two_terms() -> None:
    TermFactory(number=1, starts=date(2026, 9, 1), ends=date(2026, 10, 16))
    TermFactory(number=2, starts=date(2026, 10, 16), ends=date(2026, 12, 18))


def an_import_nobody_did() -> None:
    figures = {"rows": 2, "schools": 2, "new": 1, "changed": 0, "closed": 0, "reopened": 0, "unchanged": 0, "links": 0}
    with transaction() as session:
        kept = RegisterImport(
            at=clock.now(), actor_name="Nobody", file_name="r.csv", sha256="", unknown_columns=[], **figures
        )
        session.add(kept)


@pytest.mark.parametrize(
    ("plant", "told"),
    [
        (two_districts, ["school 900001 is in two groups of the kind district at once"]),
        (two_terms, ["term 1 of 2026 and term 2 of 2026 share a day"]),
        (
            an_import_nobody_did,
            ["import 1 of r.csv has 0 audit rows", "import 1 has 2 schools, but 1 new, changed and unchanged ones"],
        ),
    ],
)
@pytest.mark.usefixtures("database")
def test_what_is_planted_is_found(plant: Callable[[], None], told: list[str]) -> None:
    plant()
    assert wrong() == told


def test_what_services_write_is_in_order(tmp_path: Path, run: Run, database: SQLAlchemy) -> None:
    for trust in ("4001", "4002", ""):
        run("schools", "import", write_register(tmp_path / "r.csv", [school_row(900001, trust=trust)]))
    run("terms", "load")
    assert wrong() == []


def test_a_school_may_be_in_two_cohorts_and_move_on_the_day_it_leaves(database: SQLAlchemy) -> None:
    school = SchoolFactory()
    for _ in range(2):
        SchoolGroupingFactory(school=school, grouping=GroupingFactory(kind=GroupingKind.COHORT))
    SchoolGroupingFactory(school=school, grouping=GroupingFactory(), until=date(2026, 9, 1))
    SchoolGroupingFactory(school=school, grouping=GroupingFactory(), since=date(2026, 9, 1))
    assert wrong() == []
