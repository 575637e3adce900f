"""The form of a course."""

from collections.abc import Sequence
from typing import Any, Self

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField

from inclusion_app.accounts.models import Provider
from inclusion_app.foundation.fields import (
    LineField,
    LinesField,
    PoundsField,
    ShownAs,
    TextField,
    WholeNumberField,
    offered,
)
from inclusion_app.foundation.forms import Form
from inclusion_app.training.catalogue.choices import TAGS, CourseChoices, texts_of
from inclusion_app.training.catalogue.forms.completion import COMPLETION, completion_words
from inclusion_app.training.models import Course
from inclusion_app.training.states import Delivery, Entry, Taker
from inclusion_app.vocabulary.queries import concepts

TAKERS = {
    Taker.PERSON: "A person",
    Taker.SCHOOL: "A school",
    Taker.TEAM: "A leadership team",
}
ENTRIES = {
    Entry.BOOK: "Schools book places",
    Entry.REQUEST: "Schools ask, and somebody approves",
    Entry.APPLY: "Schools apply, and somebody decides",
    Entry.INTEREST: "Schools say that they are interested",
}


class TicksField(ShownAs, SelectMultipleField):
    """Several of a list, as tick boxes."""

    shown_as = "SelectMultipleField"


class CourseForm(Form):
    """Everything that is said of a course. Fields are called as in CourseChoices."""

    title = LineField("Title")
    strand = SelectField("Strand")
    provider = SelectField("Provider")
    summary = TextField("Summary")
    description = TextField("Description")
    outcomes = LinesField("Outcomes")
    aliases = LinesField("Other names")
    audiences = TicksField("Who it is for")
    phases = TicksField("Phases")
    needs = TicksField("Needs it is about")
    framework_areas = TicksField("Areas of the review framework")
    length = LineField("Length")
    delivery = RadioField("How it is given", choices=offered((d.value, d.label) for d in Delivery))
    taker = RadioField("Who takes a place", choices=offered(TAKERS.items()))
    entry = RadioField("How schools get a place", choices=offered(ENTRIES.items()))
    cost_pence = PoundsField("Cost of a place")
    funded_by = LineField("Who pays")
    prerequisites = TicksField("Courses to complete first")
    places_per_school = WholeNumberField("Most places for one school")
    valid_for_months = WholeNumberField("Months a completion stays valid")
    completion_rule = SelectField("What completes the course")
    certificate_after_feedback = BooleanField("Certificates are issued only after feedback has been given")
    criteria = TextField("What applications are judged by")
    charge_bands = LineField("Charges for cancelling late")
    charge_base_pence = PoundsField("What late cancellations are charged on")

    @classmethod
    def to_show(
        cls,
        *,
        providers: Sequence[Provider],
        courses: Sequence[Course],
        of: CourseChoices | None = None,
        slug: str = "",
    ) -> Self:
        """The form with its lists; filled with what is said of a course ``of``, or with what was sent."""
        form = cls(data=vars(of) if of else {"delivery": "in-person", "taker": "person", "entry": "book"})
        form.strand.choices = offered([("", "Choose a strand"), *((c.code, c.label) for c in concepts("strand"))])
        form.provider.choices = offered([("", "Choose a provider"), *((p.code, p.name) for p in providers)])
        form.prerequisites.choices = offered((c.slug, c.title) for c in courses if c.slug != slug)
        rules = (
            COMPLETION
            if of is None or of.completion_rule in COMPLETION
            else COMPLETION | {of.completion_rule: completion_words(of.completion_rule)}
        )
        form.completion_rule.choices = offered(rules.items())
        for name, scheme in TAGS.items():
            form[name].choices = offered((c.code, c.label) for c in concepts(scheme))
        return form

    @property
    def mine(self) -> dict[str, str]:
        """What was sent, beside what somebody else has saved."""
        return texts_of(self.choices) if self.conflict else {}

    @property
    def choices(self) -> CourseChoices:
        """What was sent, for the service."""
        said: dict[str, Any] = {name: self[name].data for name in CourseChoices.__dataclass_fields__}
        for name in (*TAGS, "prerequisites"):
            said[name] = tuple(said[name] or ())
        return CourseChoices(**said)
