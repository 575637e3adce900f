"""Which messages one wants."""

from flask import Blueprint, Response

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.accounts.forms import PreferencesForm
from inclusion_app.accounts.message_groups import MessageGroup
from inclusion_app.accounts.queries.preferences import groups_wanted_by
from inclusion_app.accounts.services.preferences import set_message_preferences
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page

preferences = Blueprint("preferences", __name__, url_prefix="/account/messages")


@preferences.get("")
@allows(Action.USE_ACCOUNT)
def show() -> Response:
    """What comes, and what can be turned off."""
    wanted = groups_wanted_by(current_actor().person_id or 0)
    return _page(PreferencesForm(formdata=None, data={"groups": sorted(wanted)}))


@preferences.post("")
@allows(Action.USE_ACCOUNT)
def save() -> Response:
    """Keep what was ticked."""
    form, actor = PreferencesForm(), current_actor()

    def act() -> Done:
        set_message_preferences(actor, [MessageGroup(group) for group in form.groups.data or ()])
        return Done("/account/messages", "Your choice of messages has been saved.")

    return submit(form, act, lambda: _page(form))


def _page(form: PreferencesForm) -> Response:
    return page("accounts/preferences.html", form=form, by_link=False)
