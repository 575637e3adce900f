"""From any bytes to a table of offers, or to what is wrong with them. No database here."""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator

from inclusion_app.directory.open_data.importing.feed import records_of_feed
from inclusion_app.directory.open_data.importing.problems import Fault, OffersRefused
from inclusion_app.directory.open_data.importing.sheet import LARGEST_BYTES, MOST_COLUMNS, MOST_RECORDS, Record, Sheet

LARGEST_CELL = 100_000
LONGEST_HEADING = 100
ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
NOT_TEXT = "This is neither CSV nor JSON. Save it as ‘CSV UTF-8’ or as JSON, and choose that file."
NO_TEXT_HERE = "There is a character here that is no text."
GUARDED = re.compile(r"'(?=[\s\"'\u200b-\u200f\u2060\ufeff]*[=+@＝＋－＠-])")


def read_offers(file_name: str, data: bytes) -> Sheet:
    """Every entry of the file. Raises OffersRefused with what is wrong, by line or JSON path."""
    name = "".join(c for c in file_name if c.isprintable())[:200].strip() or "file"
    if len(data) > LARGEST_BYTES:
        raise OffersRefused([Fault("The file must be smaller than 1.9 MB. Divide it, and import its parts.")])
    text = _text_of(data)
    records = records_of_feed(text) if text.lstrip()[:1] in {"{", "["} else list(_records_of_table(text))
    if not records:
        raise OffersRefused([Fault("There are no offers in this file.")])
    if len(records) > MOST_RECORDS:
        raise OffersRefused([Fault(f"A file can have {MOST_RECORDS} offers at the most. Divide it.")])
    columns = tuple(dict.fromkeys(column for record in records for column in record.cells))
    if len(columns) > MOST_COLUMNS:
        raise OffersRefused([Fault(f"A file can have {MOST_COLUMNS} columns at the most.")])
    _refuse_odd(records)
    return Sheet(name, hashlib.sha256(data).hexdigest(), columns, tuple(records))


def _text_of(data: bytes) -> str:
    """UTF-8, with or without its mark; otherwise what spreadsheets on Windows write."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise OffersRefused([Fault(NOT_TEXT)])


def _refuse_odd(records: list[Record]) -> None:
    """Control characters and halves of characters can be kept in no database and shown on no page."""
    faults = [
        Fault(NO_TEXT_HERE, record.where, "" if ODD.search(column) else column)
        for record in records
        for column, cell in record.cells.items()
        if ODD.search(cell) or ODD.search(column)
    ]
    if faults:
        raise OffersRefused(faults)


def _records_of_table(text: str) -> Iterator[Record]:
    rows = _rows(text)
    heading = _heading(next(rows, (1, []))[1])
    for line, row in rows:
        if len(row) > len(heading) and any(cell.strip() for cell in row[len(heading) :]):
            sentence = f"The row has {len(row)} cells, but there are {len(heading)} headings."
            raise OffersRefused([Fault(sentence, f"Line {line}")])
        cells = {name: _unguarded(cell) for name, cell in zip(heading, row, strict=False) if name}
        yield Record(f"Line {line}", dict.fromkeys(filter(None, heading), "") | cells)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of every row that is not empty."""
    csv.field_size_limit(LARGEST_CELL)
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as problem:
        raise OffersRefused([Fault(f"The line cannot be read as CSV ({problem}).", f"Line {line}")]) from problem


def _heading(row: list[str]) -> list[str]:
    heading = [" ".join(cell.split())[:LONGEST_HEADING] for cell in row]
    if not any(heading) or (len(heading) == 1 and len(row[0]) > LONGEST_HEADING):
        raise OffersRefused([Fault(NOT_TEXT)])
    twice = [name for name, count in Counter(heading).items() if count > 1 and name]
    if twice:
        raise OffersRefused([Fault("There are two such columns.", "Line 1", name) for name in twice])
    return heading


def _unguarded(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from evaluating it."""
    return GUARDED.sub("", cell, count=1) if cell.startswith("'") else cell
