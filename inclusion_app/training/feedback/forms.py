"""The form of feedback: one question for each outcome of the course, and what its point asks besides."""

from collections.abc import Mapping
from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types

from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.training.feedback.rules.answers import SCALE, Said, confidence_field
from inclusion_app.training.models import FeedbackAnswer
from inclusion_app.training.states import FeedbackPoint

NOT_PUPILS = "Others read this without your name. Do not name pupils or families."
TEXT = {
    FeedbackPoint.BEFORE: "What do you hope to learn? (optional)",
    FeedbackPoint.AFTER: "What was most useful, and what should change? (optional)",
    FeedbackPoint.LATER: "What do you do differently now, and what has come of it? (optional)",
}


class FeedbackForm(Form):
    """Feedback at one point; made by ``feedback_form``, since its questions are those of the course."""

    outcome_ids: tuple[int, ...] = ()

    @property
    def questions(self) -> list[Any]:
        """The fields of the outcomes, in the order of the course."""
        return [self[confidence_field(outcome_id)] for outcome_id in self.outcome_ids]

    def said(self) -> Said:
        """What was typed. Rules look at it afterwards, so that each problem stands beside its field."""
        typed = self.data
        return Said(
            confidences={i: whole_number(typed[confidence_field(i)]) or None for i in self.outcome_ids},
            rating=whole_number(typed.get("rating")) or None,
            text=typed["text"] or "",
            manager_name=typed.get("manager_name") or "",
            manager_comment=typed.get("manager_comment") or "",
        )


def feedback_form(point: FeedbackPoint, outcomes: Mapping[int, str]) -> type[FeedbackForm]:
    """The form of that point for a course with these outcomes, by id."""
    fields: dict[str, Any] = {confidence_field(i): _scale(text, "Not at all confidently", "Very confidently")
                              for i, text in outcomes.items()}  # fmt: skip
    if point == FeedbackPoint.AFTER:
        fields["rating"] = _scale("How good was the training overall?", "Poor", "Excellent")
    fields["text"] = TextAreaField(TEXT[point], description=NOT_PUPILS)
    if point == FeedbackPoint.LATER:
        fields["manager_name"] = StringField("Name of your line manager")
        fields["manager_comment"] = TextAreaField(
            "What has your line manager noticed? (optional)", description=NOT_PUPILS
        )
    return type("FeedbackForm", (FeedbackForm,), fields | {"outcome_ids": tuple(outcomes)})


def typed_before(answer: FeedbackAnswer | None) -> dict[str, Any]:
    """An answer as the form shows it again."""
    if answer is None:
        return {}
    shown: dict[str, Any] = {confidence_field(c.outcome_id): str(c.value) for c in answer.confidences}
    return shown | {
        "rating": str(answer.rating or ""),
        "text": answer.text,
        "manager_name": answer.manager_name,
        "manager_comment": answer.manager_comment,
        "version": str(answer.version),
    }


def _scale(label: str, low: str, high: str) -> RadioField:
    ends = {SCALE[0]: f"{SCALE[0]} – {low}", SCALE[-1]: f"{SCALE[-1]} – {high}"}
    choices = [SelectChoice(value=str(value), label=ends.get(value, str(value))) for value in SCALE]
    return RadioField(label, choices=choices, validate_choice=False)
