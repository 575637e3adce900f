"""Rules of accounts: passwords people choose, names and addresses as they are typed, pasted lists."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
MOST_PASTED = 200
EMAIL = re.compile(r"[^\s@<>,;\"'][^\s@<>,;\"]*@[^\s@<>,;\"']+\.[^\s@<>,;\"'.]{2,}")
"""An address within a line; an apostrophe may stand in it (o'brien@…), but not at its beginning: that is a quote."""
WRITE_LIKE_THIS = "write a name, a comma and an e-mail address, like 'Sam Reed, sam@school.example'"
EASILY_GUESSED = ("password", "letmein", "qwerty", "123456", "welcome", "inclusion", "school")


@dataclass(frozen=True)
class StaffEntry:
    """One person as typed: to be found by e-mail address, or made."""

    name: str
    email: str
    job_title: str = ""


@dataclass(frozen=True)
class PastedList:
    """What a pasted list holds, and what is wrong with it, by line."""

    entries: tuple[StaffEntry, ...]
    problems: tuple[str, ...]


def password_problem(password: str, *, name: str, email: str) -> str | None:
    """Why a password is not good enough, or nothing. Length matters; a mixture of characters is not demanded."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Your password must have {SHORTEST_PASSWORD} characters or more. Three or four words do well"
    if len(password) > LONGEST_PASSWORD:
        return f"Your password must have {LONGEST_PASSWORD} characters or fewer"
    plain = password.casefold()
    own = [part for part in (*name.casefold().split(), email.casefold().partition("@")[0]) if len(part) > 3]
    if any(part in plain for part in own):
        return "Your password must not contain your name or your e-mail address"
    rest = plain
    for word in EASILY_GUESSED:
        rest = rest.replace(word, "")
    if len(set(plain)) < 5 or len(rest.strip("0123456789!.- ")) < 4:
        return "Your password is too easy to guess. Three or four words that do not belong together do well"
    return None


def tidy_name(name: str) -> str:
    """A name without the blanks that pasting brings."""
    return " ".join(name.split())


def tidy_email(email: str) -> str:
    """An address as it is kept: no blanks, lower case."""
    return email.strip().lower()


def same_name(one: str, other: str) -> bool:
    """Is it the same name, apart from capitals and blanks?"""
    return tidy_name(one).casefold() == tidy_name(other).casefold()


def parse_pasted_list(text: str) -> PastedList:
    """Read ``Name, email[, job title]``, ``Name <email>`` or tab-separated lines; every bad line is named."""
    entries: list[StaffEntry] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_PASTED:
        return PastedList((), (f"Paste {MOST_PASTED} people or fewer at a time. There are {len(lines)} lines",))
    for number, line in lines:
        entry = _entry(line)
        if entry is None:
            problems.append(f"Line {number}: {WRITE_LIKE_THIS}")
        elif entry.email in seen:
            problems.append(f"Line {number}: {entry.email} is on line {seen[entry.email]} already")
        else:
            seen[entry.email] = number
            entries.append(entry)
    return PastedList(tuple(entries), tuple(problems))


def _entry(line: str) -> StaffEntry | None:
    found = EMAIL.search(line)
    if found is None:
        return None
    name = tidy_name(line[: found.start()].strip(" \t,;<\"'"))
    title = tidy_name(line[found.end() :].strip(" \t,;>\"'"))
    if not name or len(name) > 200:
        return None
    return StaffEntry(name, tidy_email(found.group()), title[:200])


def all_problems(pasted: PastedList, field: str) -> Sequence[tuple[str | None, str]]:
    """The problems of a pasted list as they stand beside its field."""
    return [(field, problem) for problem in pasted.problems]
