"""Time that counts only while offices are open: 9am to 5pm in London on working days."""

from datetime import UTC, date, datetime, time, timedelta

from inclusion_app.foundation.clock import from_london, london
from inclusion_app.schools.rules.calendar import ONE_DAY, WorkingCalendar

OPENS, CLOSES = time(9), time(17)
HOURS_A_DAY = 8


def after_working_hours(moment: datetime, hours: int, calendar: WorkingCalendar) -> datetime:
    """The moment when so many working hours have passed since ``moment``, in UTC.

    Hours are counted on the London wall clock, so a day has eight of them whether or not the clocks change that week.
    Time outside them does not count: an hour from Friday 4:30pm ends on Monday at 9:30am.
    """
    here = _next_open(moment, calendar)
    left = timedelta(hours=hours)
    while left > _rest_of_day(here):
        left -= _rest_of_day(here)
        here = _opening(_next_working_day(london(here).date(), calendar))
    return (here + left).astimezone(UTC)


def _next_open(moment: datetime, calendar: WorkingCalendar) -> datetime:
    day = london(moment).date()
    if calendar.is_working_day(day):
        if moment < _opening(day):
            return _opening(day)
        if moment < from_london(day, CLOSES):
            return moment
    return _opening(_next_working_day(day, calendar))


def _rest_of_day(moment: datetime) -> timedelta:
    return from_london(london(moment).date(), CLOSES) - moment


def _opening(day: date) -> datetime:
    return from_london(day, OPENS)


def _next_working_day(day: date, calendar: WorkingCalendar) -> date:
    day += ONE_DAY
    return day if calendar.is_working_day(day) else calendar.add_working_days(day, 1)
