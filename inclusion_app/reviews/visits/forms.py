"""Forms of a visit."""

from datetime import date, time
from typing import Any

from wtforms import SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

from inclusion_app.foundation.fields import ClockTimeField, DayField, LineField, TextField, offered
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.reviews.visits.kinds import ActivityKind, kind_label
from inclusion_app.reviews.visits.rules.timetable import ActivityChoices


class DaysForm(Form):
    """One day, or two in a row."""

    first = DayField("First day", validators=[InputRequired("Enter the day of the visit")])
    last = DayField("Last day, if it takes two", validators=[Optional()])

    @property
    def days(self) -> tuple[date, date]:
        """First and last day of a form that has been found right."""
        assert self.first.data is not None  # noqa: S101  # the field is required
        return self.first.data, self.last.data or self.first.data


class ReasonForm(Form):
    """Why."""

    reason = TextField("Why?")


class PreparationForm(Form):
    """The lead's briefing, and up to three lines of enquiry."""

    briefing = TextField(
        "Briefing for the team",
        description="What the self-review and the numbers tell, what the school asks for, and how the team will work.",
    )
    line_1 = LineField("First line of enquiry")
    line_2 = LineField("Second line of enquiry (optional)")
    line_3 = LineField("Third line of enquiry (optional)")

    @property
    def lines(self) -> list[str]:
        """The lines of enquiry as they were sent."""
        return [self.line_1.data or "", self.line_2.data or "", self.line_3.data or ""]


class ActivityForm(Form):
    """One thing in the timetable."""

    day = SelectField("Day", validate_choice=False)
    starts = ClockTimeField("From", validators=[InputRequired("Enter when it starts")])
    ends = ClockTimeField("To", validators=[InputRequired("Enter when it ends")])
    kind = SelectField("What is done", validate_choice=False)
    with_whom = LineField("With whom", description="Groups, never names of children or parents.")
    how_many = LineField("How many", description="For example: 6 to 8")
    place = LineField("Where")
    members = SelectMultipleField("Who of the team", validate_choice=False)
    alongside = LineField("Who of the school is there", description="Their role, for example: SENCO")

    def offer(self, *, days: dict[int, str], team: dict[int, str]) -> None:
        """What there is to choose from: days by number, people of the team by id."""
        self.day.choices = offered((str(number), label) for number, label in days.items())
        self.kind.choices = offered((kind.value, kind_label(kind)) for kind in ActivityKind)
        self.members.choices = offered((str(number), name) for number, name in team.items())

    @property
    def said(self) -> ActivityChoices:
        """What was sent, for the service."""
        return ActivityChoices(
            day=whole_number(self.day.data),
            starts=self.starts.data or time(),
            ends=self.ends.data or time(),
            kind=self.kind.data or "",
            with_whom=self.with_whom.data or "",
            how_many=self.how_many.data or "",
            place=self.place.data or "",
            alongside=self.alongside.data or "",
            members=frozenset(whole_number(number) for number in self.members.data or ()),
        )


def shown(said: ActivityChoices) -> dict[str, Any]:
    """What the form of an activity is filled with."""
    return vars(said) | {"day": str(said.day), "members": [str(number) for number in sorted(said.members)]}
