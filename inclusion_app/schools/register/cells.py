"""What stands in a cell of the register, and what it means. Every function raises ValueError with a sentence."""

import re
from datetime import date
from functools import lru_cache
from sys import intern

NOTHING = frozenset({"", "..", "Not applicable", "Does not apply", "Not recorded"})
NO_FIGURE = NOTHING | {".", "SUPP", "c", "x", "z"}  # how the department marks what it leaves out
NO_CODE = NOTHING | {"999", "9999", "999999999"}  # a count may well be 999, a code is not
_DATE = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", re.ASCII)
_PERCENT = re.compile(r"\d{1,3}(\.\d{1,6})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_CODE = re.compile(r"[0-9A-Za-z]{1,20}", re.ASCII)


def text(cell: str, *, longest: int) -> str:
    """The words, single-spaced; nothing for what means nothing."""
    said = " ".join(cell.split())
    if said in NOTHING:
        return ""
    if len(said) > longest:
        raise ValueError(f"There are {len(said)} characters; at most {longest} fit.")
    return intern(said)


@lru_cache(maxsize=20_000)
def day(cell: str) -> date | None:
    """A date such as 31-08-2026 or 31/08/2026."""
    said = cell.strip()
    if said in NOTHING:
        return None
    found = _DATE.fullmatch(said)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    raise ValueError(f"{_shown(said)} is not a date; dates look like 31-08-2026.")


@lru_cache(maxsize=20_000)
def whole(cell: str) -> int | None:
    """A whole number, none below 0."""
    said = cell.strip()
    if said in NO_FIGURE:
        return None
    if not _WHOLE.fullmatch(said):
        raise ValueError(f"{_shown(said)} is not a whole number.")
    return int(said)


@lru_cache(maxsize=20_000)
def percent(cell: str) -> float | None:
    """A percentage from 0 to 100, to two places."""
    said = cell.strip()
    if said in NO_FIGURE:
        return None
    if not _PERCENT.fullmatch(said) or float(said) > 100:
        raise ValueError(f"{_shown(said)} is not a percentage from 0 to 100.")
    return round(float(said), 2)


def metres(cell: str) -> int | None:
    """An easting or northing; 0 stands for nothing."""
    return whole(cell) or None


@lru_cache(maxsize=20_000)
def code(cell: str, *, digits: int = 0) -> str:
    """A code; the leading zeros that a spreadsheet has dropped are put back, up to ``digits``."""
    said = cell.strip()
    if said in NO_CODE:
        return ""
    if not _CODE.fullmatch(said):
        raise ValueError(f"{_shown(said)} is not a code.")
    return intern(said.zfill(digits) if said.isdecimal() else said)


def urn(cell: str) -> int:
    """A school's number in the register."""
    said = cell.strip()
    if not _WHOLE.fullmatch(said) or int(said) == 0:
        raise ValueError(f"{_shown(said)} is not a URN, which is a number of six digits." if said else "There is none.")
    return int(said)


def telephone(cell: str, *, longest: int) -> str:
    """A telephone number; the leading zero that a spreadsheet has dropped is put back."""
    said = text(cell, longest=longest)
    return f"0{said}" if said.isdecimal() and len(said) in {9, 10} and said[0] != "0" else said


def website(cell: str, *, longest: int) -> str:
    """A full web address; one without a scheme gets http, and one of another scheme is left out."""
    said = text(cell, longest=longest).replace(" ", "")
    if not said or said.lower().startswith(("http://", "https://")):
        return said
    return "" if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)", said) else f"http://{said}"[:longest]


def _shown(said: str) -> str:
    return f"'{said[:40]}…'" if len(said) > 40 else f"'{said}'"
