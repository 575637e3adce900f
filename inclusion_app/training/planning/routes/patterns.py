"""Many runs of a course made at once: a pattern of dates, a look at what it comes to, and then all of them."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, request, url_for

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.training.catalogue import queries
from inclusion_app.training.catalogue.queries.providers import all_providers
from inclusion_app.training.models import Course
from inclusion_app.training.planning.forms import MakeForm, PatternForm
from inclusion_app.training.planning.queries.calendar import free_days
from inclusion_app.training.planning.queries.patterns import days_with_runs
from inclusion_app.training.planning.rules.patterns import Planned, is_too_long, pattern_problems, planned_runs
from inclusion_app.training.planning.rules.problems import problems_of_runs
from inclusion_app.training.planning.services.creating import create_runs
from inclusion_app.training.states import RunState

run_patterns = Blueprint("run_patterns", __name__, url_prefix="/team/courses/<int:course_id>/runs/pattern")
USUAL_PLACES = 20
UNPROCESSABLE = 422
NOT_CARRIED = {"csrf_token", "form_key", "make", "afterwards"}


@run_patterns.get("")
@allows(Action.EDIT_CATALOGUE)
def ask(course_id: int) -> Response:
    """An empty pattern, with what the course says of its runs."""
    course = _course(course_id)
    return _form_page(PatternForm.to_show(providers=all_providers(), **_usual(course)), course)


@run_patterns.post("")
@allows(Action.EDIT_CATALOGUE)
def preview(course_id: int) -> Response:
    """Every run that would be made, and every date left out; nothing is made yet."""
    course = _course(course_id)
    form = MakeForm.to_show(providers=all_providers())
    if "change" in request.form:
        return _form_page(form, course)
    if not form.validate():
        return _form_page(form, course, status=UNPROCESSABLE)
    try:
        planned = _planned(form)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _form_page(form, course, status=UNPROCESSABLE)
    return _preview_page(form, course, planned)


@run_patterns.post("/make")
@allows(Action.EDIT_CATALOGUE)
def make(course_id: int) -> Response:
    """Make the runs that are ticked, all or none."""
    course = _course(course_id)
    form = MakeForm.to_show(providers=all_providers())

    def act() -> Done:
        wanted = [form.choices_of(run) for run in _planned(form) if not run.reason and _is_ticked(form, run)]
        state = RunState.OPEN if form.afterwards.data == "open" else RunState.DRAFT
        made = create_runs(current_actor(), course_id, wanted, state=state, now=clock.now())
        runs = "1 run is" if len(made) == 1 else f"{len(made)} runs are"
        kept = "open to booking" if state == RunState.OPEN else "kept as drafts" if len(made) > 1 else "kept as a draft"
        return Done(url_for("team_courses.show", course_id=course_id), f"{runs} made and {kept}.")

    def again() -> Response:
        return _shown_again(form, course)

    return submit(form, act, again)


def _planned(form: PatternForm) -> list[Planned]:
    """The runs of the pattern. Raises RuleBroken with what is wrong with it, or with the runs themselves."""
    form.check_list()
    problems = pattern_problems(form.pattern)
    if problems:
        raise RuleBroken.several(problems)
    planned = planned_runs(form.pattern, free_days(skips=form.skipped))
    problems = problems_of_runs([form.choices_of(run) for run in planned if not run.reason])
    if problems:
        raise RuleBroken.several(problems)
    return planned


def _is_ticked(form: MakeForm, run: Planned) -> bool:
    return run.first.isoformat() in (form.make.data or ())


def _shown_again(form: MakeForm, course: Course) -> Response:
    """What is wrong stands above the preview, or beside the fields of the pattern where it is theirs."""
    if any(field.errors for field in form):
        return _form_page(form, course)
    return _preview_page(form, course, _planned(form))


def _preview_page(form: MakeForm, course: Course, planned: Sequence[Planned]) -> Response:
    form.begin()
    there = days_with_runs(course.id)
    ticked = set(form.make.data or ())
    wanted = [run for run in planned if not run.reason]
    return page(
        "planning/preview.html",
        form=form,
        course=course,
        planned=[(run, form.choices_of(run), run.first in there) for run in planned],
        wanted=len(wanted),
        chosen={r.first for r in wanted if (r.first.isoformat() in ticked if ticked else r.first not in there)},
        too_long=is_too_long(form.pattern, planned),
        carried=[(n, v) for n, v in request.form.items(multi=True) if n in form and n not in NOT_CARRIED],
    )


def _form_page(form: PatternForm, course: Course, *, status: int = 200) -> Response:
    return page("planning/pattern.html", form=form, course=course, status=status)


def _usual(course: Course) -> dict[str, object]:
    return {
        "provider": course.provider.code,
        "delivery": course.delivery,
        "capacity": USUAL_PLACES,
        "places_per_school": course.places_per_school,
    }


def _course(course_id: int) -> Course:
    course = queries.course_by_id(course_id)
    if course is None:
        abort(404)
    return course
