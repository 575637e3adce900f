"""Results as files: CSV, XLSX and ODS of what a page shows, with its filters in the name of the file."""

from datetime import date

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows
from inclusion_app.foundation import clock
from inclusion_app.foundation.exports import csv_stream
from inclusion_app.foundation.workbooks import ods_download, xlsx_download
from inclusion_app.insights.board.choices import choices_of
from inclusion_app.insights.board.views import KIND_LABELS, View
from inclusion_app.insights.board.ways import parts_of
from inclusion_app.insights.exports import (
    Table,
    funnel_table,
    groups_table,
    heat_table,
    not_reached_table,
    schools_table,
)
from inclusion_app.insights.measures import ON_TIME, OVERDUE, STAGE, STRAND
from inclusion_app.insights.queries import (
    Which,
    all_measures,
    by_group,
    figure,
    funnel,
    heat,
    not_yet_reached,
    schools_behind,
)
from inclusion_app.insights.routes.lists import measure_or_404

result_files = Blueprint("result_files", __name__, url_prefix="/team/results/files")
FORMS = frozenset({"csv", "xlsx", "ods"})


@result_files.get("/groups/<code>.<form>")
@allows(Action.VIEW_RESULTS)
def groups(code: str, form: str) -> Response:
    """A measure by group."""
    view, today, measure = View.of(request.args), clock.today(), measure_or_404(code)
    kind = view.kind if view.kind in measure.cuts else measure.cuts[0]
    found = by_group(measure, kind, view.filters, today=today)
    table = groups_table(measure, KIND_LABELS[kind], found, figure(measure, view.filters, today=today))
    return _file(table, view, form, today=today)


@result_files.get("/schools/<code>.<form>")
@allows(Action.VIEW_RESULTS)
def schools(code: str, form: str) -> Response:
    """The schools behind a figure."""
    view, today, measure = View.of(request.args), clock.today(), measure_or_404(code)
    which = Which.OUT if request.args.get("which") == Which.OUT else Which.IN
    found = parts_of(measure, schools_behind(measure, view.filters, today=today, which=which))
    return _file(schools_table(measure, found, which.value), view, form, today=today)


@result_files.get("/strands.<form>")
@allows(Action.VIEW_RESULTS)
def strands(form: str) -> Response:
    """Strands by group."""
    view, today = View.of(request.args), clock.today()
    measures = [measure for code, measure in all_measures().items() if code.startswith(STRAND)]
    table = heat_table(heat(view.group_kind, view.filters, today=today), KIND_LABELS[view.group_kind], measures)
    return _file(table, view, form, today=today)


@result_files.get("/reviews.<form>")
@allows(Action.VIEW_RESULTS)
def reviews(form: str) -> Response:
    """Stages of reviews."""
    view, today = View.of(request.args), clock.today()
    begins = (STAGE, ON_TIME, OVERDUE)
    measures = [measure for code, measure in all_measures().items() if code.startswith(begins)]
    return _file(funnel_table(funnel(view.filters, today=today), measures), view, form, today=today)


@result_files.get("/not-yet-reached.<form>")
@allows(Action.VIEW_RESULTS)
def not_reached(form: str) -> Response:
    """Schools of high need without contact for a year."""
    view, today = View.of(request.args), clock.today()
    table = not_reached_table(not_yet_reached(view.filters, today=today), measure_or_404("not-yet-reached"))
    return _file(table, view, form, today=today)


def _file(table: Table, view: View, form: str, *, today: date) -> Response:
    if form not in FORMS:
        abort(404)
    choices = choices_of(view.filters)
    name = f"results-{table.what}_{view.filters.file_name_part}_{today}.{form}"
    if form == "csv":
        return csv_stream(name, table.headings, list(table.with_definitions(choices, today=today)))
    sheets = table.sheets(choices, today=today)
    return xlsx_download(name, *sheets) if form == "xlsx" else ods_download(name, *sheets)
