"""Files of past attendance: read, or refused with everything that is wrong by line and column."""

from datetime import date

import pytest

from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.schools.register.problems import FileRefused
from inclusion_app.training.past.carrying import packed, unpacked
from inclusion_app.training.past.lines import LARGEST_BYTES, MOST_LINES, PastFile
from inclusion_app.training.past.reading import read_past

TODAY = date(2026, 10, 5)
HEADINGS = "course,date,urn,name,email,outcome"
LINE = "Nurture,2025-03-11,118001,Zoë Reed,zoe@school.example,completed"


def read(*lines: str, headings: str = HEADINGS, encoding: str = "utf-8") -> PastFile:
    return read_past("past.csv", "\n".join([headings, *lines]).encode(encoding), today=TODAY)


def refused(data: bytes) -> list[str]:
    with pytest.raises(FileRefused) as found:
        read_past("past.csv", data, today=TODAY)
    return [str(problem) for problem in found.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_what_spreadsheets_write_is_read(encoding: str) -> None:
    assert read(LINE, encoding=encoding).lines[0].name == "Zoë Reed"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_are_parted_as_the_headings_are(separator: str) -> None:
    file = read(LINE.replace(",", separator), headings=HEADINGS.replace(",", separator))
    assert (file.lines[0].urn, file.lines[0].day) == (118001, date(2025, 3, 11))


def test_columns_stand_in_any_order_and_empty_rows_do_not_count() -> None:
    file = read(",,,,,", "yes,11/03/2025,A@B.EXAMPLE,118001,Jo,nurture", headings="Outcome,Date,E-mail,URN,Name,Course")
    [line] = file.lines
    assert (line.number, line.email, line.day, line.course) == (3, "a@b.example", date(2025, 3, 11), "nurture")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2025-03-11", "2025-02-30", "Line 2, column date: ‘2025-02-30’ is not a date"),
        ("2025-03-11", "", "Line 2, column date: Enter the date"),
        ("2025-03-11", "2026-10-06", "Line 2, column date: 2026-10-06 is not in the past"),
        ("2025-03-11", "1999-12-31", "is before 2000"),
        ("2025-03-11", "0001-01-01", "is before 2000"),
        ("118001", "ME14", "Line 2, column urn"),
        ("zoe@school.example", "zoe", "Line 2, column email: ‘zoe’ is not an e-mail address"),
        ("zoe@school.example", "zoë@school.example", "is not an e-mail address"),
        ("Zoë Reed", " ", "Line 2, column name: Enter the person's name"),
        ("Zoë Reed", "Z" * 201, "200 characters or fewer"),
        ("completed", "perhaps", "Line 2, column outcome: ‘perhaps’ is no outcome"),
        ("Nurture", "", "Line 2, column course: Enter the course"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column(old: str, new: str, said: str) -> None:
    [sentence] = refused(f"{HEADINGS}\n{LINE.replace(old, new)}".encode())
    assert said in sentence


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty"),
        (b"\n\n", "The file is empty"),
        (HEADINGS.encode(), "no lines below them"),
        (b"course,date\nx,y", "column urn: There is no such column"),
        (f"{HEADINGS},urn\n{LINE},1".encode(), "There are two such columns"),
        (b"PK\x03\x04\x00\x00binary\x00", "This is not a CSV file"),
        ("course,date".encode("utf-16"), "This is not a CSV file"),
        (f"{HEADINGS}\n\x07{LINE}".encode(), "Line 2: There is a character here that is no text"),
        (f"{HEADINGS}\n{LINE}\U0001ffff".encode(), "Line 2: There is a character here that is no text"),
        (b"x" * (LARGEST_BYTES + 1), "smaller than 1.9 MB"),
        (f'{HEADINGS}\n"open'.encode(), "cannot be read as CSV"),
        (f"{HEADINGS}\n{LINE},more".encode(), "The row has 7 cells"),
        (f"{HEADINGS}\n{LINE}\n{LINE}".encode(), "zoe@school.example is on line 2 already"),
        (f"{HEADINGS}\n{LINE}\n{LINE.replace('Zoë', 'Tom').replace('-11', '-12')}".encode(), "another name on line 2"),
        (f"{HEADINGS},end date\n{LINE},2025-03-10".encode(), "the same as or after the date"),
        (f"{HEADINGS},end time\n{LINE},08:00".encode(), "after the start time"),
        (f"{HEADINGS},end time\n{LINE},late".encode(), "is not a time"),
        ("\n".join([HEADINGS, *[LINE] * (MOST_LINES + 1)]).encode(), "10,000 lines at the most"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(data: bytes, said: str) -> None:
    assert any(said in sentence for sentence in refused(data))


def test_every_problem_is_told_at_once() -> None:
    bad = LINE.replace("2025-03-11", "soon").replace("118001", "x").replace("completed", "?")
    assert len(refused(f"{HEADINGS}\n{bad}\n{bad}".encode())) == 6


def test_a_file_comes_back_as_it_went() -> None:
    data = f"{HEADINGS}\n{LINE}".encode("cp1252")
    assert unpacked(packed(data)) == data


@pytest.mark.parametrize(
    "text", ["", "%%%", "x", "eJwDAAAAAAE", "é", packed(b"x" * (LARGEST_BYTES + 1)), packed(b"abc")[:-6]]
)
def test_what_was_not_packed_here_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken):
        unpacked(text)
