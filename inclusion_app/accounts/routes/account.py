"""One's own account: details, password, and the browsers that are signed in."""

from flask import Blueprint, Response, abort, session

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.accounts.forms import ChangePasswordForm, DetailsForm, Nothing
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.passwords import password_fits
from inclusion_app.accounts.queries.people import open_sessions, person_with_memberships
from inclusion_app.accounts.secrets import hashed
from inclusion_app.accounts.services.people import change_person, set_password
from inclusion_app.accounts.services.sessions import begin_session, end_own_session
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page

account = Blueprint("account", __name__)


@account.get("/account")
@allows(Action.USE_ACCOUNT)
def show() -> Response:
    """Everything about one's own account on one page."""
    person = _person()
    details = DetailsForm(formdata=None, obj=person)
    details.version.data = str(person.version)
    return _page(details=details)


@account.post("/account/details")
@allows(Action.USE_ACCOUNT)
def save_details() -> Response:
    """Correct one's own name and job title."""
    form, actor = DetailsForm(), current_actor()

    def save() -> Done:
        change_person(
            actor,
            _id(),
            name=form.name.data or "",
            job_title=form.job_title.data or "",
            version=form.edited_version,
        )
        return Done("/account", "Your details have been saved.")

    return submit(form, save, lambda: _page(details=form))


@account.post("/account/password")
@allows(Action.USE_ACCOUNT)
def change_password() -> Response:
    """Choose another password; every other browser is signed out, and this one gets a new session."""
    form, actor, now = ChangePasswordForm(), current_actor(), clock.now()
    known = password_fits(_person().password_hash, form.password.data or "")

    def change() -> Done:
        if not known:
            raise RuleBroken("password", "This is not your present password")
        set_password(actor, _id(), form.new_password.data or "", now=now)
        session["_user_id"] = begin_session(_id(), now=now, address="", browser="after a new password")
        return Done("/account", "Your password has been changed. Every other browser has been signed out.")

    return submit(form, change, lambda: _page(password=form))


@account.post("/account/sessions/<int:session_id>/end")
@allows(Action.USE_ACCOUNT)
def end_session(session_id: int) -> Response:
    """Sign out another browser of one's own."""
    actor = current_actor()

    def end() -> Done:
        if not end_own_session(actor, session_id, now=clock.now()):
            abort(404)
        return Done("/account", "That browser has been signed out.")

    return submit(Nothing(), end, _page)


def _id() -> int:
    person_id = current_actor().person_id
    if person_id is None:
        abort(404)
    return person_id


def _person() -> Person:
    person = person_with_memberships(_id())
    if person is None:
        abort(404)
    return person


def _page(*, details: DetailsForm | None = None, password: ChangePasswordForm | None = None) -> Response:
    person = _person()
    if details is None:
        details = DetailsForm(formdata=None, obj=person)
        details.version.data = str(person.version)
    return page(
        "accounts/account.html",
        person=person,
        details=details,
        password=password or ChangePasswordForm(formdata=None),
        sessions=open_sessions(person.id),
        here=hashed(current_actor().session_key),
        button_form=Nothing(formdata=None),
    )
