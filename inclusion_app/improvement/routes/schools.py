"""What a school still has to do, over all its reviews: for its headteacher."""

from flask import Blueprint, Response

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows
from inclusion_app.foundation import clock
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.pages import page
from inclusion_app.improvement.queries.actions import actions_of_school
from inclusion_app.improvement.sheets import ACTION_HEADINGS, action_rows
from inclusion_app.improvement.states import OPEN
from inclusion_app.training.bookings.routes.schools import school_for

school_actions = Blueprint("school_actions", __name__, url_prefix="/schools/<int:urn>/actions")


@school_actions.get("")
@allows(Action.LEAD_SCHOOL_REVIEW)
def listed(urn: int) -> Response:
    """Open actions, what is due first at the top; then those that are done."""
    school = school_for(urn, Action.LEAD_SCHOOL_REVIEW)
    actions = actions_of_school(school.id)
    return page(
        "improvement/school_actions.html",
        school=school,
        to_do=[own for own in actions if own.progress in OPEN],
        over=[own for own in actions if own.progress not in OPEN],
        today=clock.today(),
    )


@school_actions.get("/export")
@allows(Action.LEAD_SCHOOL_REVIEW)
def exported(urn: int) -> Response:
    """All of them as CSV."""
    school = school_for(urn, Action.LEAD_SCHOOL_REVIEW)
    rows = action_rows(actions_of_school(school.id), clock.today())
    return csv_download(f"actions-{school.urn}.csv", ACTION_HEADINGS, rows)
