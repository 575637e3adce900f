"""The plan as a whole: to read, on paper, as a file, and published."""

from flask import Blueprint, Response

from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.improvement.forms.plans import PublishForm
from inclusion_app.improvement.policy import OWNS_PLAN, may_follow_up, may_link, may_publish, may_write
from inclusion_app.improvement.queries.plans import plan_of
from inclusion_app.improvement.rules.plans import MOST, follow_up_default
from inclusion_app.improvement.services.publishing import agree_plan
from inclusion_app.improvement.sheets import PLAN_HEADINGS, plan_rows
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.routes.opening import ANY_SIDE, review_as, review_for
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.schools.queries import terms_of

plans = Blueprint("plans", __name__, url_prefix="/reviews/<int:review_id>/plan")


@plans.get("")
@allows(*ANY_SIDE)
def show(review_id: int) -> Response:
    """The plan: what the school will do, who, by when, and how it will be known."""
    seen = review_for(review_id, Paper.PLAN)
    form = PublishForm(formdata=None, follow_up_on=seen.review.follow_up_on)
    if may_publish(seen) and form.follow_up_on.data is None:
        form.follow_up_on.data = follow_up_default(clock.today(), terms_of(seen.review.school))
    return _page(seen, form)


@plans.get("/print")
@allows(*ANY_SIDE)
def printed(review_id: int) -> Response:
    """The plan on one or two sheets of A4, as governors get it."""
    seen = review_for(review_id, Paper.PLAN)
    return page("improvement/plan_print.html", review=seen.review, plan=plan_of(seen.review), today=clock.today())


@plans.get("/export")
@allows(*ANY_SIDE)
def exported(review_id: int) -> Response:
    """The plan as CSV."""
    seen = review_for(review_id, Paper.PLAN)
    return csv_download(f"improvement-plan-{review_id}.csv", PLAN_HEADINGS, plan_rows(plan_of(seen.review)))


@plans.post("/publish")
@allows(*ANY_SIDE)
def publish(review_id: int) -> Response:
    """The headteacher publishes it."""
    seen, form, actor = review_as(review_id, *OWNS_PLAN), PublishForm(), current_actor()

    def act() -> Done:
        agree_plan(actor, review_id, follow_up_on=form.follow_up_on.data, standings=seen.standings, now=clock.now())
        return Done(f"/reviews/{review_id}/plan", "The plan is published. The owners of its actions have been told.")

    return submit(form, act, lambda: _page(review_for(review_id, Paper.PLAN), form))


def _page(seen: SeenReview, form: PublishForm) -> Response:
    plan = plan_of(seen.review)
    return page(
        "improvement/plan.html",
        review=seen.review,
        plan=plan,
        form=form,
        today=clock.today(),
        most=MOST,
        may_write=may_write(seen),
        may_add=may_write(seen) and len(plan.lines) < MOST,
        may_publish=may_publish(seen),
        may_link=may_link(seen),
        may_follow_up=may_follow_up(seen),
        may_mark=seen.is_any_of(*OWNS_PLAN) and plan.is_published,
        reads_report=seen.shows(Paper.REPORT),
    )
