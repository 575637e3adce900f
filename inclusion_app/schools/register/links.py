"""The register's second file: which school became which."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from inclusion_app.schools.register import cells
from inclusion_app.schools.register.problems import Problems
from inclusion_app.schools.register.sources import Source
from inclusion_app.schools.register.tables import Progress, Table

NEEDED = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One line: ``link_urn`` is ``link_type`` of ``urn``."""

    urn: int
    link_urn: int
    link_name: str
    link_type: str
    established: date | None

    @property
    def key(self) -> tuple[int, int, str]:
        """What makes the link one of its own."""
        return self.urn, self.link_urn, self.link_type


def read_links(source: Source, *, progress: Progress) -> list[LinkRow]:
    """Every link of the file. Raises FileRefused with every problem found."""
    problems = Problems()
    with source.open() as (lines, raw):
        table = Table(source, lines, raw, problems=problems, progress=progress)
        table.need(NEEDED)
        places = [table.heading.place[name] for name in NEEDED]
        found = {}
        for line, row in table.rows():
            link = _link([row[place] for place in places], line, problems)
            if link is not None:
                found[link.key] = link
    problems.refuse_if_any(source.name)
    return list(found.values())


def _link(row: list[str], line: int, problems: Problems) -> LinkRow | None:
    before = problems.count

    def cell(read: Callable[[str], T], place: int) -> T | None:
        try:
            return read(row[place])
        except ValueError as problem:
            problems.add(str(problem), line=line, column=NEEDED[place])
            return None

    urn, link_urn = cell(cells.urn, 0), cell(cells.urn, 1)
    name, kind = cell(partial(cells.text, longest=300), 2), cell(partial(cells.text, longest=100), 3)
    established = cell(cells.day, 4)
    if problems.count > before or urn is None or link_urn is None:
        return None
    return LinkRow(urn, link_urn, name or "", kind or "", established)
