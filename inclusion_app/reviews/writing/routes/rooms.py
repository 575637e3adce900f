"""The two kinds of forms that have pages here, and how each of their pages begins."""

from dataclasses import dataclass

from flask import Blueprint, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import current_actor, enforce
from inclusion_app.reviews.policy import may_act_as
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.routes.opening import review_for
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import FormKind
from inclusion_app.reviews.writing.queries import Contents, contents_of, form_of, questions_for
from inclusion_app.reviews.writing.rules.doors import DOORS, why_not_reopen, why_not_write
from inclusion_app.reviews.writing.rules.judging import Progress, progress_of
from inclusion_app.reviews.writing.rules.questions import Area, Questions

writing = Blueprint("writing", __name__, url_prefix="/reviews/<int:review_id>")
ROOM = '/<any("self-review", "form"):room>'
WRITERS = (Action.VIEW_SCHOOL_REVIEW, Action.REVIEW_SCHOOLS)


@dataclass(frozen=True)
class Room:
    """One kind of form: its part of the address, its name, and the paper that lets somebody read it."""

    path: str
    name: str
    kind: FormKind
    paper: Paper


ROOMS = {
    "self-review": Room("self-review", "Self-review", FormKind.SELF_REVIEW, Paper.SELF_REVIEW),
    "form": Room("form", "Your review form", FormKind.REVIEW, Paper.OWN_FORM),
}


@dataclass(frozen=True)
class Book:
    """A form as one person has it open: what it asks, what stands in it, and whether they may write."""

    room: Room
    seen: SeenReview
    questions: Questions
    contents: Contents
    closed: str | None
    can_reopen: bool

    @property
    def address(self) -> str:
        """Where its pages are."""
        return f"/reviews/{self.seen.review.id}/{self.room.path}"

    @property
    def uses_ratings(self) -> bool:
        """The cycle judges areas on the scale."""
        return self.seen.review.cycle.uses_ratings

    def area(self, code: str) -> Area:
        """One area; 404 where the framework has none of that name."""
        try:
            return self.questions.area(code)
        except LookupError:
            abort(404)

    def progress(self, area: Area) -> Progress:
        """How far one area is."""
        filled = self.contents.filled(area.code)
        return progress_of(area, filled, kind=self.room.kind, uses_ratings=self.uses_ratings)


def book_of(review_id: int, room: str) -> Book:
    """The form, for somebody who may read it; 404 or 403 for others."""
    of = ROOMS[room]
    seen = review_for(review_id, of.paper)
    form = form_of(review_id, of.kind, author_id=current_actor().person_id)
    review, submitted = seen.review, form.submitted_at if form else None
    closed = why_not_write(of.kind, seen.standings, stage=review.stage, side=review.side, submitted=submitted)
    shut = why_not_reopen(of.kind, seen.standings, stage=review.stage, side=review.side)
    return Book(of, seen, questions_for(review), contents_of(form), closed, submitted is not None and shut is None)


def enforce_writer(review_id: int, room: str) -> Room:
    """For acts: somebody who writes in forms of that kind; 404 or 403 for others. When they may, the service says."""
    of = ROOMS[room]
    seen = review_for(review_id, of.paper)
    enforce(may_act_as(seen, *sorted(DOORS[of.kind].writers)))
    return of
