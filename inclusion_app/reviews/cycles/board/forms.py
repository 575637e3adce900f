"""Forms of the board."""

from collections.abc import Iterable

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from inclusion_app.foundation.fields import DayField, LineField, offered
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.reviews.rules.table import SIDEWAYS
from inclusion_app.reviews.states import ReviewState

WHY = "It is kept with the review. Nothing confidential, and no names of pupils."
ASIDE = {
    "postpone_review": "Postpone it",
    "resume_review": "Go on with it",
    "cancel_review": "Cancel it",
    "withdraw_school": "The school withdraws",
}


class RemindForm(Form):
    """Whose people to remind."""

    reviews = SelectMultipleField("Schools", coerce=lambda sent: whole_number(str(sent)), validate_choice=False)


class DayIfAny(DayField):
    """A date, or nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if any(value.strip() for value in valuelist):
            super().process_formdata(valuelist)


class DeadlineForm(Form):
    """Another deadline for one stage, or none."""

    stage = SelectField("Stage", validate_choice=False)
    how = RadioField(
        "What is to happen?",
        [InputRequired("Choose one")],
        choices=offered({"move": "Move it to another day", "waive": "Waive it: no deadline"}.items()),
        default="move",
    )
    due_on = DayIfAny("New deadline")
    reason = LineField("Why?", description=WHY, id="deadline-reason")

    def offer(self, stages: Iterable[ReviewState]) -> None:
        """Offer stages to come."""
        self.stage.choices = offered((stage.value, stage.label) for stage in stages)


class BackForm(Form):
    """One step back."""

    reason = LineField("Why?", description=WHY, id="back-reason")


class AsideForm(Form):
    """Out of its way, or back on it."""

    act = RadioField("What is to happen?", validate_choice=False)
    reason = LineField("Why?", description=WHY, id="aside-reason")

    def offer(self, side: str) -> None:
        """Offer what can be done from where it stands."""
        self.act.choices = offered((m.act, ASIDE[m.act]) for m in SIDEWAYS if side in m.before)
