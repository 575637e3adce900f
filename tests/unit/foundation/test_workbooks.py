"""Workbooks: sent as they are made, and whatever is in them can be opened."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from xml.etree import ElementTree as Xml

import pytest

from inclusion_app.foundation.workbooks import Sheet, ods_pieces, xlsx_pieces

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
ROWS = 20_000


class Stage(StrEnum):
    BEGUN = "begun"


def test_an_ods_file_leaves_before_its_last_row_is_made() -> None:
    made = []

    def rows() -> Iterator[tuple[int, str]]:
        for number in range(ROWS):
            made.append(number)
            yield number, f"{number * 7919 % 10_007:x}" * 9  # what does not shrink to nothing

    pieces = ods_pieces([Sheet("Rows", ("Number", "Text"), rows())])
    before = [next(pieces) for _ in range(3)]

    assert len(made) < ROWS / 2
    with zipfile.ZipFile(io.BytesIO(b"".join([*before, *pieces]))) as file:
        assert file.testzip() is None
    assert len(made) == ROWS


def test_an_xlsx_file_is_sent_in_pieces() -> None:
    rows = ((number, f"{number * 7919 % 10_007:x}" * 9) for number in range(ROWS))
    sizes = [len(piece) for piece in xlsx_pieces([Sheet("Rows", ("Number", "Text"), rows)])]

    assert len(sizes) > 3
    assert max(sizes) <= 65_536


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\x00b\x0bc\ud800", "abc"),
        (Stage.BEGUN, "begun"),
        (date(2026, 11, 27), "2026-11-27"),
        (7, "7"),
        (None, None),
        ("", None),
    ],
)
def test_every_cell_is_something_that_the_format_knows(value: object, shown: str | None) -> None:
    with zipfile.ZipFile(io.BytesIO(b"".join(ods_pieces([Sheet("One", ("Heading",), [(value,)])])))) as file:
        content = Xml.fromstring(file.read("content.xml"))

    assert [text.text for text in content.iter(TEXT)] == ["Heading", *([shown] if shown else [])]
