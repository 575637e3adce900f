"""A CSV file's rows, with the columns that are wanted found by name."""

import csv
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from inclusion_app.schools.register.problems import FileRefused, Problem, Problems
from inclusion_app.schools.register.sources import Source

REPORT_EVERY = 500
LARGEST_CELL = 100_000
_ABSENT = "The file has no such column, and it is needed."

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Heading:
    """The headings of a file, and where each stands."""

    names: tuple[str, ...]
    place: dict[str, int]

    def unknown(self, known: Collection[str]) -> list[str]:
        """The names that nobody knows, in the file's order."""
        return [name for name in self.names if name and name not in known]

    def absent(self, wanted: Sequence[str]) -> list[str]:
        """The wanted names that are not there."""
        return [name for name in wanted if name not in self.place]


class Table:
    """One reading of a file: its heading, then its rows, each with the line it begins on.

    Raises FileRefused for what cannot be read at all; rows with too many or too few cells go to ``problems`` and are
    left out. ``progress`` is told bytes read and bytes in all.
    """

    def __init__(
        self, source: Source, lines: IO[str], raw: IO[bytes], *, problems: Problems, progress: Progress
    ) -> None:
        csv.field_size_limit(LARGEST_CELL)
        self._source = source
        self._raw = raw
        self._reader = csv.reader(lines, strict=True)
        self._problems = problems
        self._progress = progress
        self.row_count = 0
        self.heading = self._read_heading()

    def need(self, needed: Sequence[str]) -> None:
        """Raise FileRefused, naming every needed column that is absent."""
        absent = self.heading.absent(needed)
        if absent:
            names = ", ".join(absent)
            sentence = f"{len(absent)} needed columns are not there: {names}." if len(absent) > 1 else _ABSENT
            raise FileRefused(self._source.name, [Problem(sentence, column=absent[0] if len(absent) == 1 else "")])

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Line and cells of every row that has as many cells as there are headings."""
        width = len(self.heading.names)
        for line, cells in self._lines():
            if not any(cells):
                continue  # spreadsheets leave empty rows behind
            self.row_count += 1
            if len(cells) == width:
                yield line, cells
            else:
                self._problems.add(f"The row has {len(cells)} cells, but there are {width} headings.", line=line)
        self._progress(self._source.size, self._source.size)

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        line = self._reader.line_num + 1
        try:
            for count, cells in enumerate(self._reader):
                yield line, cells
                line = self._reader.line_num + 1
                if count % REPORT_EVERY == 0:
                    self._progress(self._raw.tell(), self._source.size)
        except csv.Error as problem:
            self._problems.add(f"The line cannot be read as CSV ({problem}).", line=line)

    def _read_heading(self) -> Heading:
        first = next(self._lines(), (1, []))[1]
        self._problems.refuse_if_any(self._source.name)
        names = tuple(cell.strip() for cell in first)
        if not any(names):
            raise FileRefused(self._source.name, [Problem("The first line has no headings.", line=1)])
        twice = [name for name, count in Counter(names).items() if count > 1 and name]
        if twice:
            raise FileRefused(self._source.name, [Problem("There are two such columns.", 1, name) for name in twice])
        return Heading(names, {name: place for place, name in enumerate(names) if name})
