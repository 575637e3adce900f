"""The certificate as an accessible (tagged) PDF: the same bytes for the same certificate, whenever it is asked for."""

import io
import json
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import segno
import typst

from inclusion_app.foundation.formats import short_day
from inclusion_app.training.certificates.snapshots import Meeting, Said

SOURCE = Path(__file__).with_name("certificate.typ")
STANDARD: Literal["ua-1"] = "ua-1"
CANNOT_BE_SHOWN = "?"
LONGEST_WORD = 28
BREAK_HERE = "\u200b"
TURNS_TEXT_ROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def certificate_pdf(said: Said, *, code: str, check: str, service: str) -> bytes:
    """The document. ``check`` is the full address of the public page about it.

    The format refuses letters that none of its fonts has; they are printed as question marks, and the document says
    where they can be read.
    """
    words, qr = _words(said, code=code, check=check, service=service), _qr(check)
    for change in (_showable, _ascii):
        try:
            return _compiled(words, qr)
        except typst.TypstError:
            words = _each_text(words, change) | {"unshown": True}
    return _compiled(words, qr)


def _words(said: Said, *, code: str, check: str, service: str) -> dict[str, Any]:
    until = said.valid_until
    words = {
        "title": f"Certificate: {said.course}, {said.holder}",
        "service": service,
        "code": code,
        "check": check,
        "check_shown": check.partition("://")[2],
        "holder": said.holder,
        "school": None if said.is_for_school else said.school,
        "with_them": list(said.with_them),
        "course": said.course,
        "provider": said.provider,
        "meetings": [
            {"day": short_day(m.day), "time": _time(m), "length": length_of(m.minutes)} for m in said.meetings
        ],
        "length": length_of(said.minutes),
        "outcomes": list(said.outcomes),
        "issued_on": short_day(said.issued_on),
        "valid_label": "Valid until" if until else "Valid",
        "valid_until": short_day(until) if until else "without an end",
    }
    cleaned: dict[str, Any] = _each_text(words, _clean)
    return cleaned | {"check": check, "check_shown": words["check_shown"], "unshown": False}


def length_of(minutes: int) -> str:
    """2 hours 30 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [(hours, "hour"), (rest, "minute")]
    return " ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in parts if n) or "0 minutes"


def _time(meeting: Meeting) -> str:
    return f"{meeting.start} to {meeting.end}"


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=2, dark="#0b0c0c")
    return drawn.getvalue().decode()


def _compiled(words: dict[str, Any], qr: str) -> bytes:
    return _compile(SOURCE.read_bytes(), {"certificate": json.dumps(words), "qr": qr})


def _compile(source: bytes, inputs: dict[str, str]) -> bytes:
    compiler = typst.Compiler(source, ignore_system_fonts=True, sys_inputs=inputs)  # the same fonts on every machine
    made = compiler.compile(format="pdf", pdf_standards=[STANDARD])
    assert isinstance(made, bytes)  # noqa: S101  # a PDF is one file
    return made


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each_text(inner, change) for key, inner in value.items()}
    return [_each_text(inner, change) for inner in value] if isinstance(value, list) else value


def _clean(text: str) -> str:
    """Without control characters and what turns text round; with places to break words that fill a line."""
    kept = "".join(_kept(c) for c in unicodedata.normalize("NFC", text))
    return " ".join(_breakable(word) for word in kept.split())


def _kept(character: str) -> str:
    if character in TURNS_TEXT_ROUND or unicodedata.category(character) in {"Cs", "Cn", "Co"}:
        return ""
    return " " if unicodedata.category(character) in {"Cc", "Zl", "Zp"} else character


def _breakable(word: str) -> str:
    return BREAK_HERE.join(word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD))


def _showable(text: str) -> str:
    return "".join(c if c.isascii() or _is_showable(c) else CANNOT_BE_SHOWN for c in text)


def _ascii(text: str) -> str:
    """For letters that can only not be shown together."""
    return text.encode("ascii", "replace").decode()


@lru_cache(maxsize=10_000)
def _is_showable(character: str) -> bool:
    """Whether a document of that one character can be made; remembered, as people's names share their letters."""
    source = b'#set document(title: "t")\n#set text(font: "Libertinus Serif")\n#sys.inputs.c'
    try:
        _compile(source, {"c": character})
    except typst.TypstError:
        return False
    return True
