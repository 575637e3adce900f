"""Reads the national file *Special educational needs in England*, school level: columns are found by their names.

Numbers that the file does not let out (``c``, ``z``, ``x``, ``low``, ``..``) are read as not known.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from inclusion_app.foundation.errors import RuleBroken

LARGEST_BYTES = 30_000_000
MOST_NAMED = 10
WITHHELD = frozenset({"", "c", "z", "x", "k", "low", "..", ".", "-", "na", "n/a", "null"})
COLUMNS = {
    "year": ("time_period", "year", "academic_year", "academic year"),
    "urn": ("urn", "school_urn"),
    "pupils": ("total pupils", "total_pupils", "pupils", "headcount"),
    "sen_support": ("sen support", "sen_support"),
    "ehc": ("ehc plan", "ehc_plan", "ehc", "statement_ehc_plan"),
}
NEEDED = ("urn", "pupils", "sen_support", "ehc")


@dataclass(frozen=True)
class SendLine:
    """One school in one year, as the file says it; none where it does not let a number out."""

    urn: int
    year: int
    pupils: int | None
    sen_support: int | None
    ehc: int | None


def read_send(data: bytes, *, year: int | None) -> list[SendLine]:
    """The lines of the file. ``year`` (the calendar year in which the school year ends) is for files that do not say.

    Raises RuleBroken, naming what is wrong line by line: all of the file can be used, or nothing of it is.
    """
    if len(data) > LARGEST_BYTES:
        raise RuleBroken("file", "This file is larger than 30 MB. Choose the one at school level")
    rows = csv.reader(io.StringIO(_text(data), newline=""))
    places = _places(next(rows, []), year)
    found, wrong = [], []
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            found.append(_line(row, places, year))
        except ValueError as problem:
            wrong.append(f"Line {number}: {problem}")
    wrong += _twice(found)
    if wrong:
        more = [f"and {len(wrong) - MOST_NAMED} more"] if len(wrong) > MOST_NAMED else []
        raise RuleBroken.several([("file", sentence) for sentence in [*wrong[:MOST_NAMED], *more]])
    if not found:
        raise RuleBroken("file", "There are no schools in this file")
    return found


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _places(headings: list[str], year: int | None) -> dict[str, int]:
    known = {re.sub(r"\s+", " ", heading.strip().lower()): place for place, heading in enumerate(headings)}
    places = {
        name: next(known[column] for column in columns if column in known)
        for name, columns in COLUMNS.items()
        if any(column in known for column in columns)
    }
    missing = [name for name in NEEDED if name not in places]
    if "year" not in places and year is None:
        missing.append("year")
    if missing:
        names = ", ".join(COLUMNS[name][0] for name in missing)
        raise RuleBroken("file", f"The file has no column for: {names}")
    return places


def _line(row: list[str], places: dict[str, int], year: int | None) -> SendLine:
    def cell(name: str) -> str:
        return row[places[name]].strip() if name in places and places[name] < len(row) else ""

    urn = cell("urn")
    if not (urn.isascii() and urn.isdecimal() and len(urn) == 6):  # as every URN
        raise ValueError(f"“{urn[:20]}” is not a URN of six digits")
    counts = {name: _count(cell(name), COLUMNS[name][0]) for name in ("pupils", "sen_support", "ehc")}
    pupils, needs = counts["pupils"], (counts["sen_support"] or 0) + (counts["ehc"] or 0)
    if pupils is not None and needs > pupils:
        raise ValueError(f"{needs} pupils with special educational needs are more than all {pupils}")
    return SendLine(int(urn), _year(cell("year"), year), **counts)


def _count(text: str, column: str) -> int | None:
    if text.lower() in WITHHELD:
        return None
    plain = text.replace(",", "").removesuffix(".0")
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 6):  # no school has more
        raise ValueError(f"“{text[:20]}” in {column} is not a number of pupils")
    return int(plain)


def _year(text: str, given: int | None) -> int:
    """202526 and 2025/26 are the school year that ends in 2026."""
    if given is not None:
        return given
    both = re.fullmatch(r"(20\d\d)[/ -]?(\d\d)", text)
    if both:
        return int(both[1]) + 1
    if re.fullmatch(r"20\d\d", text):
        return int(text)
    raise ValueError(f"“{text[:20]}” is not a year")


def _twice(found: list[SendLine]) -> Iterator[str]:
    seen = set[tuple[int, int]]()
    for line in found:
        if (line.urn, line.year) in seen:
            yield f"School {line.urn} stands twice for {line.year}"
        seen.add((line.urn, line.year))
