"""Forms of matching."""

from wtforms import HiddenField, IntegerField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, NumberRange

from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.reviews.matching.rules.problem import MOST_WEIGHT, Weights
from inclusion_app.reviews.teams.queries.candidates import Suggestion

_RANGE = (InputRequired("Enter a number"), NumberRange(0, MOST_WEIGHT, f"Enter a number from 0 to {MOST_WEIGHT}"))


class WeightsForm(Form):
    """How much each wish counts."""

    distance = IntegerField("Short distances", _RANGE, default=Weights.distance)
    expertise = IntegerField("Expertise the school wishes for", _RANGE, default=Weights.expertise)
    spread = IntegerField("Reviews spread over many people", _RANGE, default=Weights.spread)
    fresh = IntegerField("New pairings", _RANGE, default=Weights.fresh)

    @property
    def weights(self) -> Weights:
        """What was said."""
        return Weights(
            distance=self.distance.data or 0,
            expertise=self.expertise.data or 0,
            spread=self.spread.data or 0,
            fresh=self.fresh.data or 0,
        )


class ConfirmForm(Form):
    """A button."""


class LockForm(Form):
    """Lock, or let go."""

    act = HiddenField()


class PlaceForm(Form):
    """Somebody for a place."""

    person = SelectField("Who?", coerce=lambda sent: whole_number(str(sent)), choices=[], validate_choice=False)
    accepted = SelectMultipleField("Set aside", choices=[], validate_choice=False)
    reason = TextAreaField("Why set aside?", description="Needed when you set something aside. It is kept.")

    def offer(self, suggestions: list[Suggestion], *, told_by: str) -> None:
        """Offer reviewers, the best first; and what speaks against whoever was chosen, which ``told_by`` tells."""
        asking = {"hx-get": told_by, "hx-target": "#about", "hx-swap": "outerHTML"}
        self.person.render_kw = {"attributes": asking}
        self.person.choices = [
            SelectChoice(0, "Choose somebody"),
            *(SelectChoice(s.person_id, s.line) for s in suggestions),
        ]
        chosen = [s for s in suggestions if s.person_id == self.person.data]
        self.accepted.choices = [SelectChoice(c.code.value, c.sentence) for s in chosen for c in s.conflicts]
