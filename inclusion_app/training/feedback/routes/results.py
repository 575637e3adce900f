"""What feedback says of a run and of a course: for those who give it, and for the team."""

from typing import Any

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.access.refusal import NOT_YOURS
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.pages import page
from inclusion_app.training.catalogue.queries.runs import run_by_id
from inclusion_app.training.feedback import policy
from inclusion_app.training.feedback.charts import TICKS, lines_of
from inclusion_app.training.feedback.queries.results import (
    SINCE_BEFORE,
    Results,
    course_with_outcomes,
    gives_runs_of,
    results_of_course,
    results_of_run,
    words_of_run,
)
from inclusion_app.training.feedback.rules.figures import FEWEST_ANSWERS, FEWEST_TEXTS
from inclusion_app.training.feedback.words import DEFINITIONS, HEADINGS, LABELS, rows_of
from inclusion_app.training.models import Course, Run

run_feedback = Blueprint("run_feedback", __name__, url_prefix="/runs")
course_feedback = Blueprint("course_feedback", __name__, url_prefix="/courses")


@run_feedback.get("/<int:run_id>/feedback")
@allows(Action.VIEW_FEEDBACK)
def show(run_id: int) -> Response:
    """Response rates, confidence, change, and what people wrote."""
    run = _run(run_id)
    return page("feedback/run.html", run=run, words=words_of_run(run_id), **_figures(results_of_run(run)))


@run_feedback.get("/<int:run_id>/feedback.csv")
@allows(Action.VIEW_FEEDBACK)
def exported(run_id: int) -> Response:
    """The same figures for a spreadsheet, what each column means in the row below its heading."""
    run = _run(run_id)
    return csv_download(
        f"{run.course.slug}-{run.id}-feedback.csv", HEADINGS, [DEFINITIONS, *rows_of(results_of_run(run))]
    )


@course_feedback.get("/<int:course_id>/feedback")
@allows(Action.VIEW_FEEDBACK)
def of_course(course_id: int) -> Response:
    """All runs of a course together, and each."""
    course = _course(course_id)
    together, runs = results_of_course(course, policy.which_runs(current_actor()))
    return page("feedback/course.html", course=course, runs=runs, **_figures(together))


@course_feedback.get("/<int:course_id>/feedback.csv")
@allows(Action.VIEW_FEEDBACK)
def exported_of_course(course_id: int) -> Response:
    """The course's figures for a spreadsheet: all runs together, then each."""
    course = _course(course_id)
    together, runs = results_of_course(course, policy.which_runs(current_actor()))
    rows: list[tuple[object, ...]] = [
        ("All runs: those with few answers only where they are enough together", *DEFINITIONS)
    ]
    rows += [("All runs", *row) for row in rows_of(together)]
    rows += [(f"{one.starts_at:%Y-%m-%d}", *row) for one in runs for row in rows_of(one.results)]
    return csv_download(f"{course.slug}-feedback.csv", ("Run", *HEADINGS), rows)


def _figures(results: Results) -> dict[str, Any]:
    """What the pages show of figures, and the words for them."""
    return {
        "results": results,
        "lines": lines_of(results.outcomes),
        "ticks": TICKS,
        "labels": LABELS,
        "since_before": SINCE_BEFORE,
        "fewest": FEWEST_ANSWERS,
        "fewest_texts": FEWEST_TEXTS,
    }


def _run(run_id: int) -> Run:
    run = run_by_id(run_id)
    if run is None:
        abort(404)
    enforce(policy.may_see_feedback(current_actor(), run))
    return run


def _course(course_id: int) -> Course:
    course, which = course_with_outcomes(course_id), policy.which_runs(current_actor())
    if course is None:
        abort(404)
    enforce(NOT_YOURS if which is not None and not gives_runs_of(course_id, which) else None)
    return course
