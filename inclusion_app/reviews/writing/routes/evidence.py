"""Pieces of evidence, each on a page of its own, so that the page of an area stays light."""

from flask import Response, abort

from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.models import Evidence
from inclusion_app.reviews.writing.forms import LONGEST_SEEN, EvidenceForm
from inclusion_app.reviews.writing.routes.rooms import ROOM, WRITERS, Book, book_of, enforce_writer, writing
from inclusion_app.reviews.writing.rules.personal import likely_personal
from inclusion_app.reviews.writing.services import Place, add_evidence, change_evidence, remove_evidence

AREA = f"{ROOM}/<area>/evidence"


@writing.get(AREA)
@allows(*WRITERS)
def new_evidence(review_id: int, room: str, area: str) -> Response:
    """What was done, and what was seen?"""
    enforce_writer(review_id, room)
    form = EvidenceForm(formdata=None)
    drafts.restore(form, _draft(review_id, room, area))
    return _page(book_of(review_id, room), area, form)


@writing.post(AREA)
@allows(*WRITERS)
def add(review_id: int, room: str, area: str) -> Response:
    """Add a piece."""
    of, form = enforce_writer(review_id, room), EvidenceForm()
    book_of(review_id, room).area(area)

    def act() -> Done:
        add_evidence(current_actor(), Place(review_id, of.kind, area), form.piece, now=clock.now())
        return Done(f"/reviews/{review_id}/{room}/{area}#evidence", "The evidence is added.")

    draft = _draft(review_id, room, area)
    return submit(form, act, lambda: _page(book_of(review_id, room), area, form), draft=draft)


@writing.get(f"{AREA}/<int:evidence_id>")
@allows(*WRITERS)
def edit_evidence(review_id: int, room: str, area: str, evidence_id: int) -> Response:
    """One piece, to change it."""
    enforce_writer(review_id, room)
    book = book_of(review_id, room)
    piece = _piece(book, area, evidence_id)
    form = EvidenceForm(formdata=None, obj=piece)
    drafts.restore(form, _draft(review_id, room, area, evidence_id))
    return _page(book, area, form, piece)


@writing.post(f"{AREA}/<int:evidence_id>")
@allows(*WRITERS)
def change(review_id: int, room: str, area: str, evidence_id: int) -> Response:
    """Change a piece."""
    of, form = enforce_writer(review_id, room), EvidenceForm()
    _piece(book_of(review_id, room), area, evidence_id)

    def act() -> Done:
        change_evidence(
            current_actor(),
            review_id,
            of.kind,
            evidence_id,
            piece=form.piece,
            version=form.edited_version,
            now=clock.now(),
        )
        return Done(f"/reviews/{review_id}/{room}/{area}#evidence", "The evidence is changed.")

    def again() -> Response:
        book = book_of(review_id, room)
        return _page(book, area, form, _piece(book, area, evidence_id))

    return submit(form, act, again, draft=_draft(review_id, room, area, evidence_id))


@writing.post(f"{AREA}/<int:evidence_id>/remove")
@allows(*WRITERS)
def remove(review_id: int, room: str, area: str, evidence_id: int) -> Response:
    """Take a piece out."""
    of, form = enforce_writer(review_id, room), Form()
    _piece(book_of(review_id, room), area, evidence_id)

    def act() -> Done:
        remove_evidence(current_actor(), review_id, of.kind, evidence_id, now=clock.now())
        return Done(f"/reviews/{review_id}/{room}/{area}#evidence", "The evidence is taken out.")

    def again() -> Response:
        book = book_of(review_id, room)
        piece = _piece(book, area, evidence_id)
        asked = EvidenceForm(formdata=None, obj=piece)
        asked.problem = form.problem
        return _page(book, area, asked, piece)

    return submit(form, act, again)


def _page(book: Book, area: str, form: EvidenceForm, piece: Evidence | None = None) -> Response:
    warnings = likely_personal(form.seen.data or "", today=clock.today())
    return page(
        "reviews/writing/evidence.html",
        review=book.seen.review,
        book=book,
        area=book.area(area),
        form=form,
        piece=piece,
        warnings=warnings,
        longest=LONGEST_SEEN,
        draft=_draft(book.seen.review.id, book.room.path, area, piece.id if piece else None),
    )


def _piece(book: Book, area: str, evidence_id: int) -> Evidence:
    found = {piece.id: piece for piece in book.contents.pieces(book.area(area).code)}
    if evidence_id not in found:
        abort(404)
    return found[evidence_id]


def _draft(review_id: int, room: str, area: str, evidence_id: int | None = None) -> str:
    return f"evidence-{review_id}-{room}-{area}-{evidence_id or 'new'}"
