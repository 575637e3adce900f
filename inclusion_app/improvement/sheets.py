"""Plans and actions as tables for a spreadsheet."""

from collections.abc import Iterator, Sequence
from datetime import date

from inclusion_app.improvement.queries.actions import OwnAction
from inclusion_app.improvement.queries.plans import Plan

PLAN_HEADINGS = (
    "Number",
    "Area",
    "What will be done",
    "Why",
    "Owner",
    "By when",
    "How it will be known",
    "Progress",
    "Note",
    "Training",
    "Booked",
    "Completed",
    "At the follow-up",
    "Evidence",
)
ACTION_HEADINGS = ("Cycle", "Number", "What will be done", "Owner", "By when", "Late", "Progress", "Note")


def plan_rows(plan: Plan) -> Iterator[tuple[object, ...]]:
    """One row for each action, as ``PLAN_HEADINGS``."""
    for line in plan.lines:
        action = line.action
        yield (
            action.position,
            line.area,
            action.what,
            action.why,
            action.owner.name if action.owner else "",
            _iso(action.due_on),
            action.measure,
            line.progress.label,
            action.note,
            "; ".join(course.title for course in line.courses),
            sum(course.booked for course in line.courses),
            sum(course.completed for course in line.courses),
            line.impact.label if line.impact else "",
            line.answer.evidence if line.answer else "",
        )


def action_rows(actions: Sequence[OwnAction], today: date) -> Iterator[tuple[object, ...]]:
    """One row for each action, as ``ACTION_HEADINGS``."""
    for own in actions:
        action = own.action
        yield (
            action.review.cycle.name,
            action.position,
            action.what,
            action.owner.name if action.owner else "",
            _iso(action.due_on),
            "yes" if own.is_late(today) else "no",
            own.progress.label,
            action.note,
        )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
