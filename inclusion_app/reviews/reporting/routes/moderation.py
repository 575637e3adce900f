"""Moderation: who reads the draft, what they say, and what the office decides."""

from flask import Blueprint, Response

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.reporting.forms import CommentForm, ModeratorForm, ReasonForm
from inclusion_app.reviews.reporting.queries.moderation import moderation_of, possible_moderators
from inclusion_app.reviews.reporting.services.moderating import (
    comment_on_draft,
    name_moderator,
    pass_draft,
    waive_moderation,
)
from inclusion_app.reviews.routes.opening import review_as
from inclusion_app.reviews.rules.standing import Standing

moderation = Blueprint("moderation", __name__, url_prefix="/reviews/<int:review_id>/report/moderation")
CONCERNED = (Standing.LEAD, Standing.MODERATOR, Standing.OFFICE)


@moderation.get("")
@allows(Action.REVIEW_SCHOOLS, Action.RUN_REVIEWS)
def show(review_id: int) -> Response:
    """Where the moderation stands; comments only for lead and moderator."""
    return _page(review_as(review_id, *CONCERNED))


@moderation.post("/moderator")
@allows(Action.RUN_REVIEWS)
def name(review_id: int) -> Response:
    """The office names who reads the draft."""
    seen, actor = review_as(review_id, Standing.OFFICE), current_actor()
    form = _moderator_form(seen, ModeratorForm())

    def act() -> Done:
        name_moderator(actor, review_id, form.moderator.data)
        return Done(_address(review_id), "The moderator is named and has been told.")

    return submit(form, act, lambda: _page(review_as(review_id, *CONCERNED), problems=form))


@moderation.post("/comments")
@allows(Action.REVIEW_SCHOOLS)
def comment(review_id: int) -> Response:
    """The moderator writes to the lead."""
    review_as(review_id, Standing.MODERATOR)
    form, actor = CommentForm(), current_actor()

    def act() -> Done:
        comment_on_draft(actor, review_id, text=form.text.data or "", now=clock.now())
        return Done(_address(review_id), "Your comment is with the lead reviewer.")

    return submit(form, act, lambda: _page(review_as(review_id, *CONCERNED), comment_form=form))


@moderation.post("/ready")
@allows(Action.REVIEW_SCHOOLS)
def ready(review_id: int) -> Response:
    """The moderator has nothing more to say."""
    review_as(review_id, Standing.MODERATOR)
    form, actor = Form(), current_actor()

    def act() -> Done:
        pass_draft(actor, review_id, now=clock.now())
        return Done(_address(review_id), "Thank you. The lead reviewer can now send the draft to the school.")

    return submit(form, act, lambda: _page(review_as(review_id, *CONCERNED), problems=form))


@moderation.post("/waive")
@allows(Action.RUN_REVIEWS)
def waive(review_id: int) -> Response:
    """The office lets the draft go without a moderator."""
    review_as(review_id, Standing.OFFICE)
    form, actor = ReasonForm(), current_actor()

    def act() -> Done:
        waive_moderation(actor, review_id, reason=form.reason.data or "", now=clock.now())
        return Done(_address(review_id), "The draft can go out without a moderator. The lead reviewer has been told.")

    return submit(form, act, lambda: _page(review_as(review_id, *CONCERNED), waive_form=form))


def _page(
    seen: SeenReview,
    *,
    comment_form: CommentForm | None = None,
    waive_form: ReasonForm | None = None,
    problems: Form | None = None,
) -> Response:
    naming = _moderator_form(seen, ModeratorForm(formdata=None)) if seen.is_any_of(Standing.OFFICE) else None
    return page(
        "reviews/reporting/moderation.html",
        seen=seen,
        review=seen.review,
        state=moderation_of(seen.review),
        reads_comments=seen.is_any_of(Standing.LEAD, Standing.MODERATOR),
        is_moderator=seen.is_any_of(Standing.MODERATOR),
        is_office=seen.is_any_of(Standing.OFFICE),
        naming=naming,
        form=comment_form or waive_form or problems or Form(formdata=None),
        comment_form=comment_form or CommentForm(formdata=None),
        waive_form=waive_form or ReasonForm(formdata=None),
    )


def _moderator_form(seen: SeenReview, form: ModeratorForm) -> ModeratorForm:
    return form.with_people([(person.id, person.name) for person in possible_moderators(seen.review)])


def _address(review_id: int) -> str:
    return f"/reviews/{review_id}/report/moderation"
