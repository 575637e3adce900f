"""Giving feedback on one's own bookings, signed in."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.training.feedback import policy
from inclusion_app.training.feedback.forms import FeedbackForm, feedback_form, typed_before
from inclusion_app.training.feedback.queries.answers import Asked, asked
from inclusion_app.training.feedback.services.answering import CLOSED, give_feedback
from inclusion_app.training.states import FeedbackPoint

my_feedback = Blueprint("my_feedback", __name__, url_prefix="/my-bookings")
THANKS = "Thank you. Your feedback is saved."


@my_feedback.get("/<int:booking_id>/feedback/<point>")
@allows(Action.VIEW_OWN_BOOKINGS)
def show(booking_id: int, point: str) -> Response:
    """The questions, with what was said or typed before."""
    question = _own(booking_id, point)
    form = form_of(question)(formdata=None, data=typed_before(question.answer))
    key = _draft(question)
    if question.is_open(clock.now()):
        drafts.restore(form, key)
    return shown(question, form, draft=key)


@my_feedback.post("/<int:booking_id>/feedback/<point>")
@allows(Action.VIEW_OWN_BOOKINGS)
def save(booking_id: int, point: str) -> Response:
    """Give it, or change it while its point is open."""
    question, actor = _own(booking_id, point), current_actor()
    form, key, asked_point = form_of(question)(), _draft(question), question.point

    def act() -> Done:
        give_feedback(actor, booking_id, asked_point, said=form.said(), seen=form.edited_version, now=clock.now())
        return Done("/my-bookings", THANKS)

    return submit(form, act, lambda: shown(_own(booking_id, point), form, draft=key), draft=key)


def form_of(question: Asked) -> type[FeedbackForm]:
    """The form of what is asked."""
    return feedback_form(question.point, {o.id: o.text for o in question.booking.run.course.outcomes})


def shown(question: Asked, form: FeedbackForm, *, draft: str = "", action: str = "") -> Response:
    """The page; once the point has closed it only says what was said."""
    return page(
        "feedback/give.html",
        booking=question.booking,
        point=question.point.value,
        answer=question.answer,
        closes_at=question.closes_at,
        is_open=question.is_open(clock.now()),
        closed=CLOSED,
        form=form,
        draft=draft,
        action=action or f"/my-bookings/{question.booking.id}/feedback/{question.point}",
    )


def _own(booking_id: int, point: str) -> Asked:
    question = asked(booking_id, FeedbackPoint(point)) if point in list(FeedbackPoint) else None
    if question is None:
        abort(404)
    enforce(policy.may_give_feedback(current_actor(), question.booking))
    return question


def _draft(question: Asked) -> str:
    return f"feedback-{question.booking.id}-{question.point}"
