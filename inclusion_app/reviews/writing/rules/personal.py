"""A gentle look for what may tell who a pupil is: it warns beside the field and never blocks (domain.md 1.6)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

YOUNGEST, OLDEST = 2, 19
MOST_WARNINGS = 5

_UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"\b(\d{{1,2}})(?:[/.\-](\d{{1,2}})[/.\-]|(?:st|nd|rd|th)?\s+({_MONTH})\s+)(\d{{4}}|\d{{2}})\b", re.IGNORECASE
)
_BORN = re.compile(r"\b(?:born|date of birth|birthday|d\.?o\.?b\.?)\W{0,3}(?:on|is|was)?\s*\d", re.IGNORECASE)
_NAME = r"([A-Z][a-zà-ÿ]+(?:[-’'][A-Z][a-zà-ÿ]+)?)"
_PUPIL = r"(?:pupil|child|boy|girl|student|learner|son|daughter|brother|sister)"
_CUES = tuple(
    re.compile(cue)
    for cue in (
        rf"\b{_PUPIL}s?,?\s+(?:called|named)\s+{_NAME}",
        rf"\b{_PUPIL},?\s+{_NAME}",
        rf"\b{_NAME}[’']s\s+(?:mum|mam|dad|mother|father|parents?|carers?|nan|gran|family|EHCP|EHC plan)",
        rf"\b{_NAME}(?:\s+[A-Z][a-z]+)?,?\s+\(?(?:in|from|of)?\s*(?:Year\s?\d{{1,2}}|Y\d{{1,2}}|Reception)\b",
        rf"\b{_NAME}\s+(?:has|with)\s+(?:an?\s+)?(?:EHCP|EHC plan|autism|ADHD|diagnosis)",
    )
)
_WORDS = """
A After All Also An And Another Any As At Attendance Before Boys Both By Case Child Children Class Classes Code
Council Current Data Each Early English Every Everyone Evidence Few Find First For Former From Geography Girls
Given Governor Governors Guides Has Have He Head Health Her His History How If In Inclusion Individual Is It Key
Kent Last Leaders Learners Learning Lessons Looked Many Maths Mental Most New Next No Not Of On One Our Outcomes
Over Parents Passport Plan Plans Premium Profile Profiles Progress Protection Provision Pupil Pupils Reception
Science SENCO School She Since Six Some Sports Staff Stage Student Students Support Teachers Teaching That The
Their There These They This Those Three Through Two Under Until Voice We Welfare What When Where Which While Who
Whole With Within Work Year You Your Autumn Spring Summer Term Monday Tuesday Wednesday Thursday Friday
"""
_NOT_NAMES = frozenset(re.findall(r"\w+", _WORDS))


@dataclass(frozen=True)
class Likely:
    """One thing to look at again: ``what`` it may be, and the words as they stand."""

    what: str
    words: str


def likely_personal(text: str, *, today: date) -> tuple[Likely, ...]:
    """What in a text may name a pupil, be a UPN or a birth date; at most ``MOST_WARNINGS``, each once."""
    found = dict.fromkeys((*_upns(text), *_birth_dates(text, today), *_names(text)))
    return tuple(found)[:MOST_WARNINGS]


def _upns(text: str) -> Iterator[Likely]:
    for match in _UPN.finditer(text):
        yield Likely("a unique pupil number", match[0])


def _birth_dates(text: str, today: date) -> Iterator[Likely]:
    for match in _BORN.finditer(text):
        yield Likely("a date of birth", text[match.start() : match.end() + 12].split("\n", maxsplit=1)[0].strip())
    for match in _DATE.finditer(text):
        year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
        if YOUNGEST <= today.year - year <= OLDEST and _is_a_day(match[1], match[2] or match[3]):
            yield Likely("a date of birth", match[0])


def _is_a_day(day: str, month: str) -> bool:
    number = int(month) if month.isdecimal() else _MONTHS.index(month[:3].lower()) + 1
    return 1 <= int(day) <= 31 and 1 <= number <= 12


def _names(text: str) -> Iterator[Likely]:
    for cue in _CUES:
        for match in cue.finditer(text):
            if match[1] not in _NOT_NAMES:
                yield Likely("a pupil’s name", match[0])
