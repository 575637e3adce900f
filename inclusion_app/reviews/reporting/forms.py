"""Forms about reports."""

from collections.abc import Mapping, Sequence

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of the release before
from wtforms.validators import InputRequired, Length, Optional

from inclusion_app.foundation.forms import Form
from inclusion_app.reviews.reporting.rules.content import FIELDS
from inclusion_app.reviews.reporting.rules.points import Answer
from inclusion_app.reviews.reporting.rules.themes import THEMES
from inclusion_app.reviews.writing.rules.questions import LONGEST_SHARED, MOST, TITLES

TOO_LONG = "This is more than can be kept. Shorten it."


class AreaForm(Form):
    """What the report says of one area. ``pull`` is the button of a text to add: field:id."""

    working = TextAreaField(TITLES["working"], [Length(max=MOST, message=TOO_LONG)])
    better = TextAreaField(TITLES["better"], [Length(max=MOST, message=TOO_LONG)])
    questions = TextAreaField(TITLES["questions"], [Length(max=MOST, message=TOO_LONG)])
    rating = SelectField("The team’s agreed rating", validate_choice=False)
    shared = StringField(
        "What others could learn from",
        [Length(max=LONGEST_SHARED, message=f"Say it in {LONGEST_SHARED} characters or fewer")],
        description="Needed with the highest level of the scale.",
    )
    pull = HiddenField()

    def with_levels(self, levels: Mapping[str, str]) -> "AreaForm":
        """With the scale to choose from: titles by code."""
        named = [SelectChoice(code, f"{code}: {title}") for code, title in levels.items()]
        self.rating.choices = [SelectChoice("", "Not rated yet"), *named]
        return self

    @property
    def texts(self) -> dict[str, str]:
        """What was typed by field."""
        return {field: self[field].data or "" for field in FIELDS}

    @property
    def pulled(self) -> tuple[str, int] | None:
        """Which text is to be added, and where; nothing for anything that no button says."""
        field, _, text_id = (self.pull.data or "").partition(":")
        return (field, int(text_id)) if field in FIELDS and text_id.isdecimal() and len(text_id) < 10 else None


class SummaryForm(Form):
    """The report as a whole."""

    summary = TextAreaField(
        "Summary",
        [Length(max=MOST, message=TOO_LONG)],
        description="What a governor should take away in two minutes. There is no overall grade.",
    )


class ThemeForm(Form):
    """One theme for the programme's patterns."""

    area = SelectField("Area")
    code = SelectField("Theme", choices=[SelectChoice(code, label) for code, label in THEMES.items()])
    words = StringField(
        "If something else, in a few words",
        [Length(max=60, message="Use 60 characters or fewer")],
        description="No names, and nothing that tells which school it is.",
    )

    def with_areas(self, titles: Mapping[str, str]) -> "ThemeForm":
        """With the areas of the framework to choose from."""
        self.area.choices = [SelectChoice(code, title) for code, title in titles.items()]
        return self


class ModeratorForm(Form):
    """Who reads the draft."""

    moderator = SelectField("Moderator", coerce=int)

    def with_people(self, people: Sequence[tuple[int, str]]) -> "ModeratorForm":
        """With those to choose from: id and name."""
        self.moderator.choices = [SelectChoice(str(person_id), name) for person_id, name in people]
        return self


class CommentForm(Form):
    """The moderator's comment."""

    text = TextAreaField(
        "What should the lead look at?",
        [
            InputRequired("Write what the lead should look at."),
            Length(max=5000, message="Use 5,000 characters or fewer"),
        ],
        description="On tone and on evidence. Only the lead reviewer reads this.",
    )


class ReasonForm(Form):
    """Why something out of the ordinary is done."""

    reason = TextAreaField(
        "Why?", [InputRequired("Say why"), Length(max=500, message="The reason must be 500 characters or fewer")]
    )


class PointForm(Form):
    """One factual point."""

    place = StringField(
        "Where it stands",
        [InputRequired("Say where in the draft it stands"), Length(max=200, message="Use 200 characters or fewer")],
        description="The area and the paragraph, for example “Area 4, what is working”.",
    )
    says = TextAreaField(
        "What the draft says there",
        [InputRequired("Copy what the draft says"), Length(max=2000, message="Use 2,000 characters or fewer")],
    )
    right = TextAreaField(
        "What is right",
        [InputRequired("Say what is right"), Length(max=2000, message="Use 2,000 characters or fewer")],
    )
    evidence = TextAreaField(
        "How one can tell (optional)",
        [Optional(), Length(max=2000, message="Use 2,000 characters or fewer")],
        description="A document, a figure, or who can say. No names of pupils.",
    )


class AnswerForm(Form):
    """The lead's answer to one point."""

    answer = RadioField(
        "Your answer",
        [InputRequired("Choose an answer")],
        choices=[SelectChoice(answer.value, answer.label) for answer in Answer],
    )
    reason = TextAreaField(
        "Why, and what changes in the report",
        [
            InputRequired("Say why: the school reads it beside its point."),
            Length(max=2000, message="Use 2,000 characters or fewer"),
        ],
    )


class ResponseForm(Form):
    """The school's own words."""

    text = TextAreaField(
        "Your response",
        [Length(max=10_000, message="The response must be 300 words or fewer")],
        description="300 words at most. It is printed at the end of the report, as you write it.",
    )
