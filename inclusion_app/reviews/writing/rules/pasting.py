"""Reading a blank form that was filled in elsewhere: each marker says where the words below it belong."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inclusion_app.reviews.states import FormKind
from inclusion_app.reviews.writing.rules.questions import TITLES, Area

_MARKER = re.compile(
    r"^[ \t>*•-]*\[[ \t]*(\d{1,2})[ \t]*([a-z]|working|better|questions)[ \t]*\]", re.IGNORECASE | re.MULTILINE
)
_RULED = re.compile(r"^[\s_.…]*$")


@dataclass(frozen=True)
class Piece:
    """Words and where they belong."""

    area: Area
    field: str
    text: str


@dataclass(frozen=True)
class Pasted:
    """What was found: pieces in their order, words before the first marker, and markers that this form has not."""

    pieces: tuple[Piece, ...]
    unplaced: str
    unknown: tuple[str, ...]


def marker_of(area: Area, field: str) -> str:
    """What stands above a text on the blank form: [1a] or [1 working]."""
    return f"[{field}]" if field not in TITLES else f"[{area.number} {field}]"


def blank_form(areas: Sequence[Area], kind: FormKind) -> Iterator[str]:
    """The lines of the blank form as plain text."""
    for area in areas:
        yield from (f"{area.number}. {area.title}".upper(), "")
        for field in area.fields(kind):
            yield from (f"{marker_of(area, field)} {area.title_of(field)}", "", "")


def read_pasted(text: str, areas: Sequence[Area], kind: FormKind) -> Pasted:
    """Cut a text at its markers. A marker that stands twice gives both pieces in one; empty pieces are left out."""
    known = {(str(area.number), _key(area, field)): (area, field) for area in areas for field in area.fields(kind)}
    headings = {f"{area.number}. {area.title}".upper() for area in areas}
    plain = text.replace("\r\n", "\n")
    marks = list(_MARKER.finditer(plain))
    ends = [*(mark.start() for mark in marks[1:]), len(plain)][: len(marks)]
    found: dict[tuple[str, str], list[str]] = {}
    unknown = []
    for mark, end in zip(marks, ends, strict=True):
        place = (mark[1], mark[2].lower())
        if place not in known:
            unknown.append(mark[0].strip())
            continue
        words = _words(plain[mark.end() : end], known[place][0].title_of(known[place][1]), headings)
        if words:
            found.setdefault(place, []).append(words)
    pieces = tuple(Piece(*known[place], "\n\n".join(texts)) for place, texts in found.items())
    before = plain[: marks[0].start()] if marks else plain
    return Pasted(pieces, _words(before, "", headings), tuple(unknown))


def _key(area: Area, field: str) -> str:
    return field if field in TITLES else field.removeprefix(str(area.number))


def _words(text: str, question: str, headings: set[str]) -> str:
    """Without the printed question, the headings of areas, and lines that were there to write on."""
    said = text.strip().removeprefix(question)
    lines = [line for line in said.split("\n") if line.strip().upper() not in headings]
    while lines and _RULED.match(lines[0]):
        lines.pop(0)
    while lines and _RULED.match(lines[-1]):
        lines.pop()
    return "\n".join(lines).strip()
