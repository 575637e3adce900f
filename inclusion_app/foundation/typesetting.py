"""Accessible (tagged) PDFs: what people have typed goes in as data alone, never as source.

The same words make the same bytes, on every machine.
"""

import json
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

STANDARD: Literal["ua-1"] = "ua-1"
CANNOT_BE_SHOWN = "?"
LONGEST_WORD = 28
BREAK_HERE = "\u200b"
TURNS_TEXT_ROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def typeset(source: Path, words: Mapping[str, Any], **inputs: str) -> bytes:
    """The document that ``source`` makes of ``words`` (its input ``words``, as JSON) and of further inputs.

    The format refuses letters that none of its fonts has; they are printed as question marks, and ``words.unshown``
    is then true.
    """
    said: Any = dict(words) | {"unshown": False}
    for change in (_showable, _ascii):
        try:
            return _compiled(source, said, inputs)
        except typst.TypstError:
            said = each_text(said, change) | {"unshown": True}
    return _compiled(source, said, inputs)


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same value with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: each_text(inner, change) for key, inner in value.items()}
    return [each_text(inner, change) for inner in value] if isinstance(value, list) else value


def clean(text: str) -> str:
    """Without control characters and what turns text round; with places to break words that fill a line."""
    kept = "".join(_kept(c) for c in unicodedata.normalize("NFC", text))
    return " ".join(_breakable(word) for word in kept.split())


def _compiled(source: Path, words: dict[str, Any], inputs: Mapping[str, str]) -> bytes:
    return _compile(source.read_bytes(), {"words": json.dumps(words), **inputs})


def _compile(source: bytes, inputs: dict[str, str]) -> bytes:
    compiler = typst.Compiler(source, ignore_system_fonts=True, sys_inputs=inputs)  # the same fonts on every machine
    made = compiler.compile(format="pdf", pdf_standards=[STANDARD])
    assert isinstance(made, bytes)  # noqa: S101  # a PDF is one file
    return made


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
    """Whether a document of that one character can be made; remembered, as texts share their letters."""
    source = b'#set document(title: "t")\n#set text(font: "Libertinus Serif")\n#sys.inputs.c'
    try:
        _compile(source, {"c": character})
    except typst.TypstError:
        return False
    return True
