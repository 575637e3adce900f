"""A check that fails says so, in words and in its exit code."""

import sys

import pytest

from tools.steps import Step, close, run_quietly

GOOD = Step("good", (sys.executable, "-c", "print('quiet')"))
BAD = Step("bad", (sys.executable, "-c", "print('the reason'); raise SystemExit(3)"))


def test_the_exit_code_is_the_number_of_failures(capfd: pytest.CaptureFixture[str]) -> None:
    code = close(run_quietly([GOOD, BAD, BAD]))

    said = capfd.readouterr().out
    assert code == 2
    assert "the reason" in said
    assert "quiet" not in said
    assert "2 of 3 steps FAILED." in said


def test_nothing_failed_gives_nought(capfd: pytest.CaptureFixture[str]) -> None:
    assert close(run_quietly([GOOD])) == 0
    assert "All 1 steps passed." in capfd.readouterr().out
