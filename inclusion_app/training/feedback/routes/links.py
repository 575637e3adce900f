"""Giving feedback by the link in the mail, without signing in."""

from flask import Blueprint, Response, request

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.queries.actors import actor_behind_link
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, sent_already, submit
from inclusion_app.foundation.headers import keep_address_secret
from inclusion_app.foundation.pages import page
from inclusion_app.training.feedback import policy
from inclusion_app.training.feedback.forms import typed_before
from inclusion_app.training.feedback.notices import LINK_FOR, POINT_OF
from inclusion_app.training.feedback.queries.answers import Asked, asked
from inclusion_app.training.feedback.routes.own import form_of, shown
from inclusion_app.training.feedback.services.answering import give_feedback
from inclusion_app.training.links import booking_link

feedback_links = Blueprint("feedback_links", __name__, url_prefix="/feedback")


@feedback_links.get("/thank-you")
def thanks() -> Response:
    """Said to whoever has answered by a link."""
    return page("feedback/thanks.html")


@feedback_links.get("/<token>")
def show(token: str) -> Response:
    """The questions; looking uses nothing up."""
    found = _behind(token)
    if found is None:
        return keep_address_secret(page("pages/dead_link.html"))
    question = found[1]
    form = form_of(question)(formdata=None, data=typed_before(question.answer))
    return keep_address_secret(shown(question, form, action=f"/feedback/{token}"))


@feedback_links.post("/<token>")
def save(token: str) -> Response:
    """The answer; the links that ask for it end with it."""
    found = _behind(token)
    if found is None:
        return keep_address_secret(sent_already() or _too_late())
    actor, question = found
    form, booking_id, point = form_of(question)(), question.booking.id, question.point

    def act() -> Done:
        give_feedback(actor, booking_id, point, said=form.said(), seen=form.edited_version, now=clock.now())
        return Done("/feedback/thank-you")

    def again() -> Response:
        still = _behind(token)
        return shown(still[1], form, action=f"/feedback/{token}") if still else _too_late()

    return keep_address_secret(submit(form, act, again))


def _behind(token: str) -> tuple[Actor, Asked] | None:
    """Who has the link and what it asks, while both still hold."""
    now = clock.now()
    link = booking_link(token, *LINK_FOR.values(), now=now)
    if link is None:
        return None
    actor = actor_behind_link(link.person_id, today=clock.london(now).date())
    question = asked(link.booking_id, POINT_OF[link.purpose])
    if actor is None or question is None or not question.is_open(now):
        return None
    return None if policy.may_give_feedback(actor, question.booking) else (actor, question)


def _too_late() -> Response:
    """What was typed in a second tab is shown, so that it is not lost."""
    typed = [request.form.get(name, "") for name in ("text", "manager_comment")]
    return page("feedback/too_late.html", typed=[text for text in typed if text.strip()], status=422)
