"""What an import would change, and when a file is too short to be believed."""

import pytest

from inclusion_app.schools.register.reading import FIELDS, SchoolRow
from inclusion_app.schools.rules.comparison import Changes, Stored, compare, has_shrunk
from inclusion_app.schools.states import Status


def row(urn: int, status: Status = Status.OPEN) -> SchoolRow:
    return SchoolRow(urn, tuple(status if name == "status" else "" for name in FIELDS), ("", "", ""))


def stored(urn: int, was: Status = Status.OPEN, *, la_code: str = "886") -> Stored:
    return Stored(urn, row(urn, was).digest, was, la_code)


def test_new_changed_and_unchanged_rows_are_told_apart() -> None:
    here = {1: stored(1), 2: stored(2), 3: stored(3, Status.CLOSED)}
    changes = compare([row(1), row(2, Status.CLOSED), row(3), row(4)], here, la_code="886")
    assert [r.urn for r, _ in changes.new] == [4]
    assert [r.urn for _, r, _ in changes.changed] == [2, 3]
    assert (changes.unchanged, changes.closed, changes.reopened) == (1, 1, 1)


def test_a_school_the_file_does_not_name_is_told_and_nothing_else() -> None:
    here = {1: stored(1), 2: stored(2), 3: stored(3, la_code="887")}
    changes = compare([row(1)], here, la_code="886")
    assert (changes.absent, changes.closed, changes.changed) == ([2], 0, [])


@pytest.mark.parametrize(
    ("rows", "absent", "shrunk"),
    [
        (640, 0, False),
        (625, 15, False),  # a few closed long ago and dropped from the register
        (600, 40, True),
        (300, 340, True),
        (64, 576, False),  # so few that it is an update of them
        (1, 639, False),
    ],
)
def test_a_file_that_looks_whole_but_lacks_many_schools_is_not_believed(rows: int, absent: int, shrunk: bool) -> None:
    changes = Changes(in_scope=640, absent=list(range(absent)))
    assert has_shrunk(changes, rows=rows) is shrunk
