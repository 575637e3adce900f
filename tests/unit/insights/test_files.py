"""Results as files: numbers as numbers, nothing that a spreadsheet evaluates, and nothing that the page hides."""

import io
import zipfile
from datetime import date
from xml.etree import ElementTree as Xml

from openpyxl import load_workbook

from inclusion_app.foundation.workbooks import ODS, Sheet, ods_pieces, xlsx_pieces
from inclusion_app.insights.board.choices import Choices
from inclusion_app.insights.exports import groups_table
from inclusion_app.insights.figures import Figure, SmallNumbers, shown_together
from inclusion_app.insights.filters import Filters
from inclusion_app.insights.measures import MEASURES
from inclusion_app.insights.queries import Group

DAY = date(2026, 11, 27)
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SHEETS = [
    Sheet("Results", ("School", "Counted"), [("=1+1 & <more>", 7), ("B", None)]),
    Sheet("Definitions", ("A",), [(DAY,)]),
]


def test_an_ods_file_says_what_it_is_and_evaluates_nothing() -> None:
    told = b"".join(ods_pieces(SHEETS))
    with zipfile.ZipFile(io.BytesIO(told)) as file:
        first, content = file.infolist()[0], Xml.fromstring(file.read("content.xml"))
    cells = [dict(cell.attrib) for cell in content.iter(f"{TABLE}table-cell") if cell.attrib]

    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert ODS.encode() in told[:120]
    assert [cell.get(f"{OFFICE}value-type") for cell in cells] == [
        "string",
        "string",
        "string",
        "float",
        "string",
        "string",
        "date",
    ]
    assert not [cell for cell in cells if f"{TABLE}formula" in cell]


def test_a_workbook_has_its_definitions_beside_it() -> None:
    book = load_workbook(io.BytesIO(b"".join(xlsx_pieces(SHEETS))))

    assert book.sheetnames == ["Results", "Definitions"]
    assert [cell.value for cell in book["Results"][2]] == ["=1+1 & <more>", 7]
    assert book["Results"]["A2"].data_type == "s"
    assert book["Results"].freeze_panes == "A2"


def test_what_is_hidden_on_the_page_is_not_in_the_file() -> None:
    cells = shown_together([Figure(3, 30), Figure(8, 20), Figure(20, 40)], SmallNumbers.PEOPLE)
    groups = [(Group(str(number), f"District {number}"), cell) for number, cell in enumerate(cells)]
    table = groups_table(MEASURES["completion"], "District", groups, Figure(31, 90))
    rows = list(table.with_definitions(Choices(Filters()), today=DAY))

    assert rows[0] == ["District 0", "", "", "", "1–4"]
    assert rows[1] == ["District 1", "", "", "", "Hidden"]
    assert rows[2][1:4] == [50, 20, 40]
    assert rows[-1][0] == "Completion"
