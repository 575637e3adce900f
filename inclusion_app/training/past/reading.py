"""From any bytes to lines of past attendance, or to everything that is wrong with them. No database here."""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import TypeVar

from inclusion_app.accounts.rules import EMAIL, tidy_email, tidy_name
from inclusion_app.foundation.clock import LONDON
from inclusion_app.schools.register import cells
from inclusion_app.schools.register.problems import FileRefused, Problem, Problems
from inclusion_app.training.past.lines import (
    ALSO_CALLED,
    COLUMNS,
    LARGEST_BYTES,
    LONGEST_EMAIL,
    LONGEST_NAME,
    LONGEST_TITLE,
    MOST_LINES,
    NEEDED,
    OUTCOMES,
    PastFile,
    PastLine,
)
from inclusion_app.training.states import RunOutcome

T = TypeVar("T")
EARLIEST = date(2000, 1, 1)
LONGEST_RUN = timedelta(days=400)
ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
NOT_TEXT = "This is not a CSV file. Save it from your spreadsheet as ‘CSV UTF-8’ and choose that file."
USUAL_TIMES = ("09:00", "15:30")


def read_past(file_name: str, data: bytes, *, today: date) -> PastFile:
    """Every line of the file. Raises FileRefused with what is wrong, by line and column; ``today`` is London's."""
    name = "".join(c for c in file_name if c.isprintable())[:200].strip() or "file"
    if len(data) > LARGEST_BYTES:
        raise FileRefused(name, [Problem("The file must be smaller than 1.9 MB. Divide it, and import its parts.")])
    text = _text_of(name, data)
    problems = Problems()
    rows = list(_rows(text, problems))
    problems.refuse_if_any(name)
    if not rows:
        raise FileRefused(name, [Problem("The file is empty.")])
    if len(rows) > MOST_LINES + 1:
        raise FileRefused(name, [Problem(f"A file can have {MOST_LINES:,} lines at the most. Divide it.")])
    heading = _heading(name, rows[0][1])
    reading = _Reading(heading, problems, today)
    lines = tuple(line for number, row in rows[1:] if (line := reading.line(number, row)))
    problems.refuse_if_any(name)
    if not lines:
        raise FileRefused(name, [Problem("There are headings but no lines below them.")])
    ignored = tuple(heading_name for heading_name in heading if heading_name and heading_name not in COLUMNS)
    return PastFile(name, hashlib.sha256(data).hexdigest(), lines, ignored)


def _text_of(name: str, data: bytes) -> str:
    """UTF-8, with or without its mark; otherwise what spreadsheets on Windows write."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            _refuse_odd(name, text)
            return text
    raise FileRefused(name, [Problem(NOT_TEXT)])


def _refuse_odd(name: str, text: str) -> None:
    """Control characters and code points that stand for nothing can be shown on no page."""
    odd = ODD.search(text)
    if odd is not None:
        line = text.count("\n", 0, odd.start()) + 1
        raise FileRefused(name, [Problem("There is a character here that is no text.", line)])


def _rows(text: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of every row that is not empty."""
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as problem:
        problems.add(f"The line cannot be read as CSV ({problem}).", line=line)


def _heading(name: str, row: list[str]) -> list[str]:
    said = [" ".join(cell.casefold().replace("_", " ").split()) for cell in row]
    heading = [ALSO_CALLED.get(cell, cell) for cell in said]
    twice = [cell for cell, count in Counter(heading).items() if count > 1 and cell in COLUMNS]
    if twice:
        raise FileRefused(name, [Problem("There are two such columns.", 1, cell) for cell in twice])
    absent = [column for column in NEEDED if column not in heading]
    if absent:
        raise FileRefused(name, [Problem("There is no such column, and it is needed.", 1, column) for column in absent])
    return heading


class _Reading:
    """Takes line by line, and notes what is wrong with each."""

    def __init__(self, heading: list[str], problems: Problems, today: date) -> None:
        self._heading, self._problems, self._today = heading, problems, today
        self._width = len(heading)
        self._line_of: dict[tuple[str, date, str], int] = {}
        self._name_of: dict[str, tuple[str, int]] = {}

    def line(self, number: int, row: list[str]) -> PastLine | None:
        """The line, or nothing where something is wrong with it."""
        before = self._problems.count
        if len(row) > self._width and any(cell.strip() for cell in row[self._width :]):
            self._problems.add(f"The row has {len(row)} cells, but there are {self._width} headings.", line=number)
            return None
        said = dict.fromkeys(COLUMNS, "") | dict(zip(self._heading, row, strict=False))
        found = self._read(number, said)
        if self._problems.count > before or found is None:
            return None
        self._compare(found)
        return found if self._problems.count == before else None

    def _read(self, number: int, said: dict[str, str]) -> PastLine | None:
        def cell(column: str, read: Callable[[str], T]) -> T | None:
            try:
                return read(said[column])
            except ValueError as problem:
                self._problems.add(str(problem), line=number, column=column)
                return None

        course, name, email = cell("course", _course), cell("name", _name), cell("email", _email)
        urn, outcome = cell("urn", cells.urn), cell("outcome", _outcome)
        day, last = cell("date", self._day), cell("end date", lambda text: self._day(text) if text.strip() else None)
        start, end, provider = cell("start time", _time), cell("end time", _time), cell("provider", _provider)
        if course is None or name is None or email is None or urn is None or outcome is None or day is None:
            return None
        line = PastLine(number, course, day, last or day, urn, name, email, outcome)
        self._check_span(line, start or "", end or "")
        return PastLine(
            number, course, day, last or day, urn, name, email, outcome, start or "", end or "", provider or ""
        )

    def _day(self, text: str) -> date:
        day = _date(text)
        if day > self._today:
            raise ValueError(f"{text.strip()[:40]} is not in the past.")
        if day < EARLIEST:
            raise ValueError(f"{text.strip()[:40]} is before 2000.")
        return day

    def _check_span(self, line: PastLine, start: str, end: str) -> None:
        if not line.day <= line.last_day <= line.day + LONGEST_RUN:
            sentence = "The end date must be the same as or after the date, and within 400 days of it."
            self._problems.add(sentence, line=line.number, column="end date")
        if (end or USUAL_TIMES[1]) <= (start or USUAL_TIMES[0]):
            self._problems.add("The end time must be after the start time.", line=line.number, column="end time")

    def _compare(self, line: PastLine) -> None:
        """The same person once on a run, and under one name."""
        first = self._line_of.setdefault((line.course.casefold(), line.day, line.email), line.number)
        if first != line.number:
            sentence = f"{line.email} is on line {first} already with this course and date."
            self._problems.add(sentence, line=line.number, column="email")
        name, where = self._name_of.setdefault(line.email, (line.name, line.number))
        if name.casefold() != line.name.casefold():
            self._problems.add(f"{line.email} has another name on line {where}.", line=line.number, column="name")


def _date(text: str) -> date:
    said = text.strip()[:40]
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(said, shape).replace(tzinfo=LONDON).date()
        except ValueError:
            continue
    raise ValueError(f"‘{said}’ is not a date; write 2025-03-11 or 11/03/2025." if said else "Enter the date.")


def _course(text: str) -> str:
    said = cells.text(text, longest=LONGEST_TITLE)
    if not said:
        raise ValueError("Enter the course: its title, or its name in the address of its page.")
    return said


def _name(text: str) -> str:
    said = tidy_name(text)
    if not said or not said.isprintable():
        raise ValueError("Enter the person's name.")
    if len(said) > LONGEST_NAME:
        raise ValueError(f"The name must be {LONGEST_NAME} characters or fewer.")
    return said


def _email(text: str) -> str:
    said = tidy_email(text)
    if len(said) > LONGEST_EMAIL or not said.isascii() or not EMAIL.fullmatch(said):
        raise ValueError(f"‘{said[:40]}’ is not an e-mail address." if said else "Enter the e-mail address.")
    return said


def _outcome(text: str) -> RunOutcome:
    said = " ".join(text.casefold().split())
    if said not in OUTCOMES:
        raise ValueError(f"‘{said[:40]}’ is no outcome; write completed, part or not.")
    return OUTCOMES[said]


def _time(text: str) -> str:
    said = text.strip()[:20]
    if not said:
        return ""
    try:
        return f"{datetime.strptime(said, '%H:%M').replace(tzinfo=LONDON):%H:%M}"
    except ValueError as problem:
        raise ValueError(f"‘{said}’ is not a time; write 09:00.") from problem


def _provider(text: str) -> str:
    return cells.text(text, longest=LONGEST_TITLE)
