"""Terms and bank holidays as they stand in the files beside this one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from inclusion_app.schools.rules.calendar import TermDates, school_year_of
from inclusion_app.vocabulary.files import FileWrong, read_toml

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class CalendarFiles:
    """The county's terms, those of them that are provisional, and the bank holidays by day."""

    terms: tuple[TermDates, ...]
    provisional: frozenset[TermDates]
    holidays: dict[date, str]


def read_calendar(folder: Path = DATA) -> CalendarFiles:
    """Read both files. Raises FileWrong, naming the file, when one cannot be used."""
    rows = _rows(folder / "terms.toml", "term", {"school_year": int, "number": int, "starts": date, "ends": date})
    terms = {_term(row): bool(row.get("provisional")) for row in rows}
    for problem in _problems(sorted(terms, key=lambda term: term.starts)):
        raise FileWrong(f"terms.toml: {problem}")
    days = _rows(folder / "bank-holidays.toml", "bank_holiday", {"day": date, "name": str})
    return CalendarFiles(
        terms=tuple(terms),
        provisional=frozenset(term for term, provisional in terms.items() if provisional),
        holidays={row["day"]: row["name"] for row in days},
    )


def _rows(path: Path, table: str, wanted: dict[str, type]) -> list[dict[str, Any]]:
    rows = read_toml(path).get(table)
    if not isinstance(rows, list) or not rows:
        raise FileWrong(f"{path.name}: there is no [[{table}]].")
    for number, row in enumerate(rows, start=1):
        for name, kind in wanted.items():
            if type(row.get(name)) is not kind:
                raise FileWrong(f"{path.name}: {table} {number} needs {name!r}, a {kind.__name__}.")
    return rows


def _term(row: dict[str, Any]) -> TermDates:
    return TermDates(row["school_year"], row["number"], row["starts"], row["ends"])


def _problems(terms: list[TermDates]) -> Iterator[str]:
    for term in terms:
        if term.ends <= term.starts:
            yield f"{term.label} ends before it starts."
        if school_year_of(term.starts) != term.school_year:
            yield f"{term.label} does not start in its school year."
    for term, following in pairwise(terms):
        if following.starts <= term.ends:
            yield f"{following.label} starts before {term.label} has ended."
