"""All tests: what `make test` runs. PostgreSQL and Chromium are installed first where they are missing."""

import sys
from pathlib import Path

from tools import check
from tools.bootstrap import CannotSetUp, install_debian_packages
from tools.steps import Step, close, run_aloud

CHROMIUM = Path("/usr/bin/chromium")
POSTGRESQL = Path("/usr/lib/postgresql")
EVERYTHING_ELSE = "not browser and not race"


def _suite(name: str, *arguments: str) -> Step:
    return Step(name, (*check.PYTEST, "-q", "--nothing-skipped", *arguments, "tests"))


SUITES = (
    _suite("suite on SQLite", "-n2", "--database=sqlite", "-m", EVERYTHING_ELSE),
    _suite("suite on PostgreSQL", "-n2", "--database=postgresql", "-m", EVERYTHING_ELSE),
    _suite("races on SQLite", "--database=sqlite", "-m", "race"),  # these keep both cores busy by themselves
    _suite("races on PostgreSQL", "--database=postgresql", "-m", "race"),
    _suite("browser journeys", "--database=postgresql", "-m", "browser"),
)


def see_to_what_is_needed() -> None:
    """Install what the tests drive; CannotSetUp names it when this person may not."""
    missing = []
    if not any(POSTGRESQL.glob("*/bin/initdb")):
        missing.append("postgresql")
    if not CHROMIUM.exists():
        missing.append("chromium")
    if missing:
        install_debian_packages(missing, "The whole test suite")


if __name__ == "__main__":
    try:
        see_to_what_is_needed()
    except CannotSetUp as problem:
        sys.exit(str(problem))
    outcomes = check.read_the_code()
    sys.exit(close([*outcomes, *(run_aloud(suite) for suite in SUITES)]))
