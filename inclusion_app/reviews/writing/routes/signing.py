"""Looking at a whole form before it goes in, submitting it, and opening it again."""

from flask import Response

from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.states import FormKind
from inclusion_app.reviews.writing.forms import SubmitForm
from inclusion_app.reviews.writing.queries import snapshot_of
from inclusion_app.reviews.writing.routes.rooms import ROOM, WRITERS, book_of, enforce_writer, writing
from inclusion_app.reviews.writing.rules.doors import why_not_submit
from inclusion_app.reviews.writing.rules.snapshots import digest_of_snapshot
from inclusion_app.reviews.writing.services import reopen_form, submit_form

SUBMITTED = {
    FormKind.SELF_REVIEW: "The self-review is signed off and submitted. Nobody can change it now.",
    FormKind.REVIEW: "Your review form is submitted.",
}


@writing.get(f"{ROOM}/check")
@allows(*WRITERS)
def check(review_id: int, room: str) -> Response:
    """What is wrong, what is empty, and the whole text once more."""
    enforce_writer(review_id, room)
    return _page(review_id, room, SubmitForm(formdata=None))


@writing.post(f"{ROOM}/check")
@allows(*WRITERS)
def send(review_id: int, room: str) -> Response:
    """Submit what was in front of the person."""
    of, form = enforce_writer(review_id, room), SubmitForm()

    def act() -> Done:
        submit_form(current_actor(), review_id, of.kind, seen=form.seen.data or "", now=clock.now())
        return Done(f"/reviews/{review_id}/{room}", SUBMITTED[of.kind])

    return submit(form, act, lambda: _page(review_id, room, form))


@writing.post(f"{ROOM}/reopen")
@allows(*WRITERS)
def reopen(review_id: int, room: str) -> Response:
    """Open it again, to go on writing."""
    of, form = enforce_writer(review_id, room), Form()

    def act() -> Done:
        reopen_form(current_actor(), review_id, of.kind)
        return Done(f"/reviews/{review_id}/{room}", "The form is open again. Submit it again when you have finished.")

    return submit(form, act, lambda: _page(review_id, room, SubmitForm(formdata=None), refused=form))


def _page(review_id: int, room: str, form: SubmitForm, *, refused: Form | None = None) -> Response:
    book = book_of(review_id, room)
    review = book.seen.review
    if refused is not None:
        form.problem = refused.problem
    form.seen.data = digest_of_snapshot(snapshot_of(review, book.questions, book.contents, book.room.kind))
    return page(
        "reviews/writing/check.html",
        review=review,
        book=book,
        form=form,
        progress={area.code: book.progress(area) for area in book.questions.areas},
        not_yet=book.closed or why_not_submit(book.room.kind, book.seen.standings, stage=review.stage),
    )
