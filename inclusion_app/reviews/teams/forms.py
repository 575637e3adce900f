"""Forms of teams."""

from collections.abc import Iterable

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired

from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.reviews.states import Part
from inclusion_app.reviews.teams.queries.candidates import Suggestion

NOBODY = SelectChoice(0, "Choose somebody")
KINDS = (
    ("employed", "I work there, or have in the last three school years"),
    ("governs", "I am a governor, trustee or member"),
    ("family", "I have a child there, or a close tie with its leaders"),
    ("consults", "I have worked for the school for pay in the last two years"),
    ("casework", "I do casework or school improvement there for the council"),
    ("other", "Something else"),
)


def _number(sent: object) -> int:
    return whole_number(str(sent))


class DeclarationForm(Form):
    """Nothing stands in the way; a conflict; or it cannot be done."""

    answer = RadioField(
        "Does anything stand between you and a fair review of this school?",
        [InputRequired("Choose one")],
        choices=[
            SelectChoice("none", "No, nothing does: I will review this school"),
            SelectChoice("conflict", "Yes, I have a conflict to declare"),
            SelectChoice("cannot", "No, but I cannot do it"),
        ],
    )
    kinds = SelectMultipleField(
        "If you have a conflict, what is it?", choices=[SelectChoice(code, text) for code, text in KINDS]
    )
    said = TextAreaField(
        "If you do not review it, say why", description="Only the programme office reads this. Do not name pupils."
    )


class ReasonForm(Form):
    """A reason, and the button."""

    reason = TextAreaField("Reason", description="Up to 500 characters. It is kept.")


class SaidForm(Form):
    """Words for the office."""

    said = TextAreaField("Why?", description="Only the programme office reads this. Do not name pupils.")


class DecisionForm(Form):
    """Upheld, or not."""

    decision = HiddenField()


class AsideForm(ReasonForm):
    """Conflicts set aside."""

    codes = HiddenField()


class ChooseForm(Form):
    """Somebody for a place; conflicts that are set aside, with a reason; and why whoever is there leaves."""

    person = SelectField("Who?", coerce=_number, validate_choice=False)
    part = RadioField("As what?", choices=[SelectChoice(p.value, p.label) for p in Part], default=Part.REVIEWER.value)
    accepted = SelectMultipleField("Set aside", choices=[], validate_choice=False)
    reason = TextAreaField("Why set aside?", description="Needed when you set something aside. It is kept.")
    leaving = TextAreaField("Why does the person leave the team?", description="It is kept with the assignment.")

    def offer(self, suggestions: Iterable[Suggestion]) -> None:
        """Offer reviewers, the best first."""
        self.person.choices = [NOBODY, *(SelectChoice(one.person_id, one.line) for one in suggestions)]


class NameForm(Form):
    """Champion or moderator."""

    person = SelectField("Who?", coerce=_number, validate_choice=False)

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        """Offer people by id and name; nobody takes the name away."""
        self.person.choices = [SelectChoice(0, "Nobody"), *(SelectChoice(number, name) for number, name in people)]
