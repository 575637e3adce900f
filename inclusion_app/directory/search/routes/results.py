"""The directory, searched; what may be meant while words are typed; and what was not found."""

from flask import Blueprint, Response, request

from inclusion_app.access.guard import current_actor
from inclusion_app.directory.asking.queries.shortlists import marks_of
from inclusion_app.directory.search.forms import NothingFoundForm
from inclusion_app.directory.search.queries.finding import find_offers
from inclusion_app.directory.search.queries.kept import kept_of
from inclusion_app.directory.search.services.missing import count_empty_search
from inclusion_app.directory.search.wishes import Wishes, page_of, wishes_of, wishes_of_query
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import is_fragment_request, page

directory_search = Blueprint("directory_search", __name__, url_prefix="/directory/search")
NOTED = "The inclusion team will see what you looked for, and not who you are."


def results_page(form: NothingFoundForm | None = None) -> Response:
    """The offers that answer what the address asks for."""
    return _results(wishes_of(request.args), page_of(request.args), form)


@directory_search.get("/suggestions")
def suggested() -> Response:
    """What may be meant by words that are being typed."""
    wishes = wishes_of(request.args)
    return page(
        "directory/search/suggestions.html",
        fragments={"suggestions": "directory/search/_suggestions.html"},
        wishes=wishes,
        found=kept_of(clock.today()).suggestable.suggestions(wishes.words),
    )


@directory_search.post("/nothing")
def found_nothing() -> Response:
    """A search found nothing: count it for the team."""
    form = NothingFoundForm()
    wishes = wishes_of_query(form.query.data or "")

    def act() -> Done:
        count_empty_search(wishes, today=clock.today())
        return Done(wishes.address(), "" if is_fragment_request() else NOTED)

    response = submit(form, act, lambda: _results(wishes, 1, form))
    if is_fragment_request() and response.status_code == 204:
        return page("directory/search/_noted.html")
    return response


def _results(wishes: Wishes, number: int, form: NothingFoundForm | None) -> Response:
    actor = current_actor()
    found = find_offers(wishes, page=number, school_ids=actor.school_ids, today=clock.today())
    is_nothing = bool(wishes.words) and not found.page.total
    offer_ids = [hit.shown.offer.id for hit in found.page.items]
    response = page(
        "directory/search/results.html",
        fragments={"results": "directory/search/_results.html"},
        wishes=wishes,
        found=found,
        marks=marks_of(actor, offer_ids),
        keeping=Form(formdata=None),
        here=wishes.address(page=found.page.number),
        form=(form or NothingFoundForm(formdata=None, data={"query": wishes.query})) if is_nothing else None,
        page_address=lambda to: wishes.address(page=to),
    )
    if is_fragment_request():
        response.headers["HX-Push-Url"] = wishes.address(page=found.page.number)  # without what was left empty
    return response
