"""What staff of a school ask for, decided there: signed in, or by the link in the mail."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.accounts.queries.actors import actor_behind_link
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings.routes.behind_links import answered_by_link, shown_by_link
from inclusion_app.training.bookings.routes.schools import school_for
from inclusion_app.training.links import LinkFor, booking_link
from inclusion_app.training.models import Booking
from inclusion_app.training.requests import policy
from inclusion_app.training.requests.forms import DecisionForm
from inclusion_app.training.requests.queries.claims import Shown, claim_by_id, claims_of_school, warnings_for
from inclusion_app.training.requests.services.applications import support_application
from inclusion_app.training.requests.services.requests import approve_request, decline_request
from inclusion_app.training.states import BookingState, CameBy

school_requests = Blueprint("school_requests", __name__, url_prefix="/schools/<int:urn>/requests")
request_links = Blueprint("request_links", __name__, url_prefix="/requests/<token>")
NO_ANSWER = "Say yes or no"
_Found = tuple[Actor, Shown]


@school_requests.get("")
@allows(Action.DECIDE_REQUESTS)
def listed(urn: int) -> Response:
    """What is to be decided, and what was."""
    school = school_for(urn, Action.DECIDE_REQUESTS)
    to_decide, past = claims_of_school(school.id, now=clock.now())
    return page("requests/school.html", school=school, to_decide=to_decide, past=past)


@school_requests.get("/<int:booking_id>")
@allows(Action.DECIDE_REQUESTS)
def show(urn: int, booking_id: int) -> Response:
    """One of them, with the answer."""
    return _page(_shown(urn, booking_id), DecisionForm(formdata=None), back=f"/schools/{urn}/requests")


@school_requests.post("/<int:booking_id>")
@allows(Action.DECIDE_REQUESTS)
def answer(urn: int, booking_id: int) -> Response:
    """Yes or no."""
    shown, form, actor, back = _shown(urn, booking_id), DecisionForm(), current_actor(), f"/schools/{urn}/requests"
    came_by = CameBy(shown.booking.came_by)
    return submit(
        form,
        lambda: _act(actor, booking_id, form, came_by=came_by, back=back),
        lambda: _page(_shown(urn, booking_id), form, back=back),
    )


@request_links.get("")
def show_link(token: str) -> Response:
    """The same for whoever has the link; looking changes nothing."""
    return shown_by_link(_behind(token), show=lambda found: _by_link(token, found, DecisionForm(formdata=None)))


@request_links.post("")
def answer_link(token: str) -> Response:
    """The answer of whoever has the link."""
    form = DecisionForm()

    def prepare(found: _Found) -> Callable[[], Done]:
        actor, shown = found
        back = f"/catalogue/{shown.booking.run.course.slug}/runs/{shown.booking.run_id}"
        return partial(_act, actor, shown.booking.id, form, came_by=CameBy(shown.booking.came_by), back=back)

    return answered_by_link(
        lambda: _behind(token), form, prepare=prepare, show=lambda found: _by_link(token, found, form)
    )


def _by_link(token: str, found: _Found, form: DecisionForm) -> Response:
    return _page(found[1], form, action=f"/requests/{token}")


def _act(actor: Actor, booking_id: int, form: DecisionForm, *, came_by: CameBy, back: str) -> Done:
    now, today = clock.now(), clock.today()
    match form.answer.data:
        case "approve" if came_by == CameBy.APPLICATION:
            support_application(actor, booking_id, now=now, today=today)
            return Done(back, "Your school supports the application. The inclusion team decides on it.")
        case "approve":
            booking = approve_request(actor, booking_id, now=now, today=today)
            waits = booking.state == BookingState.WAITING
            return Done(back, "Approved. The run is full, so they are on the waiting list." if waits else _PLACED)
        case "decline":
            decline_request(actor, booking_id, reason=form.reason.data or "", now=now)
            return Done(back, "Declined. They have been told why.")
    raise RuleBroken("reason", NO_ANSWER)


_PLACED = "Approved. An invitation for the calendar is on its way to them."


def _behind(token: str) -> _Found | None:
    """Who has the link and what it is about, while both still hold."""
    link = booking_link(token, LinkFor.DECIDE, now=clock.now())
    if link is None:
        return None
    actor, shown = actor_behind_link(link.person_id, today=clock.today()), claim_by_id(link.booking_id)
    if actor is None or shown is None or not _is_open(shown.booking):
        return None
    return None if policy.may_decide_for_school(actor, shown.booking) else (actor, shown)


def _is_open(booking: Booking) -> bool:
    return booking.state == BookingState.REQUESTED and booking.run.starts_at > clock.now()


def _shown(urn: int, booking_id: int) -> Shown:
    school_for(urn, Action.DECIDE_REQUESTS)
    shown = claim_by_id(booking_id)
    if shown is None or shown.booking.school.urn != urn:
        abort(404)
    enforce(policy.may_decide_for_school(current_actor(), shown.booking))
    return shown


def _page(shown: Shown, form: DecisionForm, *, action: str = "", back: str = "") -> Response:
    booking, open_ = shown.booking, _is_open(shown.booking)
    return page(
        "requests/decide.html",
        booking=booking,
        said=shown.said,
        form=form,
        action=action or f"/schools/{booking.school.urn}/requests/{booking.id}",
        back_to=back,
        may_approve=open_,
        may_decline=open_ or (booking.state == BookingState.APPROVED and booking.run.starts_at > clock.now()),
        warnings=warnings_for(booking, now=clock.now(), today=clock.today()) if open_ else [],
        yes="Support the application" if booking.came_by == CameBy.APPLICATION else "Approve",
    )
