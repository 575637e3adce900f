"""Who sees what of the catalogue before it is, or after it was, for everybody."""

from datetime import datetime

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.refusal import NOT_YOURS, Refusal
from inclusion_app.training.models import Course, Run
from inclusion_app.training.states import CourseState, RunState

SHOWN = frozenset({RunState.OPEN, RunState.CLOSED, RunState.CANCELLED})


def may_see_course(actor: Actor, course: Course) -> Refusal | None:
    """Everybody sees what is published; the team sees the rest."""
    if course.state == CourseState.PUBLISHED or actor.can(Action.VIEW_CATALOGUE_ADMIN):
        return None
    return NOT_YOURS


def may_see_run(actor: Actor, run: Run, *, now: datetime) -> Refusal | None:
    """Everybody sees a run from its opening to its end; the team sees it before and afterwards."""
    if actor.can(Action.VIEW_CATALOGUE_ADMIN):
        return None
    if run.course.state != CourseState.PUBLISHED or run.state not in SHOWN or run.ends_at <= now:
        return NOT_YOURS
    return None
