"""The workshop of a review: arranged, held, and what it agreed."""

from flask import Blueprint, Response

from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.improvement.forms.workshops import HeldForm, MeetingForm, held_form, recorded
from inclusion_app.improvement.policy import RUNS_WORKSHOP, may_run_workshop
from inclusion_app.improvement.queries.areas import areas_of
from inclusion_app.improvement.queries.plans import workshop_of
from inclusion_app.improvement.services.workshops import plan_workshop, record_workshop
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.routes.opening import ANY_SIDE, review_as, review_for
from inclusion_app.reviews.rules.visibility import Paper

workshops = Blueprint("workshops", __name__, url_prefix="/reviews/<int:review_id>/workshop")


@workshops.get("")
@allows(*ANY_SIDE)
def show(review_id: int) -> Response:
    """When it is or was, who was there, and what was agreed."""
    seen = review_for(review_id, Paper.PLAN)
    return page(
        "improvement/workshop.html",
        review=seen.review,
        workshop=workshop_of(review_id),
        areas=areas_of(seen.review.cycle.framework_id),
        may_run=may_run_workshop(seen),
    )


@workshops.get("/date")
@allows(*ANY_SIDE)
def date(review_id: int) -> Response:
    """Day, time and place, for those who run it."""
    seen = review_as(review_id, *RUNS_WORKSHOP)
    return _date_page(seen, MeetingForm.to_show(seen.review, workshop_of(review_id)))


@workshops.post("/date")
@allows(*ANY_SIDE)
def arrange(review_id: int) -> Response:
    """Set or move it; invitations go out."""
    seen, form = review_as(review_id, *RUNS_WORKSHOP), MeetingForm()
    actor = current_actor()

    def act() -> Done:
        plan_workshop(
            actor,
            review_id,
            said=form.said(),
            version=form.edited_version,
            standings=seen.standings,
            now=clock.now(),
        )
        return Done(f"/reviews/{review_id}/workshop", "The workshop is arranged. Invitations are on their way.")

    return submit(form, act, lambda: _date_page(review_as(review_id, *RUNS_WORKSHOP), form))


@workshops.get("/record")
@allows(*ANY_SIDE)
def write(review_id: int) -> Response:
    """An empty record, or the one that was begun."""
    seen = review_as(review_id, *RUNS_WORKSHOP)
    kind = held_form(areas_of(seen.review.cycle.framework_id))
    form = kind(**recorded(seen.review, workshop_of(review_id)))
    drafts.restore(form, _draft(review_id))
    return _record_page(seen, form)


@workshops.post("/record")
@allows(*ANY_SIDE)
def record(review_id: int) -> Response:
    """Keep what was agreed."""
    seen, actor = review_as(review_id, *RUNS_WORKSHOP), current_actor()
    form = held_form(areas_of(seen.review.cycle.framework_id))()

    def act() -> Done:
        record_workshop(actor, review_id, said=form.said(), standings=seen.standings, now=clock.now())
        return Done(f"/reviews/{review_id}/plan", "The workshop is recorded. Now the plan can be written.")

    return submit(form, act, lambda: _record_page(review_as(review_id, *RUNS_WORKSHOP), form), draft=_draft(review_id))


def _date_page(seen: SeenReview, form: MeetingForm) -> Response:
    return page("improvement/workshop_date.html", review=seen.review, form=form, may_run=may_run_workshop(seen))


def _record_page(seen: SeenReview, form: HeldForm) -> Response:
    form.draft_key = _draft(seen.review.id)
    return page("improvement/workshop_record.html", review=seen.review, form=form, may_run=may_run_workshop(seen))


def _draft(review_id: int) -> str:
    return f"workshop-{review_id}"
