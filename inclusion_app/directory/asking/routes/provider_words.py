"""What schools and the public say of a provider's offers, for its members to answer."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.directory.asking.forms import AnswerForm, HintAnswerForm
from inclusion_app.directory.asking.models import OfferHint, OfferUse
from inclusion_app.directory.asking.policy import may_answer
from inclusion_app.directory.asking.queries.hints import hint_by_id, hints_for
from inclusion_app.directory.asking.queries.uses import comments_for, use_by_id
from inclusion_app.directory.asking.routes.opening import own_providers
from inclusion_app.directory.asking.services.hints import answer_hint
from inclusion_app.directory.asking.services.uses import answer_comment
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.pages import page

provider_words = Blueprint("provider_words", __name__, url_prefix="/provider")
ANSWERS = Action.ANSWER_SCHOOLS


@provider_words.get("/comments")
@allows(ANSWERS)
def comments() -> Response:
    """What schools that used the offers say of them."""
    return _comments()


@provider_words.post("/comments/<int:use_id>/answer")
@allows(ANSWERS)
def answer(use_id: int) -> Response:
    """Answer one of them, for everybody who sees the comment."""
    use = use_by_id(use_id)
    if use is None or not use.comment:
        abort(404)
    enforce(may_answer(current_actor(), use.offer))
    form = AnswerForm()

    def act() -> Done:
        text = form.answer.data or ""
        answer_comment(current_actor(), use_id, text=text, version=form.edited_version, now=clock.now())
        return Done(f"/provider/comments#comment-{use_id}", "The answer is saved.")

    return submit(form, act, lambda: _comments(form=form, of=use_id))


@provider_words.get("/hints")
@allows(ANSWERS)
def hints() -> Response:
    """What people say is out of date."""
    return _hints()


@provider_words.post("/hints/<int:hint_id>/answer")
@allows(ANSWERS)
def answer_to_hint(hint_id: int) -> Response:
    """Say what came of one of them."""
    hint = hint_by_id(hint_id)
    if hint is None:
        abort(404)
    enforce(may_answer(current_actor(), hint.offer))
    form = HintAnswerForm()

    def act() -> Done:
        outcome, said = form.outcome.data or "", form.answer.data or ""
        answer_hint(current_actor(), hint_id, outcome=outcome, answer=said, now=clock.now())
        return Done("/provider/hints", "Thank you. Whoever told us hears so, if they gave an address.")

    return submit(form, act, lambda: _hints(form=form, of=hint_id))


def _comments(*, form: AnswerForm | None = None, of: int = 0) -> Response:
    found = comments_for(own_providers(), whole_number(request.args.get("page"), otherwise=1))
    return page(
        "directory/asking/provider_comments.html",
        found=found,
        forms={use.id: _answering(use, form if use.id == of else None) for use in found.items},
        form=form or Form(formdata=None),
        page_address=lambda number: f"/provider/comments?page={number}",
    )


def _answering(use: OfferUse, sent: AnswerForm | None) -> AnswerForm:
    form = sent or AnswerForm(formdata=None, answer=use.answer, version=str(use.version))
    form.answer.id = f"answer-{use.id}"
    return form


def _hints(*, form: HintAnswerForm | None = None, of: int = 0) -> Response:
    found = hints_for(own_providers(), whole_number(request.args.get("page"), otherwise=1))
    return page(
        "directory/asking/provider_hints.html",
        found=found,
        forms={hint.id: _answering_hint(hint, form if hint.id == of else None) for hint in found.items},
        form=form or Form(formdata=None),
        page_address=lambda number: f"/provider/hints?page={number}",
    )


def _answering_hint(hint: OfferHint, sent: HintAnswerForm | None) -> HintAnswerForm:
    form = sent or HintAnswerForm(formdata=None)
    form.outcome.id, form.answer.id = f"outcome-{hint.id}", f"answer-{hint.id}"
    return form
