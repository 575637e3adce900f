"""Factual points: what a school may correct, how the lead answers, and by when (domain.md 1.6)."""

from datetime import date
from enum import StrEnum

from inclusion_app.schools.rules.calendar import WorkingCalendar

LEADS_DAYS = 3
"""Of the working days between draft and answers, the last ones are the lead's."""
MOST_POINTS = 40
MOST_WORDS = 300


class Answer(StrEnum):
    """How the lead answers a point."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT = "not"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"accepted": "Accepted", "partly": "Accepted in part", "not": "Not accepted"}[self]


def school_answers_by(due: date | None, calendar: WorkingCalendar) -> date | None:
    """The school's last day for points, given the day on which all of them should be answered; nothing without one."""
    if due is None:
        return None
    try:
        return calendar.add_working_days(due, -LEADS_DAYS)
    except ValueError:  # before the terms that are known
        return None


def words_in(text: str) -> int:
    """How many words a text has, as people count them."""
    return len(text.split())
