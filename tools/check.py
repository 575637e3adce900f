"""The checks that take less than a minute: what `make check` runs before every commit."""

import sys
from pathlib import Path

from tools.steps import Outcome, Step, close, run_quietly

BIN = Path(sys.executable).parent
PYTEST = (sys.executable, "-m", "pytest")
FAST_PARTS = ("tests/unit", "tests/architecture")

READING = (
    Step("types (mypy)", (f"{BIN}/mypy",)),
    Step("format (ruff)", (f"{BIN}/ruff", "format", "--check", "--output-format=concise", "--quiet", ".")),
    Step("lint (ruff)", (f"{BIN}/ruff", "check", "--output-format=concise", "--quiet", ".")),
    Step("import contracts (import-linter)", (f"{BIN}/lint-imports", "--no-cache")),
    Step("templates (djlint)", (f"{BIN}/djlint", "templates", "--lint", "--quiet")),
)
FAST_TESTS = Step("unit and architecture tests", (*PYTEST, "-q", "-n2", "-m", "not slow", *FAST_PARTS))


def read_the_code() -> list[Outcome]:
    """Everything that judges the code without running it."""
    return run_quietly(READING)


if __name__ == "__main__":
    longest, *others = READING  # types are told on one core while the other has nothing else to do
    sys.exit(close(run_quietly([longest, FAST_TESTS, *others])))
