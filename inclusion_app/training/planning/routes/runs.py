"""All runs, with how full they are and what is at risk."""

from urllib.parse import urlencode

from flask import Blueprint, Response, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows
from inclusion_app.foundation import clock
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.pages import page
from inclusion_app.training.catalogue.queries.providers import all_providers
from inclusion_app.training.planning.export import HEADINGS, export_row
from inclusion_app.training.planning.queries.risks import count_risks
from inclusion_app.training.planning.queries.runs import all_runs_for_team, courses_with_runs, runs_for_team
from inclusion_app.training.planning.rules.risks import Risk
from inclusion_app.training.planning.rules.wishes import Order, RunWishes, When
from inclusion_app.training.states import RunState
from inclusion_app.vocabulary.queries import concepts

run_list = Blueprint("run_list", __name__, url_prefix="/team")


@run_list.get("/runs")
@allows(Action.VIEW_CATALOGUE_ADMIN)
def search() -> Response:
    """The runs that answer what the address asks for."""
    now, wishes = clock.now(), RunWishes.of(request.args)
    return page(
        "planning/runs.html",
        fragments={"results": "planning/_partials/runs.html"},
        runs=runs_for_team(wishes, now=now),
        wishes=wishes,
        counts=count_risks(now=now),
        courses=courses_with_runs(),
        providers=all_providers(),
        strands=concepts("strand"),
        states=list(RunState),
        times=list(When),
        orders=list(Order),
        risks=list(Risk),
        page_address=lambda number: f"/team/runs?{urlencode(wishes.parameters | {'page': str(number)})}",
        asked=urlencode(wishes.parameters),
    )


@run_list.get("/runs.csv")
@allows(Action.VIEW_CATALOGUE_ADMIN)
def export() -> Response:
    """The same runs, all of them, as a file."""
    rows = all_runs_for_team(RunWishes.of(request.args), now=clock.now())
    return csv_download("runs.csv", HEADINGS, map(export_row, rows))
