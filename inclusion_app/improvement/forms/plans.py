"""Writing actions, publishing the plan, and saying how an action goes."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from wtforms import RadioField, SelectField, SelectMultipleField

from inclusion_app.accounts.queries.people import Colleague
from inclusion_app.foundation.fields import TextField, offered
from inclusion_app.foundation.formats import short_day
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.improvement.forms import NOT_PUPILS, day
from inclusion_app.improvement.models import PlanAction
from inclusion_app.improvement.queries.courses import Suggested
from inclusion_app.improvement.rules.plans import Wording
from inclusion_app.improvement.states import Progress


class ActionForm(Form):
    """One action. Anything but what is done can be filled in later, until the plan is published."""

    what = TextField("What will be done", description=f"One thing that the school will do. {NOT_PUPILS}")
    area = SelectField("Area it is drawn from", validate_choice=False)
    why = TextField("Why", description="What was found, or agreed at the workshop, that this answers.")
    owner = SelectField(
        "Who owns it",
        validate_choice=False,
        description="Somebody of the school who sees that it happens. They are told, and reminded before the date.",
    )
    due_on = day("By when")
    measure = TextField(
        "How it will be known that it has worked",
        description="What people will see, hear or count when it has: something that can be looked at again.",
    )

    @classmethod
    def to_show(cls, action: PlanAction | None, *, areas: Mapping[str, str], staff: Sequence[Colleague]) -> Self:
        """The form as the action stands now, or as it was sent."""
        form = cls(**_shown(action)) if action else cls()
        form.area.choices = offered([("", "Choose an area"), *areas.items()])
        people = [(str(one.person.id), _with_roles(one)) for one in staff]
        form.owner.choices = offered([("", "Nobody yet"), *people])
        return form

    def said_in_words(self) -> dict[str, str]:
        """What was chosen, as people read it: beside what somebody else has chosen."""
        chosen: dict[str, str] = {f.name: _label(f) for f in (self.area, self.owner)}
        return chosen | {"due_on": short_day(self.due_on.data) if self.due_on.data else "No date yet"}

    def forget_sent(self, action: PlanAction) -> None:
        """Show the action as it stands, whatever another form of the page has sent."""
        self.process(formdata=None, **_shown(action))

    def said(self) -> Wording:
        """What was typed."""
        return Wording(
            area=self.area.data or "",
            what=self.what.data or "",
            why=self.why.data or "",
            owner_id=(whole_number(self.owner.data) or -1) if self.owner.data else None,
            due_on=self.due_on.data,
            measure=self.measure.data or "",
        )


class PublishForm(Form):
    """Publishing a plan."""

    follow_up_on = day("Day of the follow-up", "When you will look together at what has become of each action.")


class CoursesForm(Form):
    """Courses that go with an action."""

    courses = SelectMultipleField("Courses that go with this action", validate_choice=False)

    @classmethod
    def to_show(cls, suggested: Sequence[Suggested], **sent: None) -> Self:
        """The form with what is suggested, the courses that are named ticked; ``formdata=None``: not as it was sent."""
        form = cls(**sent, courses=[str(one.course.id) for one in suggested if one.is_named])
        form.courses.choices = offered((str(one.course.id), one.course.title) for one in suggested)
        return form

    @property
    def course_ids(self) -> list[int]:
        """What was chosen."""
        return [whole_number(value) for value in self.courses.data or []]


class LinkForm(Form):
    """A booking that goes with an action."""

    booking = SelectField("Booking", validate_choice=False)

    @classmethod
    def to_show(cls, bookings: Sequence[tuple[int, str, str | None, Any]], **sent: None) -> Self:
        """The form with the bookings that can be linked; ``formdata=None``: not as it was sent."""
        form = cls(**sent)
        lines = [(str(i), f"{title}, {short_day(on)}{f', {name}' if name else ''}") for i, title, name, on in bookings]
        form.booking.choices = offered([("", "Choose a booking"), *lines])
        return form

    @property
    def booking_id(self) -> int:
        """What was chosen."""
        return whole_number(self.booking.data)


class ProgressForm(Form):
    """How an action goes."""

    progress = RadioField("How far has it come?", choices=[], validate_choice=False)
    note = TextField("Note (optional)", description=f"What has been done, or is done instead. {NOT_PUPILS}")

    @classmethod
    def to_show(cls, action: PlanAction) -> Self:
        """The form as it stands now, or as it was sent."""
        form = cls(progress=action.progress, note=action.note, version=str(action.version))
        form.progress.choices = offered((one.value, one.label) for one in Progress)
        return form


def _shown(action: PlanAction) -> dict[str, Any]:
    return {
        "what": action.what,
        "area": action.area,
        "why": action.why,
        "owner": str(action.owner_id or ""),
        "due_on": action.due_on,
        "measure": action.measure,
        "version": str(action.version),
    }


def _label(field: Any) -> str:
    return next((choice.label for choice in field.choices if choice.value == (field.data or "")), "")


def _with_roles(colleague: Colleague) -> str:
    what = colleague.person.job_title or ", ".join(role.label for role in colleague.roles)
    return f"{colleague.person.name} ({what})"
