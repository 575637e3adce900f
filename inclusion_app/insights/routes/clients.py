"""Tools that may read the measures: made, shown once, revoked."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page
from inclusion_app.foundation.settings import number
from inclusion_app.insights.clients.forms import ClientForm
from inclusion_app.insights.clients.queries import client_by_id, clients
from inclusion_app.insights.clients.rules import Scope
from inclusion_app.insights.clients.services import make_client, revoke_client

api_clients = Blueprint("api_clients", __name__, url_prefix="/team/results/clients")
HERE = "/team/results/clients"


@api_clients.get("")
@allows(Action.MANAGE_API_CLIENTS)
def listed() -> Response:
    """All tools, and a form for another."""
    return _page(ClientForm(formdata=None))


@api_clients.post("")
@allows(Action.MANAGE_API_CLIENTS)
def make() -> Response:
    """Make one. Its token is in this answer alone: neither kept nor in a message that could be shown again."""
    form, actor, made = ClientForm(), current_actor(), list[tuple[str, str]]()

    def act() -> Done:
        name, scopes = form.name.data or "", form.scopes.data or []
        client, token = make_client(actor, name=name, scopes=scopes, now=clock.now())
        made.append((client.name, token))
        return Done(HERE)

    response = submit(form, act, lambda: _page(form))
    return page("insights/client_made.html", name=made[0][0], token=made[0][1]) if made else response


@api_clients.post("/<int:client_id>/revoke")
@allows(Action.MANAGE_API_CLIENTS)
def revoke(client_id: int) -> Response:
    """Shut it out."""
    client, form, actor = client_by_id(client_id), Form(), current_actor()
    if client is None:
        abort(404)

    def act() -> Done:
        revoke_client(actor, client_id, now=clock.now())
        return Done(HERE, "The token is revoked. Whatever uses it gets no more answers.")

    def again() -> Response:
        shown = ClientForm(formdata=None)
        shown.problem = form.problem
        return _page(shown)

    return submit(form, act, again)


def _page(form: ClientForm) -> Response:
    labels = {scope.value: scope.label for scope in Scope}
    button = Form(formdata=None)
    most = number("measures_per_minute")
    return page("insights/clients.html", form=form, button_form=button, clients=clients(), labels=labels, most=most)
