"""How long a school has to object to somebody on its team (domain.md 1.4: five working days in term)."""

from datetime import date

from inclusion_app.schools.rules.calendar import WorkingCalendar

OBJECTION_DAYS = 5
LONGEST_TEXT = 2_000


def objections_until(asked_on: date, *, calendar: WorkingCalendar, days: int = OBJECTION_DAYS) -> date:
    """The last day on which the school may object to somebody asked on that day.

    Beyond the terms that are known, as many days of the calendar.
    """
    try:
        return calendar.add_working_days(asked_on, days)
    except ValueError:
        return date.fromordinal(asked_on.toordinal() + days)


def text_problem(said: str, *, ask: str) -> str | None:
    """What is wrong with a reason; ``ask`` is the sentence for one that is missing."""
    text = said.strip()
    if not text:
        return ask
    if len(text) > LONGEST_TEXT:
        return f"Write {LONGEST_TEXT:,} characters or fewer"
    return None
