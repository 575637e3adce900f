"""What people of the team, and the school, say: declarations, stepping down, objections."""

from flask import Blueprint, Response, abort

from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, sent_already, submit
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.models import Assignment
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.routes.opening import ANY_SIDE, review_as
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.teams.forms import DeclarationForm, SaidForm
from inclusion_app.reviews.teams.queries.teams import assignment_of
from inclusion_app.reviews.teams.services.answering import (
    declare_conflict,
    declare_no_conflict,
    decline_review,
    step_down,
)
from inclusion_app.reviews.teams.services.objecting import object_to_reviewer

answering = Blueprint("team_answers", __name__, url_prefix="/reviews/<int:review_id>/team")
THANKS = "Thank you. The programme office has been told."


@answering.get("/declaration")
@allows(*ANY_SIDE)
def show_declaration(review_id: int) -> Response:
    """The question, for somebody who has been asked."""
    return _declaration(review_as(review_id, Standing.ASKED), DeclarationForm(formdata=None))


@answering.post("/declaration")
@allows(*ANY_SIDE)
def declare(review_id: int) -> Response:
    """The answer."""
    if earlier := sent_already():  # after the first sending they are something else to the review
        return earlier
    review_as(review_id, Standing.ASKED)
    form, actor = DeclarationForm(), current_actor()

    def act() -> Done:
        now, said = clock.now(), form.said.data or ""
        if form.answer.data == "none":
            declare_no_conflict(actor, review_id, now=now, today=clock.today())
            return Done(
                f"/reviews/{review_id}", "Thank you. You are on the team, and the school’s papers are open to you."
            )
        if form.answer.data == "conflict":
            declare_conflict(actor, review_id, kinds=form.kinds.data or [], said=said, now=now)
        else:
            decline_review(actor, review_id, reason=said, now=now)
        return Done("/", THANKS)

    return submit(form, act, lambda: _declaration(review_as(review_id, Standing.ASKED), form))


@answering.get("/step-down")
@allows(*ANY_SIDE)
def show_step_down(review_id: int) -> Response:
    """Leaving a team, with a reason."""
    seen = review_as(review_id, Standing.LEAD, Standing.REVIEWER)
    return _said(seen, SaidForm(formdata=None), title="Leave this team", button="Leave the team")


@answering.post("/step-down")
@allows(*ANY_SIDE)
def leave(review_id: int) -> Response:
    """Leave it; the school's papers close at once."""
    if earlier := sent_already():  # after the first sending they are something else to the review
        return earlier
    review_as(review_id, Standing.LEAD, Standing.REVIEWER)
    form, actor = SaidForm(), current_actor()

    def act() -> Done:
        step_down(actor, review_id, reason=form.said.data or "", now=clock.now())
        return Done("/", THANKS)

    def again() -> Response:
        seen = review_as(review_id, Standing.LEAD, Standing.REVIEWER)
        return _said(seen, form, title="Leave this team", button="Leave the team")

    return submit(form, act, again)


@answering.get("/<int:assignment_id>/objection")
@allows(*ANY_SIDE)
def show_objection(review_id: int, assignment_id: int) -> Response:
    """The headteacher's objection to somebody."""
    seen, one = _objected(review_id, assignment_id)
    return _said(seen, SaidForm(formdata=None), title=f"Object to {one.person.name}", button="Send the objection")


@answering.post("/<int:assignment_id>/objection")
@allows(*ANY_SIDE)
def object_to(review_id: int, assignment_id: int) -> Response:
    """Send it to the office."""
    _objected(review_id, assignment_id)
    form, actor = SaidForm(), current_actor()

    def act() -> Done:
        said = form.said.data or ""
        object_to_reviewer(actor, review_id, assignment_id, said=said, now=clock.now(), today=clock.today())
        return Done(f"/reviews/{review_id}/team", "The programme office has been told and decides.")

    def again() -> Response:
        seen, one = _objected(review_id, assignment_id)
        return _said(seen, form, title=f"Object to {one.person.name}", button="Send the objection")

    return submit(form, act, again)


def _objected(review_id: int, assignment_id: int) -> tuple[SeenReview, Assignment]:
    seen = review_as(review_id, Standing.HEAD)
    one = assignment_of(review_id, assignment_id)
    if one is None:
        abort(404)
    return seen, one


def _declaration(seen: SeenReview, form: DeclarationForm) -> Response:
    return page("reviews/teams/declaration.html", seen=seen, review=seen.review, form=form)


def _said(seen: SeenReview, form: SaidForm, *, title: str, button: str) -> Response:
    return page("reviews/teams/said.html", seen=seen, review=seen.review, form=form, title=title, say=button)
