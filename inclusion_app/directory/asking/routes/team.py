"""What the team sees of enquiries (figures and states, never what a school wrote), of comments and of hints."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.directory.asking.forms import HideForm
from inclusion_app.directory.asking.models import OfferUse
from inclusion_app.directory.asking.queries.enquiries import counts_by_state, late_enquiries, most_asked
from inclusion_app.directory.asking.queries.hints import open_hints
from inclusion_app.directory.asking.queries.uses import shared_comments, use_by_id
from inclusion_app.directory.asking.services.uses import hide_comment, show_comment
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.pages import page
from inclusion_app.foundation.settings import number as setting

team_enquiries = Blueprint("team_enquiries", __name__, url_prefix="/team/enquiries")


@team_enquiries.get("")
@allows(Action.VIEW_OFFERS)
def figures() -> Response:
    """How many there are, where they stand, what is asked for most, and what nobody answers."""
    found = most_asked(_number())
    return page(
        "directory/asking/team_enquiries.html",
        counts=counts_by_state(),
        late=late_enquiries(clock.now()),
        days=2 * setting("directory_answer_days"),
        found=found,
        page_address=lambda number: f"/team/enquiries?page={number}",
    )


@team_enquiries.get("/hints")
@allows(Action.VIEW_OFFERS)
def hints() -> Response:
    """What people say is out of date, and no provider has answered yet."""
    found = open_hints(_number())
    return page(
        "directory/asking/team_hints.html",
        found=found,
        page_address=lambda number: f"/team/enquiries/hints?page={number}",
    )


@team_enquiries.get("/comments")
@allows(Action.VIEW_OFFERS)
def comments() -> Response:
    """What schools let everybody read."""
    return _comments()


@team_enquiries.post("/comments/<int:use_id>/hide")
@allows(Action.EDIT_OFFERS)
def hide(use_id: int) -> Response:
    """Take one out of sight."""
    _shared(use_id)
    form = HideForm()

    def act() -> Done:
        hide_comment(current_actor(), use_id, reason=form.reason.data or "", now=clock.now())
        return Done(f"/team/enquiries/comments#comment-{use_id}", "The comment is hidden.")

    return submit(form, act, lambda: _comments(form=form, of=use_id))


@team_enquiries.post("/comments/<int:use_id>/show")
@allows(Action.EDIT_OFFERS)
def show(use_id: int) -> Response:
    """Let everybody see it again."""
    _shared(use_id)
    form = Form()

    def act() -> Done:
        show_comment(current_actor(), use_id)
        return Done(f"/team/enquiries/comments#comment-{use_id}", "The comment is shown again.")

    return submit(form, act, lambda: _comments(form=form))


def _shared(use_id: int) -> OfferUse:
    use = use_by_id(use_id)
    if use is None or not use.may_share:
        abort(404)
    return use


def _comments(*, form: Form | None = None, of: int = 0) -> Response:
    found = shared_comments(_number())
    return page(
        "directory/asking/team_comments.html",
        found=found,
        forms={use.id: _hiding(use, form if use.id == of else None) for use in found.items},
        form=form or Form(formdata=None),
        may_hide=current_actor().can(Action.EDIT_OFFERS),
        page_address=lambda number: f"/team/enquiries/comments?page={number}",
    )


def _hiding(use: OfferUse, sent: Form | None) -> HideForm:
    form = sent if isinstance(sent, HideForm) else HideForm(formdata=None)
    form.reason.id = f"reason-{use.id}"
    return form


def _number() -> int:
    return whole_number(request.args.get("page"), otherwise=1)
