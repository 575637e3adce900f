"""The timetable of a visit: seen and printed by all of both sides, kept by head, coordinator and lead."""

from dataclasses import replace
from datetime import timedelta

from flask import Blueprint, Response, abort, request

from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation.formats import day as in_words
from inclusion_app.foundation.forms import Done, Form, sent_already, submit
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.models import Review, TimetableActivity
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.routes.opening import ANY_SIDE, review_as, review_for
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import ReviewState, Side
from inclusion_app.reviews.visits.forms import ActivityForm, shown
from inclusion_app.reviews.visits.kinds import ActivityKind, kind_label
from inclusion_app.reviews.visits.queries.people import team_of
from inclusion_app.reviews.visits.queries.timetable import activities_of, activity_of, number_of_days
from inclusion_app.reviews.visits.rules.timetable import NORMS, ActivityChoices, Placed, clashes
from inclusion_app.reviews.visits.services.timetable import (
    add_activity,
    begin_with_usual_day,
    change_activity,
    choices_of,
    remove_activity,
    texts_of,
)

timetable = Blueprint("timetable", __name__, url_prefix="/reviews")
KEEPS = (Standing.HEAD, Standing.COORDINATOR, Standing.LEAD)


@timetable.get("/<int:review_id>/timetable")
@allows(*ANY_SIDE)
def show(review_id: int) -> Response:
    """Each day as a table, which prints on paper of its own."""
    return _page(review_for(review_id, Paper.PREPARATION), Form(formdata=None))


@timetable.post("/<int:review_id>/timetable/usual-day")
@allows(*ANY_SIDE)
def usual_day(review_id: int) -> Response:
    """Begin with a day as peers usually plan it."""
    seen = review_as(review_id, *KEEPS)
    form, actor = Form(), current_actor()

    def act() -> Done:
        begin_with_usual_day(actor, review_id)
        return Done(f"/reviews/{review_id}/timetable", "A usual day has been put in. Change what does not fit.")

    return submit(form, act, lambda: _page(seen, form))


@timetable.get("/<int:review_id>/timetable/new")
@allows(*ANY_SIDE)
def new(review_id: int) -> Response:
    """The form for one more activity."""
    seen = review_as(review_id, *KEEPS)
    kind = request.args.get("kind", "")
    data = {"day": request.args.get("day", "1"), "kind": kind if kind in set(ActivityKind) else "learning-walk"}
    return _form_page(seen, ActivityForm(formdata=None, data=data))


@timetable.post("/<int:review_id>/timetable/new")
@allows(*ANY_SIDE)
def create(review_id: int) -> Response:
    """Put one more activity in."""
    seen = review_as(review_id, *KEEPS)
    form, actor = ActivityForm(), current_actor()

    def act() -> Done:
        add_activity(actor, review_id, form.said)
        return Done(f"/reviews/{review_id}/timetable", "The activity has been added.")

    return submit(form, act, lambda: _form_page(seen, form))


@timetable.get("/<int:review_id>/timetable/<int:activity_id>")
@allows(*ANY_SIDE)
def edit(review_id: int, activity_id: int) -> Response:
    """One activity, to be changed."""
    seen = review_as(review_id, *KEEPS)
    activity = _activity_of(review_id, activity_id)
    data = shown(choices_of(activity)) | {"version": str(activity.version)}
    return _form_page(seen, ActivityForm(formdata=None, data=data), activity_id=activity_id)


@timetable.post("/<int:review_id>/timetable/<int:activity_id>")
@allows(*ANY_SIDE)
def save(review_id: int, activity_id: int) -> Response:
    """Change one activity."""
    seen = review_as(review_id, *KEEPS)
    _activity_of(review_id, activity_id)
    form, actor = ActivityForm(), current_actor()

    def act() -> Done:
        change_activity(actor, review_id, activity_id, form.said, version=form.edited_version)
        return Done(f"/reviews/{review_id}/timetable", "The activity has been changed.")

    return submit(form, act, lambda: _form_page(seen, form, activity_id=activity_id))


@timetable.post("/<int:review_id>/timetable/<int:activity_id>/remove")
@allows(*ANY_SIDE)
def remove(review_id: int, activity_id: int) -> Response:
    """Take one activity out."""
    seen = review_as(review_id, *KEEPS)
    earlier = sent_already()  # what the first sending removed is not there for the second
    if earlier is not None:
        return earlier
    _activity_of(review_id, activity_id)
    form, actor = Form(), current_actor()

    def act() -> Done:
        remove_activity(actor, review_id, activity_id)
        return Done(f"/reviews/{review_id}/timetable", "The activity has been taken out.")

    return submit(form, act, lambda: _page(seen, form))


def _activity_of(review_id: int, activity_id: int) -> TimetableActivity:
    activity = activity_of(review_id, activity_id)
    if activity is None:
        abort(404)
    return activity


def _days_of(review: Review) -> dict[int, str]:
    if review.visit_on is None:
        return {}
    return {
        number: in_words(review.visit_on + timedelta(days=number - 1))
        for number in range(1, number_of_days(review) + 1)
    }


def _page(seen: SeenReview, form: Form) -> Response:
    review, activities = seen.review, activities_of(seen.review.id)
    names = {person.id: person.name for person, _ in team_of(review.id)}
    placed = [Placed(one.day, one.starts, one.ends, choices_of(one).members) for one in activities]
    days = _days_of(review)
    return page(
        "reviews/visits/timetable.html",
        review=review,
        form=form,
        days=days,
        activities=activities,
        left_over=[one for one in activities if one.day not in days],
        names=names,
        kind_label=kind_label,
        clashes=[(names[person], days.get(day, ""), at) for person, day, at in clashes(placed) if person in names],
        keeps=_keeps(seen),
    )


def _keeps(seen: SeenReview) -> bool:
    review = seen.review
    is_open = bool(review.visit_on) and not review.stage.has_reached(ReviewState.VISITED) and review.side == Side.NONE
    return is_open and seen.is_any_of(*KEEPS)


def _form_page(seen: SeenReview, form: ActivityForm, *, activity_id: int | None = None) -> Response:
    review = seen.review
    form.offer(days=_days_of(review), team={person.id: person.name for person, _ in team_of(review.id)})
    mine = texts_of(_readable(form.said), review.id) if form.conflict else {}
    return page(
        "reviews/visits/activity.html",
        review=review,
        form=form,
        plain=Form(formdata=None),
        activity_id=activity_id,
        norms={kind_label(kind): text for kind, text in NORMS.items()},
        mine=mine,
    )


def _readable(said: ActivityChoices) -> ActivityChoices:
    """What was sent, with a kind that there is."""
    return said if said.kind in set(ActivityKind) else replace(said, kind=ActivityKind("meeting"))
