"""The results of one school, and of several side by side."""

from flask import Blueprint, Response, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import go_to
from inclusion_app.foundation.pages import page
from inclusion_app.insights.one_school.audience import people
from inclusion_app.insights.one_school.queries.compare import Compared, comparison_of, trusts
from inclusion_app.insights.one_school.queries.page import results_of
from inclusion_app.insights.one_school.queries.timeline import timeline_of
from inclusion_app.schools.models import School
from inclusion_app.schools.queries import open_schools, schools_by_ids
from inclusion_app.schools.states import GroupingKind
from inclusion_app.training.bookings.routes.schools import school_for

school_results = Blueprint("school_results", __name__)


@school_results.get("/schools/<int:urn>/results")
@allows(Action.VIEW_SCHOOL_RESULTS)
def show(urn: int) -> Response:
    """One school on one page, also on paper."""
    school = school_for(urn, Action.VIEW_SCHOOL_RESULTS)
    found = results_of(current_actor(), school, now=clock.now())
    return page("insights/school.html", found=found, school=school, people=people, today=clock.today())


@school_results.get("/schools/<int:urn>/results/timeline")
@allows(Action.VIEW_SCHOOL_RESULTS)
def timeline(urn: int) -> Response:
    """Everything that has happened with the school, the latest first."""
    school = school_for(urn, Action.VIEW_SCHOOL_RESULTS)
    found = timeline_of(current_actor(), school, number=request.args.get("page", 1, int), now=clock.now())
    return page("insights/timeline.html", found=found, school=school, people=people)


@school_results.get("/results")
@allows(Action.VIEW_SCHOOL_RESULTS)
def compare() -> Response:
    """To the only school; or several side by side: one's own, or for the team those of a trust."""
    actor = current_actor()
    own = schools_by_ids(actor.schools_with(Action.VIEW_SCHOOL_RESULTS))
    if len(own) == 1 and not actor.in_team:
        return go_to(f"/schools/{own[0].urn}/results")
    code = request.args.get("trust", "") if actor.can(Action.VIEW_RESULTS) else ""
    shown: list[School] = list(open_schools(kind=GroupingKind.TRUST, code=code) if code else own)
    compared: list[Compared] = comparison_of(actor, shown, now=clock.now()) if shown else []
    choices = trusts() if actor.can(Action.VIEW_RESULTS) else []
    return page(
        "insights/compare.html", compared=compared, trusts=choices, trust=code, people=people, today=clock.today()
    )
