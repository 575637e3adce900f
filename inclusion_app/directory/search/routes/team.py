"""What people looked for in the directory and did not find."""

from flask import Blueprint, Response, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows
from inclusion_app.directory.search.queries.nothing_found import every_missed_search, missed_searches
from inclusion_app.foundation import clock
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.pages import page

team_searches = Blueprint("team_searches", __name__, url_prefix="/team/directory")
HEADINGS = ("Words", "Choices", "Times", "First on", "Last on")


@team_searches.get("/searches")
@allows(Action.VIEW_OFFERS)
def listed() -> Response:
    """The most frequent first."""
    number = whole_number(request.args.get("page"), otherwise=1)
    return page(
        "directory/search/team.html",
        found=missed_searches(number, today=clock.today()),
        page_address=lambda to: f"/team/directory/searches?page={to}",
    )


@team_searches.get("/searches.csv")
@allows(Action.VIEW_OFFERS)
def exported() -> Response:
    """The same for a spreadsheet."""
    rows = (
        (one.words, one.choices, one.times, one.first.isoformat(), one.last.isoformat())
        for one in every_missed_search(today=clock.today())
    )
    return csv_download("searches-that-found-nothing.csv", HEADINGS, rows)
