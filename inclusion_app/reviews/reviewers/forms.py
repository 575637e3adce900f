"""Forms of reviewers."""

from collections.abc import Iterable

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from inclusion_app.foundation.forms import Form
from inclusion_app.reviews.models import Reviewer
from inclusion_app.reviews.reviewers.rules import KINDS, MOST_REVIEWS, Standing
from inclusion_app.vocabulary.models import Concept

ANY = SelectChoice("", "Any")


def _choices(concepts: Iterable[Concept]) -> list[SelectChoice]:
    return [SelectChoice(concept.code, concept.label) for concept in concepts]


class ProfileForm(Form):
    """What a reviewer says of themselves."""

    phases = SelectMultipleField("Phases you know", choices=[], validate_choice=True)
    expertise = SelectMultipleField("What you know well", choices=[], validate_choice=True)
    capacity = IntegerField(
        "How many reviews can you take in one cycle?",
        [InputRequired("Enter a number"), NumberRange(0, MOST_REVIEWS, f"Enter a number from 0 to {MOST_REVIEWS}")],
    )
    home_urn = StringField("Home school (URN)", [Optional(), Length(max=9)], description="Distances count from there.")
    paused_until = DateField("Pause until (optional)", [Optional()], description="You are not asked until then.")
    about = TextAreaField("About you (optional)", [Length(max=2000)])

    def offer(self, phases: Iterable[Concept], expertise: Iterable[Concept]) -> None:
        """Offer the shared terms."""
        self.phases.choices, self.expertise.choices = _choices(phases), _choices(expertise)

    def show(self, reviewer: Reviewer) -> None:
        """Fill in what is kept."""
        self.phases.data, self.expertise.data = list(reviewer.phases), list(reviewer.expertise)
        self.capacity.data, self.paused_until.data = reviewer.capacity, reviewer.paused_until
        self.home_urn.data = str(reviewer.home_school.urn) if reviewer.home_school else ""
        self.about.data, self.version.data = reviewer.about, str(reviewer.version)


class MarksForm(Form):
    """What the office says of a reviewer."""

    may_lead = BooleanField("May lead reviews")
    may_champion = BooleanField("Trained as an improvement champion")
    inclusion_leader = BooleanField("Inclusion Leader of Education")

    def show(self, reviewer: Reviewer) -> None:
        """Fill in what is kept."""
        self.may_lead.data, self.may_champion.data = reviewer.may_lead, reviewer.may_champion
        self.inclusion_leader.data, self.version.data = reviewer.inclusion_leader, str(reviewer.version)


class TieForm(Form):
    """A tie between a reviewer and a school."""

    urn = StringField("The school’s URN", [InputRequired("Enter the URN"), Length(max=9)])
    kind = SelectField("What ties you to it?", choices=[SelectChoice(code, text) for code, text in KINDS.items()])
    until = DateField("Until (optional)", [Optional()], description="Leave empty if it still holds.")


class AwayForm(Form):
    """Days away."""

    starts = DateField("First day", [InputRequired("Enter a date")])
    ends = DateField("Last day", [InputRequired("Enter a date")])


class ButtonForm(Form):
    """A button."""


class SearchForm(Form):
    """What the list is narrowed by."""

    class Meta:
        csrf = False

    words = SearchField("Name")
    phase = SelectField("Phase", choices=[ANY], validate_choice=False)
    expertise = SelectField("Expertise", choices=[ANY], validate_choice=False)
    standing = SelectField(
        "Training", choices=[ANY, *(SelectChoice(s.value, s.label) for s in Standing)], validate_choice=False
    )
    role = SelectField(
        "May",
        choices=[ANY, SelectChoice("lead", "Lead"), SelectChoice("champion", "Run workshops"),
                 SelectChoice("leader", "Be an Inclusion Leader")],
        validate_choice=False,
    )  # fmt: skip
    load = SelectField(
        "Room",
        choices=[
            ANY,
            SelectChoice("free", "Has room"),
            SelectChoice("full", "Full"),
            SelectChoice("none", "No review"),
        ],
        validate_choice=False,
    )

    def offer(self, phases: Iterable[Concept], expertise: Iterable[Concept]) -> None:
        """Offer the shared terms."""
        self.phase.choices, self.expertise.choices = [ANY, *_choices(phases)], [ANY, *_choices(expertise)]
