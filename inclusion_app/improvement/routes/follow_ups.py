"""The follow-up of a review: what has become of each action."""

from flask import Blueprint, Response

from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.improvement.forms.follow_ups import FollowUpForm, follow_up_form
from inclusion_app.improvement.policy import FOLLOWS_UP, may_follow_up
from inclusion_app.improvement.queries.areas import earlier_ratings, levels_of
from inclusion_app.improvement.queries.plans import Plan, plan_of
from inclusion_app.improvement.services.follow_ups import record_follow_up
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.routes.opening import ANY_SIDE, review_as, review_for
from inclusion_app.reviews.rules.visibility import Paper

follow_ups = Blueprint("follow_ups", __name__, url_prefix="/reviews/<int:review_id>/follow-up")


@follow_ups.get("")
@allows(*ANY_SIDE)
def show(review_id: int) -> Response:
    """What became of each action; for those who record it, the form until it has been recorded."""
    seen = review_for(review_id, Paper.PLAN)
    plan = plan_of(seen.review)
    if not may_follow_up(seen):
        return _page(seen, plan, None)
    form = _form_of(seen, plan)(formdata=None)
    drafts.restore(form, _draft(review_id))
    return _page(seen, plan, form)


@follow_ups.post("")
@allows(*ANY_SIDE)
def record(review_id: int) -> Response:
    """Keep it."""
    seen, actor = review_as(review_id, *FOLLOWS_UP), current_actor()
    plan = plan_of(seen.review)
    form = _form_of(seen, plan)()

    def act() -> Done:
        record_follow_up(actor, review_id, said=form.said(), standings=seen.standings, now=clock.now())
        return Done(f"/reviews/{review_id}/follow-up", "The follow-up is recorded.")

    def otherwise() -> Response:
        again = review_for(review_id, Paper.PLAN)
        return _page(again, plan_of(again.review), form)

    return submit(form, act, otherwise, draft=_draft(review_id))


def _form_of(seen: SeenReview, plan: Plan) -> type[FollowUpForm]:
    """Areas are rated again only by those who see how they were rated before."""
    cycle = seen.review.cycle
    rates = cycle.uses_ratings and seen.shows(Paper.RATINGS)
    return follow_up_form(plan, levels_of(cycle.framework_id) if rates else ())


def _page(seen: SeenReview, plan: Plan, form: FollowUpForm | None) -> Response:
    shows_ratings = seen.review.cycle.uses_ratings and seen.shows(Paper.RATINGS)
    if form is not None:
        form.draft_key = _draft(seen.review.id)
    rated = plan.follow_up.ratings if plan.follow_up else ()
    return page(
        "improvement/follow_up.html",
        review=seen.review,
        plan=plan,
        form=form,
        shows_ratings=shows_ratings,
        earlier=earlier_ratings(seen.review) if shows_ratings else {},
        ratings={one.area: one.rating for one in rated} if shows_ratings else {},
    )


def _draft(review_id: int) -> str:
    return f"follow-up-{review_id}"
