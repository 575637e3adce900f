"""Which of two texts wins: the newest of one showing of a page; between two showings neither does by itself."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What becomes of a text that was sent."""

    SAVED = "saved"
    SAME = "same"
    LATE = "late"
    UNTOUCHED = "untouched"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True)
class Typed:
    """One text as a page sends it.

    ``version`` is the one the page was shown with, ``shown`` the digest of the text shown then (empty: not said).
    ``stream`` is one showing of the page and ``sequence`` its count of saves; 0 where the page cannot count.
    """

    field: str
    text: str
    version: int = 0
    shown: str = ""
    stream: str = ""
    sequence: int = 0


@dataclass(frozen=True)
class Stands:
    """The text that is kept; version 0: nobody has written it yet."""

    text: str = ""
    version: int = 0
    stream: str = ""
    sequence: int = 0


def judge(typed: Typed, stands: Stands) -> Verdict:
    """Decide. In one showing the higher number wins; against another showing only somebody who has seen it does."""
    counts = bool(typed.stream) and typed.sequence > 0
    if counts and typed.stream == stands.stream and typed.sequence <= stands.sequence:
        return Verdict.LATE
    if same_text(typed.text, stands.text):
        return Verdict.SAME
    if counts and typed.stream == stands.stream:
        return Verdict.SAVED
    if typed.version == stands.version:
        return Verdict.SAVED
    return Verdict.UNTOUCHED if typed.shown and typed.shown == digest_of(typed.text) else Verdict.CONFLICT


def same_text(one: str, other: str) -> bool:
    """The same but for how line ends are written: browsers send CRLF and count LF."""
    return one == other or _plain(one) == _plain(other)


def digest_of(text: str) -> str:
    """Stands for a text in a page, whichever way its line ends are written."""
    return hashlib.sha256(_plain(text).encode()).hexdigest()[:16]


def length_of(text: str) -> int:
    """Characters as the counter beside the field counts them."""
    return len(_plain(text))


def joined(stands: str, added: str) -> str:
    """Both texts, one below the other."""
    return f"{stands.rstrip()}\n\n{added.strip()}" if stands.strip() else added.strip()


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
