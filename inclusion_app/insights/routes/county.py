"""Results of all schools: the county at a glance, one measure, the schools behind a number, and what is measured."""

from typing import TypeVar

from flask import Blueprint, Response, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows
from inclusion_app.foundation import clock
from inclusion_app.foundation.pages import page
from inclusion_app.insights.board.choices import choices_of
from inclusion_app.insights.board.places import map_of_stages, map_of_strands
from inclusion_app.insights.board.views import COLOURS, KIND_LABELS, View
from inclusion_app.insights.measures import GROUPS
from inclusion_app.insights.pictures import funnel_bars, shade, trend_picture
from inclusion_app.insights.queries import (
    all_measures,
    by_group,
    figure,
    funnel,
    heat,
    not_yet_reached,
    trend,
)
from inclusion_app.insights.routes.lists import addresses_of, measure_or_404, page_of

county_results = Blueprint("county_results", __name__, url_prefix="/team/results")
T = TypeVar("T")
KEY = ("review-completion", "completion", "follow-through")
HEADLINE = "reach"
ON_A_PAGE = 50
FIRST_OF_LIST = 5


@county_results.get("")
@allows(Action.VIEW_RESULTS)
def show() -> Response:
    """How far we are, where, and who is next."""
    view, today = View.of(request.args), clock.today()
    measures, filters = all_measures(), view.filters
    cycle = funnel(filters, today=today)
    reach = measures[HEADLINE]
    not_reached = not_yet_reached(filters, today=today)
    return page(
        "insights/county.html",
        fragments={"results": "insights/_partials/county.html"},
        view=view,
        choices=choices_of(filters),
        headline=(reach, figure(reach, filters, today=today)),
        key=[(measures[code], figure(measures[code], filters, today=today)) for code in KEY],
        cycle=cycle,
        bars=funnel_bars(cycle.steps) if cycle else [],
        heat=heat(view.group_kind, filters, today=today),
        shade=shade,
        trend=trend_picture(trend(reach, filters, today=today, by=view.by)),
        not_reached=not_reached[:FIRST_OF_LIST],
        number_not_reached=len(not_reached),
        kinds={kind: KIND_LABELS[kind] for kind in GROUPS},
        today=today,
    )


@county_results.get("/map")
@allows(Action.VIEW_RESULTS)
def show_map() -> Response:
    """Where schools lie, and how far each is."""
    view, today = View.of(request.args), clock.today()
    cycle = funnel(view.filters, today=today) if view.colour == "stage" else None
    if view.colour == "coverage":
        picture = map_of_strands(view.filters, today=today)
    else:
        picture = map_of_stages(view.filters, cycle.cycle_id if cycle else None, today=today)
    return page(
        "insights/map.html",
        fragments={"results": "insights/_partials/map.html"},
        view=view,
        choices=choices_of(view.filters),
        picture=picture,
        cycle=cycle,
        colours=COLOURS,
    )


@county_results.get("/not-yet-reached")
@allows(Action.VIEW_RESULTS)
def list_not_reached() -> Response:
    """Schools of high need without any contact for a year."""
    view, today = View.of(request.args), clock.today()
    found = not_yet_reached(view.filters, today=today)
    return page(
        "insights/not_reached.html",
        fragments={"results": "insights/_partials/not_reached.html"},
        view=view,
        choices=choices_of(view.filters),
        measure=measure_or_404("not-yet-reached"),
        found=page_of(list(found)),
        address=addresses_of("/team/results/not-yet-reached", view),
    )


@county_results.get("/measures/<code>")
@allows(Action.VIEW_RESULTS)
def measure(code: str) -> Response:
    """One measure: what it counts, by group, and as time goes by."""
    view, today, wanted = View.of(request.args), clock.today(), measure_or_404(code)
    kind = view.kind if view.kind in wanted.cuts else wanted.cuts[0]
    over_time = trend_picture(trend(wanted, view.filters, today=today, by=view.by)) if "term" in wanted.cuts else None
    return page(
        "insights/measure.html",
        fragments={"results": "insights/_partials/measure.html"},
        view=view,
        choices=choices_of(view.filters),
        measure=wanted,
        total=figure(wanted, view.filters, today=today),
        kind=kind,
        kinds={name: KIND_LABELS[name] for name in wanted.cuts},
        groups=by_group(wanted, kind, view.filters, today=today),
        trend=over_time,
    )


@county_results.get("/definitions")
@allows(Action.VIEW_RESULTS)
def definitions() -> Response:
    """What every measure counts."""
    return page("insights/definitions.html", measures=list(all_measures().values()), kinds=KIND_LABELS)
