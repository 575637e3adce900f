"""From the register's rows to schools, every one of them checked before anything is done with any."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from sys import intern
from typing import Any, TypeVar

from inclusion_app.schools.register import cells
from inclusion_app.schools.register.columns import (
    COLUMNS,
    GROUPINGS,
    KNOWN,
    LONGEST_GROUPING_NAME,
    NEEDED,
    SEN_TYPES,
    WELCOME,
)
from inclusion_app.schools.register.kinds import kinds, phase_of
from inclusion_app.schools.register.problems import FileRefused, Problem, Problems
from inclusion_app.schools.register.sources import Source
from inclusion_app.schools.register.tables import Heading, Progress, Table
from inclusion_app.schools.states import Status

T = TypeVar("T")
STATUSES = {
    "1": Status.OPEN,
    "2": Status.CLOSED,
    "3": Status.PROPOSED_TO_CLOSE,
    "4": Status.PROPOSED_TO_OPEN,
}
FIELDS = (*(column.field for column in COLUMNS), "sen_types")
"""The columns of ``school`` that a row's values go to, in the order of ``SchoolRow.values``."""
_AT = {name: place for place, name in enumerate(FIELDS)}


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school as the file says it; ``groups`` are its district, trust and federation, by code, '' for none."""

    urn: int
    values: tuple[Any, ...]
    groups: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Equal for equal rows, and only for them."""
        said = repr((self.values, self.groups)).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(said, digest_size=16).hexdigest()

    @property
    def status(self) -> Status:
        """Open, closed, or about to be."""
        return Status(self.values[_AT["status"]])


@dataclass
class Register:
    """A whole file, read. ``group_names`` has the name of every (kind, code) that its schools stand in."""

    file_name: str
    sha256: str
    rows: list[SchoolRow] = field(default_factory=list)
    group_names: dict[tuple[str, str], str] = field(default_factory=dict)
    row_count: int = 0
    elsewhere: int = 0
    left_out: int = 0
    authorities: set[str] = field(default_factory=set)
    unknown_columns: list[str] = field(default_factory=list)
    absent_columns: list[str] = field(default_factory=list)
    unknown_types: set[str] = field(default_factory=set)


def read_register(source: Source, *, is_wanted: Callable[[str, int], bool], progress: Progress) -> Register:
    """Read the schools that ``is_wanted`` (authority code, URN) names. Types that are no schools are left out.

    Rows of other authorities need only be whole and have a URN of their own: what is in them is not our business,
    and must not stop a council's import. Raises FileRefused with every problem found.
    """
    problems = Problems()
    with source.open() as (lines, raw):
        table = Table(source, lines, raw, problems=problems, progress=progress)
        table.need(NEEDED)
        register = Register(source.name, source.sha256)
        register.absent_columns = table.heading.absent(sorted(WELCOME))
        register.unknown_columns = table.heading.unknown(KNOWN)
        reading = _Reading(register, table.heading, problems)
        for line, row in table.rows():
            reading.take(line, row, is_wanted)
        register.row_count = table.row_count
    problems.refuse_if_any(source.name)
    if not register.row_count:
        raise FileRefused(source.name, [Problem("There are headings but no schools below them.")])
    return register


class _Reading:
    """Takes rows one by one, and notes what is wrong with each cell that is read."""

    def __init__(self, register: Register, heading: Heading, problems: Problems) -> None:
        self._register = register
        self._problems = problems
        self._line_of: dict[int, int] = {}
        place = heading.place
        self._urn, self._authority, self._type = place["URN"], place["LA (code)"], place["TypeOfEstablishment (code)"]
        self._columns = [(place.get(column.name), column) for column in COLUMNS]
        self._sen = [place[name] for name in SEN_TYPES if name in place]
        self._groups = [(kind, place[code], place[name]) for kind, (code, name) in GROUPINGS.items()]

    def take(self, line: int, row: list[str], is_wanted: Callable[[str, int], bool]) -> None:
        """Add the row's school, leave it out, or note what is wrong with it."""
        register, count = self._register, self._problems.count
        urn = self._cell(cells.urn, row[self._urn], line, "URN")
        authority = self._cell(_authority_code, row[self._authority], line, "LA (code)")
        kind = kinds().get(row[self._type].strip().zfill(2))
        if urn is not None and (first := self._line_of.setdefault(urn, line)) != line:
            self._problems.add(f"The URN {urn} is on line {first} already.", line=line, column="URN")
        if self._problems.count > count or urn is None or authority is None:
            return
        register.authorities.add(authority)
        if not is_wanted(authority, urn):
            register.elsewhere += 1
        elif kind and kind.excluded:
            register.left_out += 1
        else:
            self._add(urn, line, row)

    def _add(self, urn: int, line: int, row: list[str]) -> None:
        count = self._problems.count
        values = [
            column.read("") if place is None else self._cell(column.read, row[place], line, column.name)
            for place, column in self._columns
        ]
        groups = tuple(self._group(kind, row[code], row[name], line) for kind, code, name in self._groups)
        sen_types = [text for place in self._sen if (text := self._cell(_sen_type, row[place], line, "SEN1 to SEN13"))]
        if self._problems.count == count:
            self._settle(values, line)
        if self._problems.count == count:
            self._register.rows.append(SchoolRow(urn, (*values, sen_types), groups))

    def _settle(self, values: list[Any], line: int) -> None:
        """What a cell means in the light of others: name, status, phase, map reference, type."""
        if not values[_AT["name"]]:
            self._problems.add("The school has no name.", line=line, column="EstablishmentName")
        values[_AT["status"]] = self._cell(_status, values[_AT["status"]], line, "EstablishmentStatus (code)")
        type_code = values[_AT["type_code"]]
        ages = {"low_age": values[_AT["low_age"]], "high_age": values[_AT["high_age"]]}
        phase = partial(phase_of, type_code=type_code, **ages)
        values[_AT["phase"]] = self._cell(phase, values[_AT["phase"]], line, "PhaseOfEducation (code)")
        if values[_AT["easting"]] is None or values[_AT["northing"]] is None:
            values[_AT["easting"]] = values[_AT["northing"]] = None
        if type_code not in kinds():
            self._register.unknown_types.add(f"{type_code} {values[_AT['type_name']]}".strip())

    def _group(self, kind: str, code_cell: str, name_cell: str, line: int) -> str:
        code_column, name_column = GROUPINGS[kind]
        code = self._cell(cells.code, code_cell, line, code_column)
        if not code:
            return ""
        read_name = partial(cells.text, longest=LONGEST_GROUPING_NAME)
        self._register.group_names[kind, code] = self._cell(read_name, name_cell, line, name_column) or code
        return code

    def _cell(self, read: Callable[[str], T], cell: str, line: int, column: str) -> T | None:
        try:
            return read(cell)
        except ValueError as problem:
            self._problems.add(str(problem), line=line, column=column)
            return None


def _authority_code(cell: str) -> str:
    said = cell.strip()
    if len(said) > 3 or not (said.isascii() and said.isdecimal()):
        raise ValueError(f"'{said[:40]}' is not the three-digit code of a local authority.")
    return intern(said.zfill(3))


def _status(code: str) -> Status:
    if code not in STATUSES:
        raise ValueError(f"'{code}' is not a status; the register's codes are 1 to 4.")
    return STATUSES[code]


def _sen_type(cell: str) -> str:
    return cells.text(cell, longest=100)
