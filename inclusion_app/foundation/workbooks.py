"""Tables as workbooks, XLSX and OpenDocument (ODS), sent piece by piece however many rows there are.

Numbers are numbers, and everything else is text that nothing evaluates.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from flask import Response
from stream_write_ods import stream_write_ods

from inclusion_app.foundation.files import streamed

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
BYTES_AT_ONCE = 65_536


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; its name has 31 characters at the most."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]


def xlsx_download(filename: str, *sheets: Sheet) -> Response:
    """The tables as an XLSX workbook to download; ``filename`` without directory, ending in .xlsx."""
    return streamed(xlsx_pieces(sheets), filename, XLSX)


def ods_download(filename: str, *sheets: Sheet) -> Response:
    """The tables as an OpenDocument workbook to download; ``filename`` without directory, ending in .ods."""
    return streamed(ods_pieces(sheets), filename, ODS)


def xlsx_pieces(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """A workbook whose heading rows stay in sight. Its format needs the whole of it before the first byte, so it is
    written row by row to a file that is gone when it has been sent."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with TemporaryFile() as file:
        with xlsxwriter.Workbook(file, options) as workbook:
            bold = workbook.add_format({"bold": True, "text_wrap": True})
            for sheet in sheets:
                _write_sheet(workbook.add_worksheet(sheet.name), sheet, bold)
        file.seek(0)
        yield from iter(partial(file.read, BYTES_AT_ONCE), b"")


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


def ods_pieces(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """The same as OpenDocument, which council offices open without anything bought; days stay days."""
    told = (
        (sheet.name, sheet.headings, ([_ods_cell(value) for value in row] for row in sheet.rows)) for sheet in sheets
    )
    pieces: Iterator[bytes] = stream_write_ods(told)
    return pieces


def _ods_cell(value: Any) -> int | float | date | str | None:
    """The value as one of the types that the format knows; text without what its XML cannot hold."""
    if value is None or value == "":
        return None
    if isinstance(value, int | float | date):
        return value
    return "".join(c for c in str(value) if c.isprintable() or c in "\n\t")
