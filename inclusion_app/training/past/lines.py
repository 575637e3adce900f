"""One line of a file of past attendance, and what its columns are called."""

from dataclasses import dataclass
from datetime import date

from inclusion_app.training.states import RunOutcome

MOST_LINES = 10_000
LARGEST_BYTES = 1_900_000
LONGEST_NAME, LONGEST_EMAIL, LONGEST_TITLE = 200, 320, 300

NEEDED = ("course", "date", "urn", "name", "email", "outcome")
ALSO_CALLED = {
    "course title": "course",
    "start date": "date",
    "first date": "date",
    "last date": "end date",
    "school urn": "urn",
    "full name": "name",
    "e-mail": "email",
    "email address": "email",
    "e-mail address": "email",
    "result": "outcome",
}
WELCOME = ("end date", "start time", "end time", "provider")
COLUMNS = (*NEEDED, *WELCOME)
OUTCOMES = {
    "completed": RunOutcome.COMPLETED,
    "complete": RunOutcome.COMPLETED,
    "yes": RunOutcome.COMPLETED,
    "part": RunOutcome.PART,
    "partly": RunOutcome.PART,
    "not": RunOutcome.NOT,
    "no": RunOutcome.NOT,
    "not completed": RunOutcome.NOT,
}
EXAMPLE = (
    ("Nurture", "2025-03-11", "118000", "Sam Reed", "sam.reed@school.example", "completed", "", "09:00", "15:30", ""),
    ("Nurture", "11/03/2025", "118000", "Alex Hill", "alex.hill@school.example", "not", "", "", "", ""),
)
"""What the template to download shows, in the order of ``COLUMNS``."""


@dataclass(frozen=True, slots=True)
class PastLine:
    """One person on one run of the past. ``number`` is the line of the file, the headings being the first.

    ``course`` is as written, its address or its title; times are those on the London wall clock, ``HH:MM``, empty
    where nothing is said.
    """

    number: int
    course: str
    day: date
    last_day: date
    urn: int
    name: str
    email: str
    outcome: RunOutcome
    start: str = ""
    end: str = ""
    provider: str = ""


@dataclass(frozen=True)
class PastFile:
    """A file that could be read: every line, in order. ``ignored`` are the columns nobody knows."""

    name: str
    sha256: str
    lines: tuple[PastLine, ...]
    ignored: tuple[str, ...] = ()
