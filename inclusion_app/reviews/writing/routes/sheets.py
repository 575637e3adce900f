"""The page of one area, put together: every text with what is to be said beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import Response

from inclusion_app.access.guard import current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import Confidence, FormKind
from inclusion_app.reviews.writing.forms import version_shown
from inclusion_app.reviews.writing.queries import Contents, contents_of, form_of
from inclusion_app.reviews.writing.routes.rooms import Book
from inclusion_app.reviews.writing.rules.personal import Likely, likely_personal
from inclusion_app.reviews.writing.rules.questions import ADVISED, LONGEST_SHARED, TITLES, Area
from inclusion_app.reviews.writing.rules.saving import Typed, Verdict
from inclusion_app.reviews.writing.services import Answer, Judgement
from inclusion_app.reviews.writing.services.saving import JUDGEMENT


@dataclass(frozen=True)
class Box:
    """One text on the page: what is in it, the version behind it, who wrote it, and what is wrong or in conflict."""

    name: str
    title: str
    text: str
    version: str
    by: str = ""
    at: datetime | None = None
    warnings: tuple[Likely, ...] = ()
    problem: str = ""
    theirs: Answer | None = None

    @property
    def is_of_area(self) -> bool:
        """About the area as a whole, not about one prompt."""
        return self.name in TITLES


@dataclass(frozen=True)
class JudgementBox:
    """The same for the judgement."""

    said: Judgement
    version: str
    problem: str = ""
    theirs: Answer | None = None

    @property
    def their_judgement(self) -> Judgement:
        """What somebody else has chosen meanwhile."""
        return Judgement.unpacked(self.theirs.text if self.theirs else "")


@dataclass(frozen=True)
class Sent:
    """What came back with a page that was sent: the texts, what became of each, and why nothing could be saved."""

    texts: Sequence[Typed] = ()
    answers: Sequence[Answer] = ()
    problem: str = ""
    by_name: dict[str, tuple[Typed, Answer | None]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        answers = {answer.field: answer for answer in self.answers}
        self.by_name.update({typed.field: (typed, answers.get(typed.field)) for typed in self.texts})


def area_page(book: Book, area: Area, *, sent: Sent | None = None, status: int = 200) -> Response:
    """One area to write in or to read; with what was typed, where it could not be saved."""
    sent = sent or Sent()
    names = area.fields(book.room.kind)
    before, after = book.questions.beside(area)
    context: dict[str, Any] = {
        "boxes": [_box(book, area, name, sent, today=clock.today()) for name in names],
        "judgement": _judgement_box(book, area, sent),
        "progress": {other.code: book.progress(other) for other in book.questions.areas},
        "evidence": book.contents.pieces(area.code),
        "beside": _beside(book, area),
        "confidences": list(Confidence),
        "advised": ADVISED,
        "longest_shared": LONGEST_SHARED,
    }
    review, form = book.seen.review, Form(formdata=None)
    return page(
        "reviews/writing/area.html",
        status=status,
        review=review,
        book=book,
        area=area,
        before=before,
        after=after,
        form=form,
        sent=sent,
        person_id=current_actor().person_id,
        **context,
    )


def _box(book: Book, area: Area, name: str, sent: Sent, *, today: date) -> Box:
    written = book.contents.text(area.code, name)
    typed, answer = sent.by_name.get(name, (None, None))
    text, theirs, problem = written.text, None, ""
    if typed and (answer is None or answer.verdict in {Verdict.CONFLICT, Verdict.REFUSED}):
        text, problem = typed.text, answer.problem if answer else ""
        theirs = answer if answer and answer.verdict == Verdict.CONFLICT else None
    return Box(
        name=name,
        title=area.title_of(name),
        text=text,
        version=version_shown(written.version, written.text),
        by=written.by,
        at=written.at,
        warnings=likely_personal(text, today=today),
        problem=problem,
        theirs=theirs,
    )


def _judgement_box(book: Book, area: Area, sent: Sent) -> JudgementBox | None:
    """None where there is nothing to judge."""
    if not book.uses_ratings and book.room.kind != FormKind.REVIEW:
        return None
    judged = book.contents.judged(area.code)
    said = Judgement(judged.rating, judged.confidence, judged.shared)
    version = version_shown(judged.version, said.packed)
    typed, answer = sent.by_name.get(JUDGEMENT, (None, None))
    if typed is None or (answer and answer.verdict not in {Verdict.CONFLICT, Verdict.REFUSED}):
        return JudgementBox(said, version)
    theirs = answer if answer and answer.verdict == Verdict.CONFLICT else None
    return JudgementBox(Judgement.unpacked(typed.text), version, answer.problem if answer else "", theirs)


def _beside(book: Book, area: Area) -> Contents | None:
    """The school's own words on the same area, beside a review form; none where they are not to be seen."""
    if book.room.kind != FormKind.REVIEW or not book.seen.shows(Paper.SELF_REVIEW):
        return None
    return contents_of(form_of(book.seen.review.id, FormKind.SELF_REVIEW), area=area.code)
