"""The form as a whole, and writing in one of its areas, with scripts and without."""

from dataclasses import replace
from typing import Any

from flask import Response, abort, flash, jsonify, request

from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.formats import clock_time
from inclusion_app.foundation.forms import CONFLICT, UNPROCESSABLE, Form, go_to
from inclusion_app.foundation.pages import is_fragment_request, page
from inclusion_app.reviews.queries import schedules_of
from inclusion_app.reviews.routes.opening import ANY_SIDE
from inclusion_app.reviews.states import FormKind, ReviewState
from inclusion_app.reviews.writing.forms import texts_sent, version_shown
from inclusion_app.reviews.writing.routes.rooms import ROOM, WRITERS, Book, book_of, enforce_writer, writing
from inclusion_app.reviews.writing.routes.sheets import Sent, area_page
from inclusion_app.reviews.writing.rules.personal import likely_personal
from inclusion_app.reviews.writing.rules.questions import Area
from inclusion_app.reviews.writing.rules.saving import Typed, Verdict, joined
from inclusion_app.reviews.writing.services import Answer, Judgement, Place, save_area
from inclusion_app.reviews.writing.services.saving import JUDGEMENT

DUE = {FormKind.SELF_REVIEW: ReviewState.SELF_REVIEW_SUBMITTED, FormKind.REVIEW: ReviewState.FORMS_IN}


@writing.get(ROOM)
@allows(*ANY_SIDE)
def show(review_id: int, room: str) -> Response:
    """The areas, how far each is, when the form is due, and what can be done with it."""
    book = book_of(review_id, room)
    schedule = schedules_of([book.seen.review], today=clock.today())[review_id]
    progress = {area.code: book.progress(area) for area in book.questions.areas}
    return page(
        "reviews/writing/overview.html",
        review=book.seen.review,
        book=book,
        progress=progress,
        due=schedule.of(DUE[book.room.kind]),
        form=Form(formdata=None),
    )


@writing.get(f"{ROOM}/<area>")
@allows(*ANY_SIDE)
def show_area(review_id: int, room: str, area: str) -> Response:
    """One area, to write in or to read."""
    book = book_of(review_id, room)
    return area_page(book, book.area(area))


@writing.post(f"{ROOM}/<area>")
@allows(*WRITERS)
def save(review_id: int, room: str, area: str) -> Response | tuple[Response, int]:
    """Keep what is on the page: all of it by the button, or what has been changed while the page goes on."""
    of = enforce_writer(review_id, room)
    book = book_of(review_id, room)
    texts = _settled(book, area, texts_sent(request.form, book.area(area), of.kind))
    try:
        answers = save_area(current_actor(), Place(review_id, of.kind, area), texts, now=clock.now())
    except RuleBroken as refusal:
        sent = Sent(texts, problem=refusal.problems[0][1])
        if is_fragment_request():
            return jsonify(problem=sent.problem), UNPROCESSABLE
        return area_page(book, book.area(area), sent=sent, status=UNPROCESSABLE)
    except LookupError:
        abort(404)
    status = _status(answers)
    if is_fragment_request():
        return _said(book_of(review_id, room), area, answers), status
    if status == 200:
        flash("Saved.", "success")
        return go_to(_after(book, book.area(area)))
    return area_page(book_of(review_id, room), book.area(area), sent=Sent(texts, answers), status=status)


def _settled(book: Book, area: str, texts: list[Typed]) -> list[Typed]:
    """Without scripts a conflict is settled by a button: take theirs, or put mine below theirs."""
    how, _, name = request.form.get("settle", "").partition(":")
    if how == "take":
        return [typed for typed in texts if typed.field != name]
    stands = book.contents.text(area, name)
    return [
        replace(typed, text=joined(stands.text, typed.text))
        if (how, typed.field, typed.version) == ("join", name, stands.version)
        else typed
        for typed in texts
    ]


def _status(answers: tuple[Answer, ...]) -> int:
    verdicts = {answer.verdict for answer in answers}
    if Verdict.CONFLICT in verdicts:
        return CONFLICT
    return UNPROCESSABLE if Verdict.REFUSED in verdicts else 200


def _after(book: Book, area: Area) -> str:
    """Where the button leads: the next area, the evidence, or here again."""
    then = request.form.get("then")
    _, following = book.questions.beside(area)
    if then == "next":
        return f"{book.address}/{following.code}" if following else book.address
    return f"{book.address}/{area.code}/evidence" if then == "evidence" else f"{book.address}/{area.code}"


def _said(book: Book, area: str, answers: tuple[Answer, ...]) -> Response:
    """What the page needs to go on: the version of each text now, what is wrong with it, and the other one."""
    texts = {answer.field: _text_said(answer) for answer in answers}
    progress = book.progress(book.area(area))
    return jsonify(texts=texts, wrong=progress.wrong if progress.rating else [], at=clock_time(clock.now()))


def _text_said(answer: Answer) -> dict[str, Any]:
    said: dict[str, Any] = {"verdict": answer.verdict, "version": version_shown(answer.version, answer.text)}
    if answer.problem:
        said["problem"] = answer.problem
    if answer.verdict == Verdict.CONFLICT:
        at = clock_time(answer.at) if answer.at else ""
        said |= {"theirs": answer.text, "by": answer.by, "at": at}
        if answer.field == JUDGEMENT:
            said["theirs"] = vars(Judgement.unpacked(answer.text))
    elif answer.field != JUDGEMENT:
        found = likely_personal(answer.text, today=clock.today())
        said["warnings"] = [{"what": likely.what, "words": likely.words} for likely in found]
    return said
