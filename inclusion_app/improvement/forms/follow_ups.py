"""Recording a follow-up, evaluating the process, and closing a review."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types

from inclusion_app.foundation.fields import TextField, offered
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.improvement.forms import NOT_PUPILS, day
from inclusion_app.improvement.models import ProcessEvaluation
from inclusion_app.improvement.queries.plans import Plan
from inclusion_app.improvement.rules.evaluations import Evaluation
from inclusion_app.improvement.rules.follow_ups import Answer, FollowUp
from inclusion_app.improvement.states import Impact, Item
from inclusion_app.reviews.models import FrameworkLevel

ENDS = {1: "1 – Not at all", 5: "5 – Very much"}


class FollowUpForm(Form):
    """The record of a follow-up; made by ``follow_up_form``, since it asks after each action of the plan."""

    held_on = day("Day on which it was held")
    summary = TextField(
        "What is different now for pupils (optional)", description=f"In the school’s own words. {NOT_PUPILS}"
    )
    action_ids: tuple[int, ...] = ()
    areas: tuple[str, ...] = ()

    def answer_fields(self, action_id: int) -> tuple[Any, Any]:
        """What became of an action, and how that is known."""
        return self[f"outcome_{action_id}"], self[f"evidence_{action_id}"]

    def said(self) -> FollowUp:
        """What was typed. Rules look at it afterwards, so that each problem stands beside its field."""
        typed = self.data
        return FollowUp(
            held_on=self.held_on.data,
            summary=self.summary.data or "",
            answers={i: Answer(typed[f"outcome_{i}"] or "", typed[f"evidence_{i}"] or "") for i in self.action_ids},
            ratings={area: typed[f"rating_{area}"] for area in self.areas if typed[f"rating_{area}"]},
        )


def follow_up_form(plan: Plan, levels: Sequence[FrameworkLevel]) -> type[FollowUpForm]:
    """The form with a question for each action and, where ``levels`` are given, one for each area."""
    fields: dict[str, Any] = {}
    for line in plan.lines:
        choices = offered((one.value, one.label) for one in Impact)
        fields[f"outcome_{line.action.id}"] = RadioField(
            "What has become of it?", choices=choices, validate_choice=False
        )
        fields[f"evidence_{line.action.id}"] = TextField("How do you know?", description=NOT_PUPILS)
    areas = tuple(plan.areas) if levels else ()
    scale = [("", "Not looked at again"), *((level.code, f"{level.code} {level.title}") for level in levels)]
    for area in areas:
        fields[f"rating_{area}"] = SelectField(plan.areas[area], choices=offered(scale), validate_choice=False)
    ids = tuple(line.action.id for line in plan.lines)
    return type("FollowUpForm", (FollowUpForm,), fields | {"action_ids": ids, "areas": areas})


class EvaluationForm(Form):
    """How the process was: five judgements, and two texts."""

    prepared = RadioField(Item.PREPARED.label, validate_choice=False)
    respectful = RadioField(Item.RESPECTFUL.label, validate_choice=False)
    sharp = RadioField(Item.SHARP.label, validate_choice=False)
    useful = RadioField(Item.USEFUL.label, validate_choice=False)
    worth_it = RadioField(Item.WORTH_IT.label, validate_choice=False)
    learned = TextField("What did you learn? (optional)", description=f"Do not name schools or people. {NOT_PUPILS}")
    better = TextField("What should be done differently? (optional)")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in self.questions:
            question.choices = [SelectChoice(value=str(n), label=ENDS.get(n, str(n))) for n in range(1, 6)]

    @property
    def questions(self) -> list[Any]:
        """The fields of the judgements, in their order."""
        return [self[_field(item)] for item in Item]

    def said(self) -> Evaluation:
        """What was typed."""
        scores = {item: whole_number(self[_field(item)].data) for item in Item}
        return Evaluation(scores, self.learned.data or "", self.better.data or "")


class CloseForm(Form):
    """Closing a review by hand."""

    reason = TextField("Why is it closed now?", description="The reason is kept with the review.")


def said_before(given: ProcessEvaluation | None) -> Mapping[str, Any]:
    """An evaluation as the form shows it again."""
    if given is None:
        return {}
    shown: dict[str, Any] = {_field(Item(score.item)): str(score.score) for score in given.scores}
    return shown | {"learned": given.learned, "better": given.better, "version": str(given.version)}


def _field(item: Item) -> str:
    return item.value.replace("-", "_")
