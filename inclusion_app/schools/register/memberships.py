"""A council's own list of which school is in which community, area or cohort."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from inclusion_app.schools.register import cells
from inclusion_app.schools.register.problems import FileRefused, Problem, Problems
from inclusion_app.schools.register.sources import Source
from inclusion_app.schools.register.tables import Progress, Table

NEEDED = ("URN", "code", "name", "since")


@dataclass(frozen=True, slots=True)
class GroupingRow:
    """One line: the school is in the group since that day, or (None) as far back as is known."""

    line: int
    urn: int
    code: str
    name: str
    since: date | None


def read_grouping_rows(source: Source, *, progress: Progress) -> list[GroupingRow]:
    """Every line of the file. Raises FileRefused with every problem found."""
    problems = Problems()
    with source.open() as (lines, raw):
        table = Table(source, lines, raw, problems=problems, progress=progress)
        table.need(NEEDED)
        places = [table.heading.place[name] for name in NEEDED]
        rows = [
            row
            for line, row_cells in table.rows()
            if (row := _row([row_cells[place] for place in places], line, problems)) is not None
        ]
    problems.refuse_if_any(source.name)
    if not rows:
        raise FileRefused(source.name, [Problem("There are headings but no schools below them.")])
    return rows


def _row(row: list[str], line: int, problems: Problems) -> GroupingRow | None:
    before = problems.count
    values: list[Any] = []
    for read, cell, column in zip(_READERS, row, NEEDED, strict=True):
        try:
            values.append(read(cell))
        except ValueError as problem:
            problems.add(str(problem), line=line, column=column)
    return GroupingRow(line, *values) if problems.count == before else None


def _said(cell: str, *, longest: int) -> str:
    said = cells.text(cell, longest=longest)
    if not said:
        raise ValueError("There is nothing.")
    return said


_READERS: tuple[Callable[[str], Any], ...] = (
    cells.urn,
    partial(_said, longest=40),
    partial(_said, longest=200),
    cells.day,
)
