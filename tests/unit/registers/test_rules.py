"""What completes a run."""

import pytest

from inclusion_app.training.registers.rules import Attended, Meeting, mark_problem, outcome_of
from inclusion_app.training.states import Mark, RunOutcome

THREE = [Meeting(1, 120), Meeting(2, 120), Meeting(3, 60)]
P, PART, A, E = Mark.PRESENT, Mark.PART, Mark.ABSENT, Mark.EXCUSED


def outcome(rule: str, *marks: Mark | tuple[Mark, int] | None) -> RunOutcome:
    said = [mark if isinstance(mark, tuple) else (mark, None) for mark in marks]
    return outcome_of(
        rule, THREE, {number: Attended(mark, minutes) for number, (mark, minutes) in enumerate(said, 1) if mark}
    )


@pytest.mark.parametrize(
    ("rule", "marks", "wanted"),
    [
        ("all", (P, P, P), "completed"),
        ("all", (P, P, A), "part"),
        ("all", (P, P, E), "part"),
        ("all", (P, P, None), "part"),
        ("all", (P, P, (PART, 50)), "part"),
        ("all", (A, E, None), "not"),
        ("all", ((PART, None), A, A), "part"),
        ("most", (P, P, A), "completed"),
        ("most", (P, A, A), "part"),
        ("half", (P, P, A), "completed"),
        ("half", (P, A, A), "part"),
        ("sessions:1", (A, A, P), "completed"),
        ("sessions:9", (P, P, P), "completed"),
        ("minutes:80", (P, P, A), "completed"),  # 240 of 300
        ("minutes:80", (P, (PART, 119), A), "part"),
        ("minutes:80", (P, (PART, 60), P), "completed"),
        ("minutes:80", (P, (PART, None), P), "part"),
        ("minutes:100", (P, P, (PART, 999)), "completed"),  # never more than there is
    ],
)
def test_the_rule_makes_the_outcome(rule: str, marks: tuple[Mark | tuple[Mark, int] | None, ...], wanted: str) -> None:
    assert outcome(rule, *marks) == wanted


def test_a_run_with_one_session_is_not_completed_by_staying_away() -> None:
    assert outcome_of("most", [Meeting(1, 60)], {1: Attended(A)}) == "not"


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(ValueError, match="no rule"):
        outcome("sometimes", P)


def test_what_is_no_mark_is_said() -> None:
    assert mark_problem("here", None, most=60) == ("mark", "Choose present, part, absent or excused")
    assert mark_problem("part", 61, most=60) == ("minutes", "The minutes must be between 1 and 60")
    assert mark_problem("part", None, most=60) is None
    assert mark_problem("present", 999, most=60) is None
