"""Which messages somebody wants, by the link in a mail. Looking changes nothing."""

from flask import Blueprint, Response

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.choice_links import is_choices_token
from inclusion_app.accounts.forms import PreferencesForm
from inclusion_app.accounts.message_groups import MessageGroup
from inclusion_app.accounts.queries.actors import actor_behind_link
from inclusion_app.accounts.queries.preferences import groups_wanted_by
from inclusion_app.accounts.services.preferences import set_message_preferences
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import UNPROCESSABLE, Done, submit
from inclusion_app.foundation.headers import keep_address_secret
from inclusion_app.foundation.pages import page

choice_links = Blueprint("choice_links", __name__, url_prefix="/message-choices")
DEAD = "pages/dead_link.html"


@choice_links.get("/<int:person_id>-<token>")
def show(person_id: int, token: str) -> Response:
    """What comes, and what can be turned off."""
    if _behind(person_id, token) is None:
        return keep_address_secret(page(DEAD))
    wanted = groups_wanted_by(person_id)
    return _page(PreferencesForm(formdata=None, data={"groups": sorted(wanted)}))


@choice_links.post("/<int:person_id>-<token>")
def save(person_id: int, token: str) -> Response:
    """Keep what was ticked."""
    actor, form = _behind(person_id, token), PreferencesForm()
    if actor is None:
        return keep_address_secret(page(DEAD, status=UNPROCESSABLE))

    def act() -> Done:
        set_message_preferences(actor, [MessageGroup(group) for group in form.groups.data or ()])
        return Done(f"/message-choices/{person_id}-{token}", "Your choice of messages has been saved.")

    return keep_address_secret(submit(form, act, lambda: _page(form)))


def _behind(person_id: int, token: str) -> Actor | None:
    """Whose link it is; whatever is wrong with it answers the same."""
    return actor_behind_link(person_id, today=clock.today()) if is_choices_token(person_id, token) else None


def _page(form: PreferencesForm) -> Response:
    return keep_address_secret(page("accounts/preferences.html", form=form, by_link=True))
