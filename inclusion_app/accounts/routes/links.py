"""Pages behind the links in mails. Opening one changes nothing: mail scanners open links too."""

from flask import Blueprint, Response, request

from inclusion_app.accounts.forms import ForgottenForm, NewPasswordForm
from inclusion_app.accounts.models import LinkPurpose
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.accounts.routes.sign_in import begin
from inclusion_app.accounts.services.links import person_of_link
from inclusion_app.accounts.services.resets import ask_for_reset, choose_password
from inclusion_app.accounts.services.sessions import begin_session
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.headers import keep_address_secret
from inclusion_app.foundation.pages import page

passwords = Blueprint("passwords", __name__)
invitations = Blueprint("invitations", __name__)
SENT = "If there is an account with that address, we have sent it a link. Look into your mail; it works for one hour."


@passwords.get("/forgotten-password")
def forgotten() -> Response:
    """Where should the link go?"""
    return page("accounts/forgotten.html", form=ForgottenForm(formdata=None))


@passwords.post("/forgotten-password")
def send_link() -> Response:
    """Send a link, and say the same whether or not there is such an account."""
    form = ForgottenForm()

    def ask() -> Done:
        ask_for_reset(form.email.data or "", now=clock.now())
        return Done("/sign-in", SENT)

    return submit(form, ask, lambda: page("accounts/forgotten.html", form=form))


@passwords.get("/reset-password/<token>")
def show_reset(token: str) -> Response:
    """Choose a new password."""
    return _show(token, LinkPurpose.RESET, NewPasswordForm(formdata=None))


@passwords.post("/reset-password/<token>")
def reset(token: str) -> Response:
    """Use the link up and sign in with the new password."""
    return _use(token, LinkPurpose.RESET)


@invitations.get("/invitation/<token>")
def show(token: str) -> Response:
    """Choose a first password."""
    return _show(token, LinkPurpose.INVITATION, NewPasswordForm(formdata=None))


@invitations.post("/invitation/<token>")
def accept(token: str) -> Response:
    """Use the link up and sign in for the first time."""
    return _use(token, LinkPurpose.INVITATION)


def _show(token: str, purpose: LinkPurpose, form: NewPasswordForm) -> Response:
    works = person_of_link(token, purpose, now=clock.now()) is not None
    return keep_address_secret(page("accounts/choose_password.html", form=form, works=works, purpose=purpose))


def _use(token: str, purpose: LinkPurpose) -> Response:
    form = NewPasswordForm()
    if not form.validate():
        return _refused(token, purpose, form)
    now = clock.now()
    try:
        person_id = choose_password(token, purpose, form.new_password.data or "", now=now)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _refused(token, purpose, form)
    key = begin_session(person_id, now=now, address=request.remote_addr or "unknown", browser=request.user_agent.string)
    return keep_address_secret(begin(actor_for(person_id, today=clock.today()).with_session(key), "/"))


def _refused(token: str, purpose: LinkPurpose, form: NewPasswordForm) -> Response:
    response = _show(token, purpose, form)
    response.status_code = 422
    return response
