"""Forms of planning: a copy's new date, and a pattern of dates with everything its runs share."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from wtforms import Field, RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, NumberRange, ValidationError
from wtforms.validators import Optional as IfAny

from inclusion_app.accounts.models import Provider
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.fields import (
    ClockTimeField,
    DayField,
    LineField,
    ShownAs,
    TextField,
    WholeNumberField,
    offered,
    tidy,
)
from inclusion_app.foundation.forms import Form
from inclusion_app.training.catalogue.choices import RunChoices, SessionChoices
from inclusion_app.training.catalogue.forms.course import TicksField
from inclusion_app.training.catalogue.rules.sessions import EARLIEST_YEAR, LATEST_YEAR
from inclusion_app.training.planning.rules.patterns import Pattern, Planned
from inclusion_app.training.states import Delivery

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SKIPS = {"holidays": "Bank holidays", "outside-term": "Days outside term"}
WAYS = {"weekly": "Every so many weeks", "list": "On dates I list"}
AFTERWARDS = {"draft": "Keep them as drafts", "open": "Open them to booking"}
LONGEST_LIST = 400
FURTHEST_BEFORE = 1_000
DAYS_BEFORE = (
    InputRequired("Enter a number of days"),
    NumberRange(0, FURTHEST_BEFORE, f"The number of days must be between 0 and {FURTHEST_BEFORE:,}"),
)


class DayIfAny(DayField):
    """A date, or nothing."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if any(value.strip() for value in valuelist):
            super().process_formdata(valuelist)


class DatesField(ShownAs, Field):
    """Dates, one on each line; ``data`` is the tuple of them."""

    shown_as = "TextAreaField"

    data: tuple[date, ...]

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "\n".join(day.isoformat() for day in self.data or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = ()
        lines = [line.strip() for line in tidy(valuelist[0]).split("\n") if line.strip()] if valuelist else []
        if len(lines) > LONGEST_LIST:
            raise ValueError(f"Enter {LONGEST_LIST} dates or fewer")
        self.data = tuple(_day(number, line) for number, line in enumerate(lines, 1))


class CopyForm(Form):
    """The day on which a copy of a run begins."""

    class Meta:
        csrf = False  # it only asks for a page

    first = DayField("Date of the first session", validators=[InputRequired("Enter the date of the first session")])

    def validate_first(self, field: DayField) -> None:
        """A date so far away that a deadline before it is none any more is refused."""
        if field.data is None or not EARLIEST_YEAR <= field.data.year <= LATEST_YEAR:
            raise ValidationError(f"The date must be between {EARLIEST_YEAR} and {LATEST_YEAR}")


class PatternForm(Form):
    """When runs are given, and everything they share."""

    way = RadioField("When", choices=offered(WAYS.items()), default="weekly")
    first = DayIfAny("First date")
    weekdays = TicksField("On these weekdays", choices=offered((str(n), name) for n, name in enumerate(WEEKDAYS)))
    every_weeks = WholeNumberField("Every how many weeks", default=1)
    count = WholeNumberField("Number of runs")
    until = DayIfAny("Last date")
    days = DatesField("Dates", default=())
    skips = TicksField("Leave out", choices=offered(SKIPS.items()), default=tuple(SKIPS))
    meetings = WholeNumberField("Sessions of each run", default=1)
    weeks_apart = WholeNumberField("Weeks between the sessions of a run", default=1)
    start = ClockTimeField("Starts at", validators=[InputRequired("Enter when the session starts")])
    end = ClockTimeField("Ends at", validators=[InputRequired("Enter when the session ends")])
    venue = LineField("Venue")
    postcode = LineField("Postcode")
    joining_link = LineField("Joining link")
    provider = SelectField("Provider", validators=[DataRequired("Choose a provider")])
    delivery = RadioField("How it is given", choices=offered((d.value, d.label) for d in Delivery))
    capacity = WholeNumberField("Places", validators=[InputRequired("Enter the number of places")])
    minimum = WholeNumberField("Fewest people the run needs")
    places_per_school = WholeNumberField("Most places for one school")
    opens_at = WholeNumberField("Booking opens, days before", validators=DAYS_BEFORE, default=60)
    book_by = WholeNumberField("Book by, days before", validators=DAYS_BEFORE, default=2)
    cancel_by = WholeNumberField("Cancel by, days before", validators=DAYS_BEFORE, default=7)
    warn_on = WholeNumberField("Warn if too few are booked, days before", validators=[IfAny(), DAYS_BEFORE[1]])
    joining_instructions = TextField("Joining instructions")
    access_facts = TextField("Access")

    @classmethod
    def to_show(cls, *, providers: Sequence[Provider], **defaults: Any) -> Self:
        """The form with its lists; filled with what the course says, or with what was sent."""
        form = cls(data=defaults)
        form.provider.choices = offered([("", "Choose a provider"), *((p.code, p.name) for p in providers)])
        return form

    @property
    def pattern(self) -> Pattern:
        """When runs begin, for the rules."""
        listed = self.way.data == "list"
        return Pattern(
            first=None if listed else self.first.data,
            weekdays=frozenset(int(number) for number in self.weekdays.data or ()),
            every_weeks=self.every_weeks.data or 0,
            count=None if listed else self.count.data,
            until=None if listed else self.until.data,
            days=(self.days.data or ()) if listed else (),
            meetings=self.meetings.data or 0,
            weeks_apart=self.weeks_apart.data or 0,
        )

    def check_list(self) -> None:
        """Raise RuleBroken when dates were to be listed and none is."""
        if self.way.data == "list" and not self.days.data:
            raise RuleBroken("days", "Enter at least one date")

    @property
    def skipped(self) -> frozenset[str]:
        """Which kinds of days are left out."""
        return frozenset(self.skips.data or ())

    def choices_of(self, planned: Planned) -> RunChoices:
        """One run of the pattern, for the service: its times put to its dates on the London wall clock."""
        start, end = self.start.data or time(), self.end.data or time()  # both are required
        return RunChoices(
            provider=self.provider.data,
            delivery=self.delivery.data or "",
            capacity=self.capacity.data or 0,
            minimum=self.minimum.data or 0,
            places_per_school=self.places_per_school.data,
            joining_instructions=self.joining_instructions.data or "",
            access_facts=self.access_facts.data or "",
            sessions=tuple(self._session(day, start, end) for day in planned.days),
            opens_at=_before(planned.first, self.opens_at.data, start),
            book_by=_before(planned.first, self.book_by.data, start),
            cancel_by=_before(planned.first, self.cancel_by.data, start),
            warn_on=planned.first - timedelta(days=self.warn_on.data) if self.warn_on.data is not None else None,
        )

    def _session(self, day: date, start: time, end: time) -> SessionChoices:
        return SessionChoices(
            day=day,
            start=start,
            end=end,
            venue=self.venue.data or "",
            postcode=(self.postcode.data or "").upper(),
            joining_link=self.joining_link.data or "",
        )


class MakeForm(PatternForm):
    """The pattern again, with the runs that were ticked and what becomes of them."""

    make = SelectMultipleField("Make these runs", validate_choice=False)
    afterwards = RadioField("Then", choices=offered(AFTERWARDS.items()), validate_choice=False)

    def begin(self) -> None:
        """Nothing is opened unless somebody says so."""
        self.afterwards.data = self.afterwards.data or "draft"


def _before(first: date, days: int | None, start: time) -> datetime:
    """So many days before the run, at the time of day at which it starts."""
    return clock.from_london(first - timedelta(days=days or 0), start)


def _day(number: int, line: str) -> date:
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(line, shape).replace(tzinfo=clock.LONDON).date()
        except ValueError:
            continue
    raise ValueError(f"Line {number}: enter a real date, such as 2027-03-09 or 09/03/2027")
