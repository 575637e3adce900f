"""All tests: what `make test` runs. PostgreSQL, Chromium and libfaketime are installed first where missing."""

import sys
from pathlib import Path

from tools import check
from tools.bootstrap import ROOT, CannotSetUp, install_debian_packages
from tools.steps import Step, close, run_aloud

CHROMIUM = Path("/usr/bin/chromium")
POSTGRESQL = Path("/usr/lib/postgresql")
LIBRARIES = Path("/usr/lib")
EVERYTHING_ELSE = "not browser and not race"
FOR_THE_OTHER_DATABASE = f"{EVERYTHING_ELSE} and not once"

WITHOUT_DATABASE = {"unit", "architecture"}
RACES, JOURNEYS = "tests/races", "tests/journeys"


def _suite(name: str, *arguments: str) -> Step:
    return Step(name, (*check.PYTEST, "-q", "--nothing-skipped", *arguments))


def _that_write_rows() -> list[str]:
    """The folders whose tests come out otherwise on another database: all but those without one, and the schema."""
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/__init__.py")}
    return [f"tests/{name}" for name in sorted(folders - WITHOUT_DATABASE)] + ["tests/architecture/test_schema.py"]


SUITES = (
    _suite("suite on SQLite", "-n2", "--database=sqlite", "-m", EVERYTHING_ELSE, "tests"),
    _suite("suite on PostgreSQL", "-n2", "--database=postgresql", "-m", FOR_THE_OTHER_DATABASE, *_that_write_rows()),
    _suite("races on SQLite", "--database=sqlite", RACES),  # these keep both cores busy by themselves
    _suite("races on PostgreSQL", "--database=postgresql", RACES),
    _suite("browser journeys", "-n2", "--dist=loadgroup", "--database=postgresql", JOURNEYS),
)


def see_to_what_is_needed() -> None:
    """Install what the tests drive; CannotSetUp names it when this person may not."""
    missing = []
    if not any(POSTGRESQL.glob("*/bin/initdb")):
        missing.append("postgresql")
    if not CHROMIUM.exists():
        missing.append("chromium")
    if not any(LIBRARIES.glob("*/faketime/libfaketime.so.1")):
        missing.append("libfaketime")
    if missing:
        install_debian_packages(missing, "The whole test suite")


if __name__ == "__main__":
    try:
        see_to_what_is_needed()
    except CannotSetUp as problem:
        sys.exit(str(problem))
    outcomes = check.read_the_code()
    sys.exit(close([*outcomes, *(run_aloud(suite) for suite in SUITES)]))
