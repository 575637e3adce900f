"""Searches that somebody keeps."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.directory.search.forms import ButtonForm, SaveSearchForm
from inclusion_app.directory.search.queries import saved as queries
from inclusion_app.directory.search.services.saving import remove_search, save_search, set_alerts
from inclusion_app.directory.search.wishes import wishes_of, wishes_of_query
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, sent_already, submit
from inclusion_app.foundation.pages import page

saved_searches = Blueprint("saved_searches", __name__, url_prefix="/directory/search/saved")
HERE = "/directory/search/saved"


@saved_searches.get("")
@allows(Action.USE_ACCOUNT)
def listed() -> Response:
    """One's own searches."""
    return _list(ButtonForm(formdata=None))


@saved_searches.get("/new")
@allows(Action.USE_ACCOUNT)
def begin() -> Response:
    """Give the search a name."""
    query = wishes_of(request.args).query
    return _new(SaveSearchForm(formdata=None, data={"query": query, "alerts": True}))


@saved_searches.post("")
@allows(Action.USE_ACCOUNT)
def save() -> Response:
    """Keep it."""
    form, actor = SaveSearchForm(), current_actor()

    def act() -> Done:
        wishes = wishes_of_query(form.query.data or "")
        save_search(actor, wishes, name=form.name.data or "", alerts=bool(form.alerts.data), now=clock.now())
        return Done(HERE, "Your search is saved.")

    return submit(form, act, lambda: _new(form))


@saved_searches.post("/<int:search_id>/alerts/<word>")
@allows(Action.USE_ACCOUNT)
def alert(search_id: int, word: str) -> Response:
    """Begin or end telling of new offers."""
    if word not in {"on", "off"}:
        abort(404)
    _check_own(search_id)
    form, actor = ButtonForm(), current_actor()

    def act() -> Done:
        set_alerts(actor, search_id, alerts=word == "on", now=clock.now())
        said = "You will be told" if word == "on" else "You will not be told"
        return Done(HERE, f"{said} of new offers for this search.")

    return submit(form, act, lambda: _list(form))


@saved_searches.post("/<int:search_id>/remove")
@allows(Action.USE_ACCOUNT)
def remove(search_id: int) -> Response:
    """Let it go."""
    if (repeated := sent_already()) is not None:
        return repeated
    _check_own(search_id)
    form, actor = ButtonForm(), current_actor()

    def act() -> Done:
        remove_search(actor, search_id)
        return Done(HERE, "The search is removed.")

    return submit(form, act, lambda: _list(form))


def _check_own(search_id: int) -> None:
    search = queries.saved_search(search_id)
    if search is None or search.person_id != current_actor().person_id:
        abort(404)


def _list(form: ButtonForm) -> Response:
    own = queries.saved_searches(current_actor().person_id or 0)
    return page("directory/search/saved.html", own=own, form=form, chips=queries.chips_of(own, today=clock.today()))


def _new(form: SaveSearchForm) -> Response:
    wishes = wishes_of_query(form.query.data or "")
    chips = queries.said_of(wishes, today=clock.today())
    return page("directory/search/save.html", form=form, wishes=wishes, chips=chips)
