"""Factual points, and the school's response."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.forms import Done, Form, sent_already, submit
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.models import FactualPoint, HostResponse
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.reporting.forms import AnswerForm, PointForm, ResponseForm
from inclusion_app.reviews.reporting.queries.points import PointsOnDraft, points_on_draft, response_of
from inclusion_app.reviews.reporting.rules.points import Answer
from inclusion_app.reviews.reporting.services.points import (
    TypedPoint,
    answer_point,
    close_points,
    remove_point,
    send_no_points,
    send_points,
    write_point,
)
from inclusion_app.reviews.reporting.services.responding import save_response
from inclusion_app.reviews.routes.opening import review_as, review_for
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import ReviewState

factual_points = Blueprint("factual_points", __name__, url_prefix="/reviews/<int:review_id>/report")
SCHOOL = (Standing.HEAD, Standing.COORDINATOR)


@dataclass(frozen=True)
class _Shown:
    """A form to show in place of an empty one: that of a new point, of one that is changed, or of an answer."""

    form: Form
    point_id: int = 0


@factual_points.get("/points")
@allows(Action.VIEW_SCHOOL_REVIEW, Action.REVIEW_SCHOOLS)
def show(review_id: int) -> Response:
    """The points, what may be corrected, and by when."""
    return _page(review_for(review_id, Paper.POINTS))


@factual_points.post("/points")
@allows(Action.VIEW_SCHOOL_REVIEW)
def add(review_id: int) -> Response:
    """One more point."""
    _as_school(review_id)
    form, actor = PointForm(), current_actor()

    def act() -> Done:
        point = write_point(actor, review_id, None, typed=_typed(form), version=0, now=clock.now())
        return Done(_address(review_id), f"Point {point.number} is added. It is not sent yet.")

    return submit(form, act, lambda: _page(_as_school(review_id), _Shown(form)), draft=f"factual-point-{review_id}")


@factual_points.get("/points/<int:point_id>")
@allows(Action.VIEW_SCHOOL_REVIEW)
def edit(review_id: int, point_id: int) -> Response:
    """A point that has not been sent, to change it."""
    seen = _as_school(review_id)
    return _edit_page(seen, _point(seen, point_id))


@factual_points.post("/points/<int:point_id>")
@allows(Action.VIEW_SCHOOL_REVIEW)
def change(review_id: int, point_id: int) -> Response:
    """Another wording."""
    _point(_as_school(review_id), point_id)
    form, actor = PointForm(), current_actor()

    def act() -> Done:
        version = form.edited_version
        point = write_point(actor, review_id, point_id, typed=_typed(form), version=version, now=clock.now())
        return Done(_address(review_id), f"Point {point.number} is changed. It is not sent yet.")

    def again() -> Response:
        seen = _as_school(review_id)
        return _edit_page(seen, _point(seen, point_id), form)

    return submit(form, act, again)


@factual_points.post("/points/<int:point_id>/remove")
@allows(Action.VIEW_SCHOOL_REVIEW)
def remove(review_id: int, point_id: int) -> Response:
    """A point that is not wanted after all."""
    if earlier := sent_already():  # what the first sending removed is not there for the second
        return earlier
    _point(_as_school(review_id), point_id)
    form, actor = Form(), current_actor()

    def act() -> Done:
        remove_point(actor, review_id, point_id, now=clock.now())
        return Done(_address(review_id), "The point is removed.")

    return submit(form, act, lambda: _page(_as_school(review_id), _Shown(form)))


@factual_points.post("/points/send")
@allows(Action.LEAD_SCHOOL_REVIEW)
def send(review_id: int) -> Response:
    """The head sends them."""
    seen, form, actor = review_as(review_id, Standing.HEAD), Form(), current_actor()

    def act() -> Done:
        send_points(actor, review_id, standings=seen.standings, now=clock.now())
        return Done(_address(review_id), "Your points are with the lead reviewer, who answers each of them.")

    return submit(form, act, lambda: _page(review_for(review_id, Paper.POINTS), _Shown(form)))


@factual_points.post("/points/none")
@allows(Action.LEAD_SCHOOL_REVIEW)
def send_none(review_id: int) -> Response:
    """The head finds nothing to correct."""
    seen, form, actor = review_as(review_id, Standing.HEAD), Form(), current_actor()

    def act() -> Done:
        send_no_points(actor, review_id, standings=seen.standings, now=clock.now())
        return Done(_address(review_id), "Thank you. The lead reviewer can now finish the report.")

    return submit(form, act, lambda: _page(review_for(review_id, Paper.POINTS), _Shown(form)))


@factual_points.post("/points/<int:point_id>/answer")
@allows(Action.REVIEW_SCHOOLS)
def answer(review_id: int, point_id: int) -> Response:
    """The lead answers one point."""
    _point(_as_lead(review_id), point_id)
    form, actor = AnswerForm(), current_actor()

    def act() -> Done:
        answer_point(
            actor,
            review_id,
            point_id,
            answer=Answer(form.answer.data),
            reason=form.reason.data or "",
            version=form.edited_version,
            now=clock.now(),
        )
        return Done(_address(review_id), "Your answer is saved.")

    return submit(form, act, lambda: _page(_as_lead(review_id), _Shown(form, point_id)))


@factual_points.post("/points/close")
@allows(Action.REVIEW_SCHOOLS)
def close(review_id: int) -> Response:
    """Every point is answered: the review goes on."""
    seen, form, actor = _as_lead(review_id), Form(), current_actor()

    def act() -> Done:
        close_points(actor, review_id, standings=seen.standings, now=clock.now())
        return Done(f"/reviews/{review_id}/report/writing", "The points are answered, and the school has been told.")

    return submit(form, act, lambda: _page(_as_lead(review_id), _Shown(form)))


@factual_points.get("/response")
@allows(Action.LEAD_SCHOOL_REVIEW)
def show_response(review_id: int) -> Response:
    """The school's own words."""
    return _response_page(_as_head(review_id))


@factual_points.post("/response")
@allows(Action.LEAD_SCHOOL_REVIEW)
def respond(review_id: int) -> Response:
    """Keep them."""
    _as_head(review_id)
    form, actor = ResponseForm(), current_actor()

    def act() -> Done:
        save_response(actor, review_id, text=form.text.data or "", version=form.edited_version, now=clock.now())
        return Done(_address(review_id), "Your response is saved. It can change until the report is final.")

    return submit(form, act, lambda: _response_page(_as_head(review_id), form), draft=f"response-{review_id}")


def _page(seen: SeenReview, shown: _Shown | None = None) -> Response:
    on_draft = points_on_draft(seen.review, today=clock.today())
    if on_draft is None:
        abort(404)
    form = shown.form if shown else PointForm(formdata=None)
    key = f"factual-point-{seen.review.id}"
    if shown is None:
        drafts.restore(form, key)
    is_open = seen.review.stage == ReviewState.DRAFT_WITH_HOST and not seen.review.side
    return page(
        "reviews/reporting/points.html",
        seen=seen,
        review=seen.review,
        on_draft=on_draft,
        form=form,
        point_form=form if isinstance(form, PointForm) else PointForm(formdata=None),
        draft=key,
        plain=Form(formdata=None),
        answers=_answer_forms(on_draft, shown),
        answer_label=lambda code: Answer(code).label,
        response=response_of(seen.review.id),
        writes=is_open and seen.is_any_of(*SCHOOL) and on_draft.reply is None and not on_draft.is_late_for_school,
        is_head=seen.is_any_of(Standing.HEAD),
        is_lead=seen.is_any_of(Standing.LEAD),
        is_open=is_open,
        may_respond=not seen.review.stage.has_reached(ReviewState.FINAL),
    )


def _answer_forms(on_draft: PointsOnDraft, shown: _Shown | None) -> dict[int, AnswerForm]:
    forms = {}
    for point in on_draft.points:
        form = AnswerForm(formdata=None, prefix="", answer=point.answer or None, reason=point.reason)
        form.version.data = str(point.version)
        for name in ("answer", "reason"):
            form[name].id = f"{name}-{point.id}"
        if shown and shown.point_id == point.id and isinstance(shown.form, AnswerForm):
            form = shown.form
        forms[point.id] = form
    return forms


def _edit_page(seen: SeenReview, point: FactualPoint, form: PointForm | None = None) -> Response:
    if form is None:
        form = PointForm(formdata=None, obj=point)
        form.version.data = str(point.version)
    return page("reviews/reporting/point.html", seen=seen, review=seen.review, point=point, form=form)


def _response_page(seen: SeenReview, form: ResponseForm | None = None) -> Response:
    key = f"response-{seen.review.id}"
    if form is None:
        kept: HostResponse | None = response_of(seen.review.id)
        form = ResponseForm(formdata=None, text=kept.text if kept else "")
        form.version.data = str(kept.version if kept else 0)
        drafts.restore(form, key)
    return page("reviews/reporting/response.html", seen=seen, review=seen.review, form=form, draft=key)


def _as_school(review_id: int) -> SeenReview:
    review_as(review_id, *SCHOOL)
    return review_for(review_id, Paper.POINTS)


def _as_head(review_id: int) -> SeenReview:
    review_as(review_id, Standing.HEAD)
    return review_for(review_id, Paper.POINTS)


def _as_lead(review_id: int) -> SeenReview:
    review_as(review_id, Standing.LEAD)
    return review_for(review_id, Paper.POINTS)


def _point(seen: SeenReview, point_id: int) -> FactualPoint:
    on_draft = points_on_draft(seen.review, today=clock.today())
    found = next((point for point in on_draft.points if point.id == point_id), None) if on_draft else None
    return found or abort(404)


def _typed(form: PointForm) -> TypedPoint:
    said = {name: (form[name].data or "").strip() for name in ("place", "says", "right", "evidence")}
    return TypedPoint(**said)


def _address(review_id: int) -> str:
    return f"/reviews/{review_id}/report/points"
