"""Frozen figures: months, what they hold, one measure beside what it says today, and a file."""

from datetime import date

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows
from inclusion_app.foundation import clock
from inclusion_app.foundation.exports import csv_stream
from inclusion_app.foundation.pages import page
from inclusion_app.insights.exports import FIGURE, figure_cells
from inclusion_app.insights.filters import Filters
from inclusion_app.insights.frozen.content import ALL, read
from inclusion_app.insights.frozen.models import Freeze
from inclusion_app.insights.frozen.queries import KIND, freeze_of, freezes
from inclusion_app.insights.queries import by_group, figure, measure_by_code

frozen_results = Blueprint("frozen_results", __name__, url_prefix="/team/results/frozen")
HEADINGS = ("Measure", "District", *FIGURE)


@frozen_results.get("")
@allows(Action.VIEW_RESULTS)
def listed() -> Response:
    """Every month that is kept."""
    return page("insights/frozen.html", freezes=freezes())


@frozen_results.get("/<day>")
@allows(Action.VIEW_RESULTS)
def show(day: str) -> Response:
    """All measures as they stood then."""
    kept = _kept(day)
    figures = [one for one in read(kept.content) if one.kind == ALL]
    return page("insights/frozen_month.html", kept=kept, figures=figures)


@frozen_results.get("/<day>/figures.csv")
@allows(Action.VIEW_RESULTS)
def exported(day: str) -> Response:
    """The same with the districts, for a spreadsheet."""
    kept = _kept(day)
    rows = ([one.name, one.group or "All schools", *figure_cells(one.figure)] for one in read(kept.content))
    return csv_stream(f"frozen-{kept.as_of}-{kept.sha256[:8]}.csv", HEADINGS, list(rows))


@frozen_results.get("/<day>/measures/<code>")
@allows(Action.VIEW_RESULTS)
def compare(day: str, code: str) -> Response:
    """One measure then, and as it stands today."""
    kept, measure, today = _kept(day), measure_by_code(code), clock.today()
    then = [one for one in read(kept.content) if one.measure == code]
    if measure is None or not then:
        abort(404)
    now = {ALL: figure(measure, Filters(), today=today)}
    if KIND in measure.cuts:
        now |= {group.code or group.name: one for group, one in by_group(measure, KIND, Filters(), today=today)}
    keys = [(one.code or one.group) if one.kind else ALL for one in then]
    lines = [(one.group or "All schools", one.figure, now.get(key)) for one, key in zip(then, keys, strict=True)]
    return page("insights/frozen_measure.html", kept=kept, measure=measure, lines=lines, today=today)


def _kept(day: str) -> Freeze:
    try:
        found = freeze_of(date.fromisoformat(day))
    except ValueError:
        found = None
    if found is None:
        abort(404)
    return found
