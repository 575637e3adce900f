"""What people open in a spreadsheet is never evaluated, and loses nothing."""

import csv
import io
from typing import Any

import pytest
from openpyxl import Workbook

from inclusion_app.foundation.exports import csv_text, safe_cell

LEADS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", '"=']
FORMULA = "1+HYPERLINK(A1)"


def read_back(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("lead", [*LEADS, "'=", "  \t=", "\0=", "\u00a0=", "\ufeff=", "\u200b=", '""='])
@pytest.mark.parametrize("place", ["heading", "cell"])
def test_text_that_starts_a_formula_gets_an_apostrophe(lead: str, place: str) -> None:
    hostile = lead + FORMULA
    headings, rows = ([hostile], [["x"]]) if place == "heading" else (["Note"], [[hostile]])

    cell = read_back(csv_text(headings, rows))[place == "cell"][0]

    assert cell.startswith("'")
    assert cell[1:] == hostile.replace("\0", "")  # nothing is lost but what no file may carry
    assert Workbook().active.cell(1, 1, cell.replace("\r", "")).data_type == "s"  # type: ignore[union-attr]


def test_a_nul_is_left_out_before_the_lead_is_looked_at() -> None:
    assert safe_cell(f"\0{FORMULA}") == FORMULA


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-5, "-5"),
        (-1.5, "-1.5"),
        ("Ann O'Hara", "Ann O'Hara"),
        ("Ash, Ann", "Ash, Ann"),
        ("a=b", "a=b"),
        ("two\r\nlines", "two\r\nlines"),
        (None, ""),
        (0, "0"),
        ("'quoted'", "'quoted'"),
        ("+44 1622 000000", "'+44 1622 000000"),
    ],
)
def test_everything_else_stays_readable(value: Any, written: str) -> None:
    assert safe_cell(value) == written
    assert read_back(csv_text(["Value"], [[value]]))[1] == ([written] if written else [""])


def test_a_separator_or_a_quote_in_a_cell_begins_no_new_cell() -> None:
    hostile = 'x","=1+1'

    assert read_back(csv_text(["A", "B"], [[hostile, "b"]])) == [["A", "B"], [hostile, "b"]]
