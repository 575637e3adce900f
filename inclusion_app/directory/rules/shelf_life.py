"""How long an offer counts as true, and what becomes of one that nobody has checked (domain.md 3)."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from inclusion_app.directory.states import Shelf


@dataclass(frozen=True, kw_only=True)
class ShelfLife:
    """Months between two checks, days from the day a check is due until the offer leaves the lists, and days before
    that day on which the provider is reminded."""

    check_months: int = 6
    hidden_after_days: int = 60
    remind_before_days: int = 14


DEFAULTS = ShelfLife()
"""What an installation begins with; its settings say otherwise."""


def next_check(checked_on: date, life: ShelfLife = DEFAULTS) -> date:
    """The day on which the next check is due: so many months later, or the last day of that month."""
    years, month = divmod(checked_on.month - 1 + life.check_months, 12)
    year, month = checked_on.year + years, month + 1
    return date(year, month, min(checked_on.day, calendar.monthrange(year, month)[1]))


def last_due_hidden(today: date, life: ShelfLife = DEFAULTS) -> date:
    """Offers whose check was due on this day or earlier are hidden today."""
    return today - timedelta(days=life.hidden_after_days)


def hidden_from(next_check_on: date, life: ShelfLife = DEFAULTS) -> date:
    """The first day on which the offer is in no list, unless it is checked before."""
    return next_check_on + timedelta(days=life.hidden_after_days)


def shelf_of(next_check_on: date, today: date, life: ShelfLife = DEFAULTS) -> Shelf:
    """How fresh an offer with that next check is today: due from that very day on."""
    if today >= hidden_from(next_check_on, life):
        return Shelf.HIDDEN
    return Shelf.DUE if today >= next_check_on else Shelf.FRESH
