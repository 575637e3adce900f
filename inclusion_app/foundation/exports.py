"""Files that people open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from flask import Response

from inclusion_app.foundation.files import download

# What starts a formula, behind blanks, quotes and characters of no width that a spreadsheet may drop; or a lead that
# some spreadsheets drop themselves.
STARTS_A_FORMULA = re.compile(r"""[\s"'\u200b-\u200f\u2060\ufeff]*[=+@＝＋－＠-]|[\t\r\n]""")
EXCEL_READS_UTF8_AFTER = "\ufeff"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe_cell(value: Any) -> str:
    """The value as text that no spreadsheet evaluates.

    Text that begins (after blanks and quotes) with a character that starts a formula gets an apostrophe in front,
    as ASVS 1.2.10 asks; numbers and everything else stay as they are, so ``-5`` and ``+44`` remain readable.
    """
    text = "" if value is None else str(value)
    if isinstance(value, int | float):
        return text
    text = text.replace("\0", "")
    return f"'{text}" if STARTS_A_FORMULA.match(text) else text


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The table as CSV, headings first, every cell safe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([safe_cell(heading) for heading in headings])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def csv_download(filename: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The table as a download; ``filename`` without directory, ending in .csv."""
    body = (EXCEL_READS_UTF8_AFTER + csv_text(headings, rows)).encode()
    return download(body, filename, "text/csv; charset=utf-8")


def xlsx_bytes(sheet: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The table as a workbook: a heading row that stays in sight, numbers as numbers, all else as text that nothing
    evaluates. Written row by row, whatever their number."""
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        page = workbook.add_worksheet(sheet)
        bold = workbook.add_format({"bold": True, "text_wrap": True})
        page.freeze_panes(1, 0)
        page.set_column(0, max(0, len(headings) - 1), 18)
        for column, heading in enumerate(headings):
            page.write_string(0, column, heading, bold)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, int | float):
                    page.write_number(number, column, value)
                else:
                    page.write_string(number, column, "" if value is None else str(value).replace("\0", ""))
    return buffer.getvalue()


def xlsx_download(filename: str, sheet: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The table as a workbook to download; ``filename`` without directory, ending in .xlsx."""
    return download(xlsx_bytes(sheet, headings, rows), filename, XLSX)
