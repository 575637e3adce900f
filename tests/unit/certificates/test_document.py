"""The certificate as a PDF: tagged, titled, readable by programs, and unmoved by whatever people are called."""

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import ContentStream

from inclusion_app.training.certificates.document import certificate_pdf, length_of
from inclusion_app.training.certificates.snapshots import Meeting, Said

CODE = "ABCD-EFGH-JKMN"
CHECK = f"https://inclusion.example/certificates/{CODE}"
SAID = Said(
    holder="Ann Example",
    school="St Ŵyn’s Primary School",
    course="Autism – a whole-school view",
    provider="Kent Special Schools",
    meetings=(Meeting(date(2026, 9, 1), "09:30", "12:00", 150), Meeting(date(2026, 9, 8), "09:30", "12:00", 150)),
    outcomes=("Plan a lesson that includes everybody", "Spend £5 well"),
    issued_on=date(2026, 11, 23),
    valid_until=date(2028, 11, 23),
)
PAINTED = {b"S", b"f", b"B", b"n"}
"""The operators of PDF that end a drawing."""
HOSTILE = [
    '#panic("stopped")',
    "#sys.inputs $x^2$ *b* _c_ @ref <label> \\ // /* ` [ ] { } ' \" #",
    '#image("/etc/passwd")',
    "\u202etxet denruter",
    "Ann\x00\x07\nBee",
    "\ud800",
    "",
]


def pdf(said: Said = SAID) -> bytes:
    return certificate_pdf(said, code=CODE, check=CHECK, service="Kent Inclusion")


def text_of(made: bytes) -> str:
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    return " ".join(words.replace("\u200b", "").split())


def test_it_is_tagged_and_says_its_title_and_its_language() -> None:
    reader = PdfReader(io.BytesIO(pdf()))
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Certificate: Autism – a whole-school view, Ann Example"
    assert b"pdfuaid" in pdf()


def test_headings_table_and_list_are_told_apart_and_the_qr_code_has_words() -> None:
    tags, alternatives = _structure(pdf())
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI", "/Link", "/Figure"} <= tags
    assert alternatives == {"QR code of the address at which this certificate can be checked"}


def _structure(made: bytes) -> tuple[set[str], set[str]]:
    tags: set[str] = set()
    alternatives: set[str] = set()
    waiting: list[Any] = [PdfReader(io.BytesIO(made)).root_object["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop()
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            waiting += element
        elif isinstance(element, dict):
            tags |= {str(element["/S"])} if "/S" in element else set()
            alternatives |= {str(element["/Alt"])} if "/Alt" in element else set()
            waiting += [element["/K"]] if "/K" in element else []
    return tags, alternatives


def test_its_picture_is_the_code_of_the_address_at_which_it_is_checked() -> None:
    """Read off the page module by module, and compared with the code that the address alone makes."""
    wanted = [[bool(module) for module in row] for row in segno.make(CHECK, error="m", micro=False).matrix]
    assert _modules(_strokes(pdf()), across=len(wanted)) == wanted


def _strokes(made: bytes) -> list[tuple[float, float, float]]:
    """The longest drawing on the first page, a QR code, as the horizontal strokes it is made of: from, to, how high."""
    reader = PdfReader(io.BytesIO(made))
    drawings: list[list[tuple[float, float, float]]] = [[]]
    at = (0.0, 0.0)
    for numbers, operator in ContentStream(reader.pages[0].get_contents(), reader).operations:
        if operator == b"m":
            at = (float(numbers[0]), float(numbers[1]))
        elif operator == b"l":
            drawings[-1].append((at[0], float(numbers[0]), at[1]))
        elif operator in PAINTED:
            drawings.append([])
    return max(drawings, key=len)


def _modules(strokes: list[tuple[float, float, float]], *, across: int) -> list[list[bool]]:
    """Which squares of so many by so many are dark; the corners of a code are dark, so its strokes reach its edges."""
    left, right = min(begin for begin, _, _ in strokes), max(end for _, end, _ in strokes)
    top, side = min(height for _, _, height in strokes), (right - left) / across
    dark = [[False] * across for _ in range(across)]
    for begin, end, height in strokes:
        row = dark[round((height - top) / side)]
        for column in range(round((begin - left) / side), round((end - left) / side)):
            row[column] = True
    return dark


def test_everything_stands_on_it() -> None:
    words = text_of(pdf())
    for said in (
        "Ann Example",
        "of St Ŵyn’s Primary School",
        "Autism – a whole-school view",
        "given by Kent Special Schools",
        "1 September 2026",
        "09:30 to 12:00",
        "5 hours",
        "Spend £5 well",
        "Issued on 23 November 2026",
        "Valid until 23 November 2028",
        CODE,
        "inclusion.example/certificates/",
    ):
        assert said in words


def test_one_without_an_end_says_so() -> None:
    assert "Valid without an end" in text_of(pdf(replace(SAID, valid_until=None)))


def test_the_same_certificate_is_the_same_file() -> None:
    assert pdf() == pdf()


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_people_are_called_is_only_text(name: str) -> None:
    words = text_of(pdf(replace(SAID, holder=name, course=f"{name} course", provider=name, outcomes=(name,))))
    seen = " ".join("".join(c for c in name if (c.isascii() and c.isprintable()) or c == "\n").split())
    assert seen.replace(" ", "") in words.replace(" ", "")
    assert "root:" not in words


@pytest.mark.parametrize("name", ["Łukasz Nguyễn", "Siân ŷ Ŵ", "Ελένη Παπά", "Юлия Іванова", "e\u0301ire"])
def test_letters_of_europe_are_printed(name: str) -> None:
    words = text_of(pdf(replace(SAID, holder=name)))
    assert "Some letters cannot be printed" not in words
    assert "?" not in words


@pytest.mark.parametrize("name", ["王小明", "Ann 😀", "👩🏽‍🏫", "ਗੁਰਪ੍ਰੀਤ ਕੌਰ"])
def test_letters_that_no_font_has_are_marked_and_it_is_said_where_they_can_be_read(name: str) -> None:
    words = text_of(pdf(replace(SAID, holder=name)))
    assert "Some letters cannot be printed here" in words
    assert "?" in words


def test_very_long_words_stay_on_the_page() -> None:
    reader = PdfReader(io.BytesIO(pdf(replace(SAID, holder="W" * 200, course="m" * 200, school="w " * 100))))
    assert len(reader.pages) <= 2


def test_a_year_of_sessions_goes_on_over_the_page() -> None:
    many = tuple(Meeting(date(2026, 1, 1) + timedelta(days=7 * n), "09:30", "12:00", 150) for n in range(60))
    reader = PdfReader(io.BytesIO(pdf(replace(SAID, meetings=many))))
    assert len(reader.pages) > 1
    assert "150 hours" in reader.pages[-1].extract_text()


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=[]), max_size=60))
def test_any_name_makes_a_certificate(name: str) -> None:
    assert pdf(replace(SAID, holder=name, school=name)).startswith(b"%PDF")


def test_lengths_are_said_in_words() -> None:
    assert [length_of(m) for m in (0, 1, 60, 90, 150)] == [
        "0 minutes",
        "1 minute",
        "1 hour",
        "1 hour 30 minutes",
        "2 hours 30 minutes",
    ]
