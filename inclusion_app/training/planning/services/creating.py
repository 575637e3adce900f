"""Many runs made at once."""

from collections.abc import Sequence
from datetime import datetime

from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.catalogue.choices import RunChoices
from inclusion_app.training.catalogue.rules import first_start
from inclusion_app.training.catalogue.rules.runs import open_problems
from inclusion_app.training.catalogue.services.runs import course_to_run, drafted_run
from inclusion_app.training.models import Course, Run
from inclusion_app.training.planning.rules.patterns import MOST_RUNS
from inclusion_app.training.planning.rules.problems import SHOWN, named, problems_of_runs
from inclusion_app.training.states import CourseState, RunState

Problem = tuple[str | None, str]


def create_runs(
    actor: Acting, course_id: int, wanted: Sequence[RunChoices], *, state: RunState = RunState.DRAFT, now: datetime
) -> list[Run]:
    """All the runs, or none of them; as drafts, or open to booking.

    Raises RuleBroken with everything that is wrong, naming the run by its date, LookupError when there is no such
    course.
    """
    with transaction() as session:
        course = course_to_run(course_id)
        if not wanted:
            raise RuleBroken(None, "Choose at least one run to make")
        if len(wanted) > MOST_RUNS:
            raise RuleBroken(None, f"At most {MOST_RUNS} runs can be made at a time")
        if state == RunState.OPEN:
            _check_open(course, wanted, now=now)
        with session.no_autoflush:
            runs = _drafted(course, wanted, now=now)
        for run in runs:
            run.state = state
        session.flush()
        detail = {"runs": [run.id for run in runs], "state": state.value}
        audit.record(actor, "create_runs", ("course", course_id), detail=detail)
    return runs


def _drafted(course: Course, wanted: Sequence[RunChoices], *, now: datetime) -> list[Run]:
    problems = problems_of_runs(wanted)
    if problems:
        raise RuleBroken.several(problems)
    return [drafted_run(course, choices, now=now) for choices in wanted]


def _check_open(course: Course, wanted: Sequence[RunChoices], *, now: datetime) -> None:
    if course.state != CourseState.PUBLISHED:
        raise RuleBroken(None, "Publish the course before you open its runs")
    problems: list[Problem] = []
    for choices in wanted:
        starts_at = first_start(choices.sessions)
        found = open_problems(course_state=course.state, book_by=choices.book_by, starts_at=starts_at, now=now)
        problems += named(choices, found)
    if problems:
        raise RuleBroken.several(problems[:SHOWN])
