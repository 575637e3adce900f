"""Tables as CSV, which people open in a spreadsheet; workbooks.py makes files of several sheets."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from flask import Response

from inclusion_app.foundation.files import download, streamed

# What starts a formula, behind blanks, quotes and characters of no width that a spreadsheet may drop; or a lead that
# some spreadsheets drop themselves.
STARTS_A_FORMULA = re.compile(r"""[\s"'\u200b-\u200f\u2060\ufeff]*[=+@＝＋－＠-]|[\t\r\n]""")
EXCEL_READS_UTF8_AFTER = "\ufeff"
ROWS_AT_ONCE = 500


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

    return streamed(lines(), filename, "text/csv; charset=utf-8")


def batched(rows: Iterable[Sequence[Any]], size: int) -> Iterator[list[Sequence[Any]]]:
    """The rows, so many at a time."""
    several = iter(rows)
    while some := list(islice(several, size)):
        yield some
