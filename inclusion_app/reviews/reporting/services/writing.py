"""The lead writes the report: area by area, pulling the team's texts across, with themes for the programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.reviews.models import (
    AreaJudgement,
    Assignment,
    FormText,
    FrameworkArea,
    ReportSource,
    ReportTheme,
    Review,
    ReviewForm,
)
from inclusion_app.reviews.reporting.queries.content import report_form_of
from inclusion_app.reviews.reporting.rules.checks import MOST_THEMES
from inclusion_app.reviews.reporting.rules.content import FIELDS, OVERALL, SUMMARY
from inclusion_app.reviews.reporting.rules.themes import OTHER, THEMES
from inclusion_app.reviews.services import locked_review
from inclusion_app.reviews.states import AssignmentState, FormKind, ReviewState, Side
from inclusion_app.reviews.writing.rules.saving import joined

NOT_NOW = "The report can be written from the visit until it is final. It is at the stage “{}” now."
PULLED_ALREADY = "You have pulled this text across already. It stands in the report; nothing was added a second time."
NOT_THERE = "This text is not there any more: its author may have taken the form back. Look again."


@dataclass(frozen=True)
class TypedArea:
    """What the lead has typed on one area. ``pull`` is a text to add at the end of one of them: (field, its id)."""

    texts: Mapping[str, str]
    rating: str = ""
    shared: str = ""
    pull: tuple[str, int] | None = None


def save_area(actor: Actor, review_id: int, *, area: str, typed: TypedArea, version: int, now: datetime) -> ReviewForm:
    """Keep what was typed on an area (or, with ``OVERALL``, on the whole), then add the text to be pulled across.

    ``version`` is the area's as it was shown (``area_version``). Raises StaleEdit when it has been saved in between,
    RuleBroken at another stage or for a text that is not there, LookupError for an unknown area.
    """
    with transaction():
        review = writable_review(review_id)
        _known_area(review, area)
        form = _form(review, now=now)
        _refuse_stale(form, area, typed, version=version)
        for field in FIELDS if area != OVERALL else (SUMMARY,):
            _write(form, area, field, text=typed.texts.get(field, ""), actor=actor, now=now)
        if area != OVERALL:
            _judge(form, area, typed, actor=actor, now=now)
        if typed.pull:
            _pull(form, review, area, pull=typed.pull, actor=actor, now=now)
        audit.record(actor, "save_report", review, school_id=review.school_id, detail={"area": area})
    return form


def add_theme(actor: Actor, review_id: int, *, area: str, code: str, words: str, now: datetime) -> None:
    """Give the report a theme. Raises RuleBroken for a seventh, one it has, or one without words; LookupError."""
    words = " ".join(words.split()) if code == OTHER else ""
    with transaction():
        review = writable_review(review_id)
        _known_area(review, area)
        if code not in THEMES or area == OVERALL:
            raise LookupError(f"There is no theme {code}.")
        if code == OTHER and not words:
            raise RuleBroken("words", "Say in a few words what the theme is.")
        themes = db.session.scalars(select(ReportTheme).where(ReportTheme.review_id == review_id)).all()
        if any((it.area, it.code, it.words) == (area, code, words) for it in themes):
            raise RuleBroken("code", "The report has this theme already.")
        if len(themes) >= MOST_THEMES:
            raise RuleBroken("code", f"A report has at most {MOST_THEMES} themes. Take one away first.")
        row = ReportTheme(review_id=review_id, area=area, code=code, words=words)
        row.added_at, row.added_by_id = now, actor.person_id
        db.session.add(row)
        audit.record(actor, "add_theme", review, school_id=review.school_id, detail={"area": area, "code": code})


def remove_theme(actor: Actor, review_id: int, theme_id: int) -> None:
    """Take a theme away again. Raises LookupError for one that is not the report's."""
    with transaction():
        review = writable_review(review_id)
        theme = db.session.get(ReportTheme, theme_id)
        if theme is None or theme.review_id != review_id:
            raise LookupError(f"There is no theme {theme_id}.")
        db.session.delete(theme)
        audit.record(actor, "remove_theme", review, school_id=review.school_id, detail={"area": theme.area})


def writable_review(review_id: int) -> Review:
    """The review, locked, while its report can be written. Raises RuleBroken otherwise, LookupError."""
    review = locked_review(review_id)
    is_open = review.stage.has_reached(ReviewState.VISITED) and not review.stage.has_reached(ReviewState.FINAL)
    if review.side != Side.NONE or not is_open:
        raise RuleBroken(None, NOT_NOW.format(review.stage.label))
    return review


def area_version(form: ReviewForm | None, area: str) -> int:
    """Counts the saves that have changed an area; 0 before the first. The form comes with texts and judgements."""
    if form is None:
        return 0
    texts = sum(text.version for text in form.texts if text.area == area)
    return texts + sum(judgement.version for judgement in form.judgements if judgement.area == area)


def _known_area(review: Review, area: str) -> None:
    known = select(FrameworkArea.id).where(
        FrameworkArea.framework_id == review.cycle.framework_id, FrameworkArea.code == area
    )
    if area != OVERALL and db.session.scalar(known) is None:
        raise LookupError(f"There is no area {area}.")


def _form(review: Review, *, now: datetime) -> ReviewForm:
    form = report_form_of(review.id)
    if form is None:
        form = ReviewForm(review_id=review.id, kind=FormKind.REPORT, begun_at=now, texts=[], judgements=[])
        db.session.add(form)
        db.session.flush()
    return form


def _refuse_stale(form: ReviewForm, area: str, typed: TypedArea, *, version: int) -> None:
    current = area_version(form, area)
    if current == version:
        return
    theirs = {text.field: text.text for text in form.texts if text.area == area}
    theirs["rating"] = next((it.rating for it in form.judgements if it.area == area), "")
    mine = dict(typed.texts) | {"rating": typed.rating}
    raise StaleEdit({name: said for name, said in theirs.items() if said != mine.get(name, said)}, version=current)


def _write(form: ReviewForm, area: str, field: str, *, text: str, actor: Actor, now: datetime) -> None:
    row = _text_of(form, area, field)
    if row is None and text:
        row = FormText(area=area, field=field, text="")
        form.texts.append(row)
    if row is not None and row.text != text:
        row.text, row.changed_by_id, row.changed_at = text, actor.person_id, now


def _judge(form: ReviewForm, area: str, typed: TypedArea, *, actor: Actor, now: datetime) -> None:
    row = next((judgement for judgement in form.judgements if judgement.area == area), None)
    if row is None and (typed.rating or typed.shared):
        row = AreaJudgement(area=area, rating="", shared="")
        form.judgements.append(row)
    if row is not None and (row.rating, row.shared) != (typed.rating, typed.shared):
        row.rating, row.shared, row.changed_by_id, row.changed_at = typed.rating, typed.shared, actor.person_id, now


def _pull(form: ReviewForm, review: Review, area: str, *, pull: tuple[str, int], actor: Actor, now: datetime) -> None:
    """Below what stands there: nothing is ever overwritten."""
    field, text_id = pull
    if field not in FIELDS:
        raise LookupError(f"An area of a report has no {field}.")
    text, author_id = _pullable(review, area, text_id)
    once = select(ReportSource.id).where(ReportSource.form_id == form.id, ReportSource.text_id == text_id)
    if db.session.scalar(once) is not None:
        raise RuleBroken(None, PULLED_ALREADY)
    own = _text_of(form, area, field)
    _write(form, area, field, text=joined(own.text if own else "", text.text), actor=actor, now=now)
    source = ReportSource(form_id=form.id, text_id=text_id, area=area, field=field, author_id=author_id)
    source.pulled_at = now
    db.session.add(source)


def _pullable(review: Review, area: str, text_id: int) -> tuple[FormText, int]:
    """A text of that area, of a form of the team's that has been handed in."""
    query = (
        select(FormText, ReviewForm.author_id)
        .join(ReviewForm, ReviewForm.id == FormText.form_id)
        .join(Assignment, (Assignment.person_id == ReviewForm.author_id) & (Assignment.review_id == review.id))
        .where(
            FormText.id == text_id,
            FormText.area == area,
            ReviewForm.review_id == review.id,
            ReviewForm.kind == FormKind.REVIEW,
            ReviewForm.submitted_at.is_not(None),
            Assignment.state == AssignmentState.ACCEPTED,
        )
    )
    found = db.session.execute(query).first()
    if found is None or found[1] is None:
        raise RuleBroken(None, NOT_THERE)
    return found[0], found[1]


def _text_of(form: ReviewForm, area: str, field: str) -> FormText | None:
    return next((text for text in form.texts if (text.area, text.field) == (area, field)), None)
