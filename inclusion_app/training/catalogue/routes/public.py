"""The catalogue as everybody sees it."""

from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, current_app, request

from inclusion_app.access.guard import current_actor, enforce
from inclusion_app.foundation import clock
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings.queries.fences import fences_of
from inclusion_app.training.bookings.terms import terms_of
from inclusion_app.training.catalogue import policy, queries
from inclusion_app.training.catalogue.forms import asked
from inclusion_app.training.catalogue.queries.search import find_courses
from inclusion_app.training.catalogue.queries.terms import terms_to_choose
from inclusion_app.training.catalogue.rules import places_of

catalogue = Blueprint("catalogue", __name__, url_prefix="/catalogue")


@catalogue.get("")
def search() -> Response:
    """The courses that answer what the address asks for."""
    now = clock.now()
    terms = terms_to_choose(clock.today())
    wanted = asked(request.args, {name: term.span for name, term in terms.items()})
    number = request.args.get("page", "")
    found = find_courses(wanted.wishes, page=_number(number), now=now)
    return page(
        "catalogue/search.html",
        fragments={"results": "catalogue/_partials/results.html"},
        found=found,
        asked=wanted,
        wishes=wanted.wishes,
        terms=terms,
        places_of=partial(places_of, now=now),
        page_address=_page_address,
    )


@catalogue.get("/<slug>")
def course(slug: str) -> Response:
    """One course, with its runs to come."""
    now = clock.now()
    found = queries.course_by_slug(slug)
    if found is None:
        abort(404)
    enforce(policy.may_see_course(current_actor(), found))
    return page(
        "catalogue/course.html",
        course=found,
        runs=queries.runs_to_come(found.id, now),
        related=queries.related_courses(found),
        offers=current_app.extensions["course_offers"](
            [concept.code for concept in found.tagged("need")],
            [concept.code for concept in found.tagged("framework-area")],
        ),
        places_of=partial(places_of, now=now),
    )


@catalogue.get("/<slug>/runs/<int:run_id>")
def run(slug: str, run_id: int) -> Response:
    """One run: its sessions, and the way to a place on it."""
    now = clock.now()
    found = queries.run_by_id(run_id)
    if found is None or found.course.slug != slug:
        abort(404)
    enforce(policy.may_see_run(current_actor(), found, now=now))
    return page(
        "catalogue/run.html",
        run=found,
        places=places_of(found, now=now),
        schools=queries.schools_to_book_for(current_actor()),
        terms=terms_of(found),
        kept=fences_of([found.id], (), now=now).get(found.id, []),
        now=now,
    )


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1


def _page_address(number: int) -> str:
    """The same search, another page of it."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    return f"{request.path}?{urlencode([*kept, ('page', number)])}"
