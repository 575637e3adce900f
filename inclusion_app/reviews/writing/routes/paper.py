"""A blank form on paper or as plain text, and what was written into one elsewhere brought back."""

from flask import Response, abort

from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.forms import UNPROCESSABLE, Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.routes.opening import ANY_SIDE
from inclusion_app.reviews.writing.forms import PasteForm
from inclusion_app.reviews.writing.routes.rooms import ROOM, WRITERS, Book, book_of, enforce_writer, writing
from inclusion_app.reviews.writing.rules.pasting import blank_form, marker_of, read_pasted
from inclusion_app.reviews.writing.services import Added, add_pieces


@writing.get(f"{ROOM}/blank")
@allows(*ANY_SIDE)
def blank(review_id: int, room: str) -> Response:
    """The questions with room to write, for printing."""
    book = book_of(review_id, room)
    return page("reviews/writing/blank.html", review=book.seen.review, book=book, marker_of=marker_of)


@writing.get(f"{ROOM}/blank.txt")
@allows(*ANY_SIDE)
def blank_text(review_id: int, room: str) -> Response:
    """The same as plain text, to fill in with any program."""
    book = book_of(review_id, room)
    lines = "\r\n".join(blank_form(book.questions.areas, book.room.kind))
    answer = Response(lines, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{book.room.kind}-blank.txt"'
    return answer


@writing.get(f"{ROOM}/paste")
@allows(*WRITERS)
def paste(review_id: int, room: str) -> Response:
    """Where to put the text of a form that was filled in elsewhere."""
    enforce_writer(review_id, room)
    form = PasteForm(formdata=None)
    drafts.restore(form, _draft(review_id, room))
    return _page(book_of(review_id, room), form)


@writing.post(f"{ROOM}/paste")
@allows(*WRITERS)
def preview(review_id: int, room: str) -> Response:
    """Where each piece would go; nothing is saved yet."""
    enforce_writer(review_id, room)
    book, form = book_of(review_id, room), PasteForm()
    if not form.validate():
        answer = _page(book, form)
        answer.status_code = UNPROCESSABLE
        return answer
    return _preview(book, form)


@writing.post(f"{ROOM}/paste/add")
@allows(*WRITERS)
def add_pasted(review_id: int, room: str) -> Response:
    """Put every piece into its place."""
    of = enforce_writer(review_id, room)
    book, form = book_of(review_id, room), PasteForm()

    def act() -> Done:
        found = read_pasted(form.text.data or "", book.questions.areas, of.kind)
        pieces = [Added(piece.area.code, piece.field, piece.text) for piece in found.pieces]
        number = add_pieces(current_actor(), review_id, of.kind, pieces, now=clock.now())
        said = "1 piece of text is" if number == 1 else f"{number} pieces of text are"
        return Done(f"/reviews/{review_id}/{room}", f"{said} in your form. Read through what has changed.")

    return submit(form, act, lambda: _page(book_of(review_id, room), form), draft=_draft(review_id, room))


def _page(book: Book, form: PasteForm) -> Response:
    draft = _draft(book.seen.review.id, book.room.path)
    return page("reviews/writing/paste.html", review=book.seen.review, book=book, form=form, draft=draft)


def _preview(book: Book, form: PasteForm) -> Response:
    found = read_pasted(form.text.data or "", book.questions.areas, book.room.kind)
    if book.closed:
        abort(403, book.closed)
    return page("reviews/writing/preview.html", review=book.seen.review, book=book, form=form, found=found)


def _draft(review_id: int, room: str) -> str:
    return f"paste-{review_id}-{room}"
