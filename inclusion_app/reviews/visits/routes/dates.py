"""Days of a visit: proposed, agreed, changed; and a review that is put off."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.queries import SeenReview, schedules_of
from inclusion_app.reviews.routes.opening import ANY_SIDE, review_as, review_for
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.services import move_aside
from inclusion_app.reviews.states import ReviewState, Side
from inclusion_app.reviews.visits.forms import DaysForm, ReasonForm
from inclusion_app.reviews.visits.kinds import OptionState
from inclusion_app.reviews.visits.queries.dates import days_known, option_of, options_of
from inclusion_app.reviews.visits.rules.days import NOTICE, days_warnings, good_days
from inclusion_app.reviews.visits.services.dates import agree_days, propose_days, take_days_off

visit_dates = Blueprint("visit_dates", __name__, url_prefix="/reviews")
PROPOSES = (Standing.HEAD, Standing.COORDINATOR, Standing.LEAD, Standing.OFFICE)
AGREES = (Standing.HEAD, Standing.LEAD)
PUTS_OFF = (Standing.HEAD, Standing.LEAD, Standing.OFFICE)
TAKES_UP = (Standing.LEAD, Standing.OFFICE)


@visit_dates.get("/<int:review_id>/dates")
@allows(*ANY_SIDE)
def show(review_id: int) -> Response:
    """What is agreed, what is proposed, and what speaks against it."""
    first = _day_asked_for()
    form = DaysForm(formdata=None, data={"first": first} if first else None)
    return _page(review_for(review_id, Paper.TEAM), form)


@visit_dates.post("/<int:review_id>/dates")
@allows(*ANY_SIDE)
def propose(review_id: int) -> Response:
    """Propose one day, or two in a row."""
    seen = review_as(review_id, *PROPOSES)
    form, actor, standings = DaysForm(), current_actor(), seen.standings

    def act() -> Done:
        first, last = form.days
        propose_days(actor, review_id, first=first, last=last, standings=standings, now=clock.now())
        return Done(f"/reviews/{review_id}/dates", "The days have been proposed, and the other side has been told.")

    return submit(form, act, lambda: _page(seen, form))


@visit_dates.post("/<int:review_id>/dates/<int:option_id>/agree")
@allows(Action.LEAD_SCHOOL_REVIEW, Action.REVIEW_SCHOOLS, Action.VIEW_SCHOOL_REVIEW, Action.VIEW_REVIEWS)
def agree(review_id: int, option_id: int) -> Response:
    """Say yes, for the school or for the team."""
    seen = review_as(review_id, *AGREES)
    actor, standings = current_actor(), seen.standings

    def act() -> Done:
        agreed = agree_days(actor, review_id, option_id, standings=standings, now=clock.now())
        said = "The date is agreed. Everybody gets an invitation." if agreed else "Your yes has been recorded."
        return Done(f"/reviews/{review_id}/dates", said)

    return _act_on(seen, option_id, act)


@visit_dates.post("/<int:review_id>/dates/<int:option_id>/take-off")
@allows(*ANY_SIDE)
def take_off(review_id: int, option_id: int) -> Response:
    """Take a proposal off the list."""
    seen = review_as(review_id, *PROPOSES)
    actor = current_actor()

    def act() -> Done:
        take_days_off(actor, review_id, option_id)
        return Done(f"/reviews/{review_id}/dates", "The proposal has been taken off.")

    return _act_on(seen, option_id, act)


@visit_dates.post("/<int:review_id>/postpone")
@allows(*ANY_SIDE)
def postpone(review_id: int) -> Response:
    """Put the review off, with a reason; calendars are cleared."""
    return _move_aside(review_as(review_id, *PUTS_OFF), "postpone_review", "The review has been put off.")


@visit_dates.post("/<int:review_id>/take-up")
@allows(*ANY_SIDE)
def take_up(review_id: int) -> Response:
    """Go on with a review that had been put off."""
    return _move_aside(review_as(review_id, *TAKES_UP), "resume_review", "The review goes on.")


def _move_aside(seen: SeenReview, act_name: str, message: str) -> Response:
    form, actor, review_id, standings = ReasonForm(), current_actor(), seen.review.id, seen.standings

    def act() -> Done:
        move_aside(actor, review_id, act_name, reason=form.reason.data or "", standings=standings, now=clock.now())
        return Done(f"/reviews/{review_id}/dates", message)

    return submit(form, act, lambda: _page(seen, DaysForm(formdata=None), reason=form))


def _act_on(seen: SeenReview, option_id: int, act: Callable[[], Done]) -> Response:
    if option_of(seen.review.id, option_id) is None:
        abort(404)
    form = Form()
    return submit(form, act, lambda: _page(seen, DaysForm(formdata=None), problem=form))


def _day_asked_for() -> date | None:
    """A day that a link on the page has put into the address."""
    try:
        return date.fromisoformat(request.args.get("day", "")[:10])
    except ValueError:
        return None


def _page(
    seen: SeenReview, form: DaysForm, *, reason: ReasonForm | None = None, problem: Form | None = None
) -> Response:
    review, today = seen.review, clock.today()
    options, known = options_of(review.id), days_known(review)
    is_open = (
        review.stage.has_reached(ReviewState.TEAM_CONFIRMED)
        and not review.stage.has_reached(ReviewState.VISITED)
        and review.side == Side.NONE
    )
    if problem is not None:
        form.problem = problem.problem
    return page(
        "reviews/visits/dates.html",
        review=review,
        form=form,
        plain=Form(formdata=None),
        reason=reason or ReasonForm(formdata=None),
        options=[one for one in options if one.state == OptionState.OPEN],
        warnings={one.id: days_warnings(one.starts, one.ends, known) for one in options},
        agreed_warnings=_of_agreed(seen, known_of=lambda first, last: days_warnings(first, last, known)),
        good=good_days(known, today=today + NOTICE) if is_open else [],
        is_open=is_open,
        proposes=is_open and seen.is_any_of(*PROPOSES),
        agrees=_side_of(seen) if is_open else "",
        puts_off=review.side == Side.NONE and review.state != ReviewState.CLOSED and seen.is_any_of(*PUTS_OFF),
        takes_up=review.side == Side.POSTPONED and seen.is_any_of(*TAKES_UP),
        due=schedules_of([review], today=today)[review.id].of(ReviewState.SELF_REVIEW_SUBMITTED),
    )


def _of_agreed(seen: SeenReview, *, known_of: Callable[[date, date], list[str]]) -> list[str]:
    review = seen.review
    return known_of(review.visit_on, review.visit_until or review.visit_on) if review.visit_on else []


def _side_of(seen: SeenReview) -> str:
    """For which side this person can say yes."""
    if seen.is_any_of(Standing.HEAD):
        return "host"
    return "lead" if seen.is_any_of(Standing.LEAD) else ""
