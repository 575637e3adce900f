"""What people add to their own record."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, Form, sent_already, submit
from inclusion_app.foundation.pages import page
from inclusion_app.training.models import LearningAddition
from inclusion_app.training.records import policy
from inclusion_app.training.records.forms import AdditionForm
from inclusion_app.training.records.queries import addition_by_id
from inclusion_app.training.records.services.additions import add_learning, change_learning, remove_learning

additions = Blueprint("learning_additions", __name__, url_prefix="/my-record/additions")
RECORD = "/my-record"
NEW = "learning-new"


@additions.get("/new")
@allows(Action.KEEP_OWN_RECORD)
def new() -> Response:
    """Something done elsewhere."""
    return _page(AdditionForm.to_show())


@additions.post("/new")
@allows(Action.KEEP_OWN_RECORD)
def add() -> Response:
    """Put it on the record."""
    form, actor = AdditionForm.to_show(), current_actor()

    def act() -> Done:
        addition = add_learning(actor, form.said, now=clock.now(), today=clock.today())
        return Done(RECORD, f"{addition.title} has been added to your record.")

    return submit(form, act, lambda: _page(form))


@additions.get("/<int:addition_id>")
@allows(Action.KEEP_OWN_RECORD)
def edit(addition_id: int) -> Response:
    """Change what one has added, or take it off."""
    addition = _own(addition_id)
    return _page(AdditionForm.to_show(addition), addition)


@additions.post("/<int:addition_id>")
@allows(Action.KEEP_OWN_RECORD)
def change(addition_id: int) -> Response:
    """Save it; what has been saved on another tab in between is shown beside it."""
    form, actor = AdditionForm.to_show(_own(addition_id)), current_actor()

    def act() -> Done:
        change_learning(actor, addition_id, form.said, version=form.edited_version, today=clock.today())
        return Done(RECORD, "Your record has been changed.")

    return submit(form, act, lambda: _page(form, _own(addition_id)))


@additions.post("/<int:addition_id>/remove")
@allows(Action.KEEP_OWN_RECORD)
def remove(addition_id: int) -> Response:
    """Take it off the record."""
    earlier = sent_already()  # what the first sending removed is not there for the second
    if earlier is not None:
        return earlier
    title, actor = _own(addition_id).title, current_actor()

    def act() -> Done:
        remove_learning(actor, addition_id)
        return Done(RECORD, f"{title} has been taken off your record.")

    return submit(Form(), act, lambda: edit(addition_id))


def _own(addition_id: int) -> LearningAddition:
    addition = addition_by_id(addition_id)
    if addition is None:
        abort(404)
    enforce(policy.may_change_addition(current_actor(), addition))
    return addition


def _page(form: AdditionForm, addition: LearningAddition | None = None) -> Response:
    return page("records/addition.html", form=form, addition=addition)
