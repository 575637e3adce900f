"""Files that people open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import xlsxwriter
from flask import Response

from inclusion_app.foundation.files import download

# What starts a formula, behind blanks, quotes and characters of no width that a spreadsheet may drop; or a lead that
# some spreadsheets drop themselves.
STARTS_A_FORMULA = re.compile(r"""[\s"'\u200b-\u200f\u2060\ufeff]*[=+@＝＋－＠-]|[\t\r\n]""")
EXCEL_READS_UTF8_AFTER = "\ufeff"
ROWS_AT_ONCE = 500
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


def csv_stream(filename: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The same, sent row by row as it is made, however many there are."""

    def lines() -> Iterator[bytes]:
        yield (EXCEL_READS_UTF8_AFTER + csv_text(headings, ())).encode()
        for some in batched(rows, ROWS_AT_ONCE):
            yield csv_text((), some).partition("\r\n")[2].encode()

    response = download(b"", filename, "text/csv; charset=utf-8")
    response.response = lines()
    response.headers.remove("Content-Length")
    return response


def batched(rows: Iterable[Sequence[Any]], size: int) -> Iterator[list[Sequence[Any]]]:
    """The rows, so many at a time."""
    several = iter(rows)
    while some := list(islice(several, size)):
        yield some


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; its name has 31 characters at the most."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]


def xlsx_bytes(sheet: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The table as a workbook of one sheet."""
    return workbook_bytes([Sheet(sheet, headings, rows)])


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The tables as a workbook: heading rows that stay in sight, numbers as numbers, all else as text that nothing
    evaluates. Written row by row, whatever their number."""
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        bold = workbook.add_format({"bold": True, "text_wrap": True})
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(sheet.name), sheet, bold)
    return buffer.getvalue()


def _write_sheet(page: Any, sheet: Sheet, bold: Any) -> None:
    page.freeze_panes(1, 0)
    page.set_column(0, max(0, len(sheet.headings) - 1), 18)
    for column, heading in enumerate(sheet.headings):
        page.write_string(0, column, heading, bold)
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                page.write_number(number, column, value)
            else:
                page.write_string(number, column, "" if value is None else str(value).replace("\0", ""))


def xlsx_download(filename: str, sheet: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The table as a workbook to download; ``filename`` without directory, ending in .xlsx."""
    return download(xlsx_bytes(sheet, headings, rows), filename, XLSX)
