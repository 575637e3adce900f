"""The directory for other sites and for spreadsheets: a table, feeds, a piece of a page, and what is said of them."""

from flask import Blueprint, Response, request

from inclusion_app.directory.open_data import feeds
from inclusion_app.directory.open_data.queries import Pair, all_offers, newest_offers
from inclusion_app.directory.open_data.routes.answers import document, for_everybody, limit_requests
from inclusion_app.directory.open_data.table import COLUMNS, rows
from inclusion_app.foundation import clock
from inclusion_app.foundation.exports import EXCEL_READS_UTF8_AFTER, csv_text
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.pages import page, the_same_for_everybody
from inclusion_app.foundation.settings import text

open_files = Blueprint("open_files", __name__)
open_files.before_request(limit_requests)
USUAL, MOST = 10, 50
LONGEST_CODE = 80


@open_files.get("/directory/open-data")
def show() -> Response:
    """What there is, how it is used, and what each column means."""
    return page("directory/open_data/about.html", columns=COLUMNS, base=full_address(""))


@open_files.get("/directory.csv")
def table() -> Response:
    """The public directory as CSV, safe to open in a spreadsheet."""
    today = clock.today()
    body = csv_text([column.heading for column in COLUMNS], rows(all_offers(today), today=today))
    response = for_everybody(EXCEL_READS_UTF8_AFTER + body, "text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="directory.csv"'
    return response


@open_files.get("/directory/feed.atom")
def atom() -> Response:
    """What was published or changed last, for feed readers."""
    body = feeds.atom(_title(), _newest(), self_address=full_address("/directory/feed.atom"))
    return for_everybody(body, "application/atom+xml; charset=utf-8")


@open_files.get("/directory/feed.json")
def json_feed() -> Response:
    """The same as JSON."""
    said = feeds.json_feed(_title(), _newest(), self_address=full_address("/directory/feed.json"))
    return document(said)


@open_files.get("/directory/embed")
def snippet() -> Response:
    """The same as a piece of HTML, without scripts or styles, for another site to put into a page of its own."""
    found = [(offer, version, feeds.address_of(offer)) for offer, version in _newest()]
    html = the_same_for_everybody("directory/open_data/_snippet.html", offers=found, all=full_address("/directory"))
    return for_everybody(html, "text/html; charset=utf-8")


def _newest() -> list[Pair]:
    asked = request.args
    most = min(whole_number(asked.get("most")) or USUAL, MOST)
    return newest_offers(
        clock.today(),
        most=most,
        provider=asked.get("provider", "")[:LONGEST_CODE],
        need=asked.get("need", "")[:LONGEST_CODE],
    )


def _title() -> str:
    return f"Directory of support – {text('service_name')}"
