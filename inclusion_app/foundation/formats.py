"""How dates, times and money are written on screen and in mails."""

from datetime import date, datetime, time

from inclusion_app.foundation.clock import london


def day(value: date | datetime) -> str:
    """Monday 5 October 2026."""
    return f"{_date(value):%A} {short_day(value)}"


def short_day(value: date | datetime) -> str:
    """5 October 2026."""
    shown = _date(value)
    return f"{shown.day} {shown:%B %Y}"


def clock_time(value: datetime) -> str:
    """9:30am, midday, midnight: London time."""
    wall = london(value)
    if (wall.hour, wall.minute) == (12, 0):
        return "midday"
    if (wall.hour, wall.minute) == (0, 0):
        return "midnight"
    minutes = f":{wall:%M}" if wall.minute else ""
    return f"{wall.hour % 12 or 12}{minutes}{'am' if wall.hour < 12 else 'pm'}"


def wall_time(value: time) -> str:
    """09:30, as timetables have it: already the time on the wall."""
    return f"{value:%H:%M}"


def when(value: datetime) -> str:
    """Monday 5 October 2026, 9:30am."""
    return f"{day(value)}, {clock_time(value)}"


def money(pence: int) -> str:
    """£45 or £45.50, from whole pence; nothing to pay is 'Free'."""
    if pence == 0:
        return "Free"
    pounds, rest = divmod(pence, 100)
    return f"£{pounds:,}.{rest:02}" if rest else f"£{pounds:,}"


def pounds(pence: int) -> str:
    """£45 or £45.50, from whole pence; nothing is £0."""
    return money(pence) if pence else "£0"


def _date(value: date | datetime) -> date:
    return london(value).date() if isinstance(value, datetime) else value
