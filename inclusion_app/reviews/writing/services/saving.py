"""Saving what is written, text by text: the newest wins within one showing of a page, nothing is lost between two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.reviews.models import AreaJudgement, FormText, ReviewForm
from inclusion_app.reviews.states import Confidence
from inclusion_app.reviews.writing.queries import questions_for
from inclusion_app.reviews.writing.rules.questions import LONGEST_SHARED, MOST
from inclusion_app.reviews.writing.rules.saving import Stands, Typed, Verdict, judge, length_of
from inclusion_app.reviews.writing.services.desk import Desk, Place, opened

JUDGEMENT = "judgement"
SEPARATOR = "\x1f"
Row = FormText | AreaJudgement


@dataclass(frozen=True)
class Judgement:
    """A judgement on one area; packed into one text it is saved as texts are."""

    rating: str = ""
    confidence: str = ""
    shared: str = ""

    @property
    def packed(self) -> str:
        """All of it in one text."""
        return SEPARATOR.join((self.rating, self.confidence, self.shared))

    @classmethod
    def unpacked(cls, text: str) -> "Judgement":
        """The other way round."""
        return cls(*(text.split(SEPARATOR) if text else ()))


@dataclass(frozen=True)
class Answer:
    """What became of one text, and how it stands now: in a conflict ``text`` is the other one, by whom and when."""

    field: str
    verdict: Verdict
    version: int
    text: str = ""
    by: str = ""
    at: datetime | None = None
    problem: str = ""


def save_text(actor: Actor, place: Place, typed: Typed, *, now: datetime) -> Answer:
    """Save one text; see ``save_area``."""
    return save_area(actor, place, (typed,), now=now)[0]


def save_judgement(actor: Actor, place: Place, judgement: Judgement, *, version: int, now: datetime) -> Answer:
    """Save the judgement on an area. ``version`` is the one the person saw; see ``save_area``."""
    return save_area(actor, place, (Typed(JUDGEMENT, judgement.packed, version),), now=now)[0]


def save_area(actor: Actor, place: Place, texts: Sequence[Typed], *, now: datetime) -> tuple[Answer, ...]:
    """Save texts of one area, each judged by itself; the field ``JUDGEMENT`` is a packed judgement. One act.

    Nothing is refused as a whole for the sake of one text: each gets its answer. Raises RuleBroken for those who may
    not write now (a submitted form takes nothing), LookupError for areas and fields that there are not.
    """
    with transaction():
        desk = opened(actor, place.review_id, place.kind, now=now)
        area = questions_for(desk.review).area(place.area)
        unknown = {typed.field for typed in texts} - {*area.fields(place.kind), JUDGEMENT}
        if unknown:
            raise LookupError(f"Area {place.area} has no {', '.join(sorted(unknown))}.")
        rows, names = _rows(desk.form, place.area), _names(desk.form, place.area)
        answers = tuple(
            _answer(actor, desk, place, typed, row=rows.get(typed.field), names=names, now=now) for typed in texts
        )
        saved = {a.field: length_of(a.text) for a in answers if a.verdict == Verdict.SAVED}
        if saved:
            detail = {"form": place.kind, "area": place.area, "lengths": saved}
            audit.record(actor, "save_text", desk.form, school_id=desk.review.school_id, detail=detail)
    return answers


def _answer(
    actor: Actor, desk: Desk, place: Place, typed: Typed, *, row: Row | None, names: Mapping[int, str], now: datetime
) -> Answer:
    stands = _stands(row)
    problem = _problem(desk, typed)
    if problem:
        return Answer(typed.field, Verdict.REFUSED, stands.version, typed.text, problem=problem)
    verdict = judge(typed, stands)
    if verdict == Verdict.SAVED:
        row = row or _new(desk.form, place.area, typed.field)
        _write(row, typed, actor, now=now)
        return Answer(typed.field, verdict, row.version, typed.text, actor.name, now)
    if verdict == Verdict.SAME and typed.sequence:
        stands = _follow(row or _new(desk.form, place.area, typed.field), typed, now=now)
    by = names.get(row.changed_by_id or 0, "") if row else ""
    return Answer(typed.field, verdict, stands.version, stands.text, by, row.changed_at if row else None)


def _problem(desk: Desk, typed: Typed) -> str:
    """Why this one text cannot be kept; empty where it can."""
    if typed.field != JUDGEMENT:
        too_much = length_of(typed.text) - MOST
        return f"This text is {too_much:,} characters longer than can be kept. Shorten it." if too_much > 0 else ""
    said = Judgement.unpacked(typed.text)
    ratings = {"", "1", "2", "3", "4", "N"} if desk.review.cycle.uses_ratings else {""}
    if said.rating not in ratings or said.confidence not in {"", *Confidence}:
        return "Choose one of the answers that are offered."
    if length_of(said.shared) > LONGEST_SHARED:
        return f"Say in {LONGEST_SHARED} characters or fewer what others could learn from."
    return ""


def _rows(form: ReviewForm, area: str) -> dict[str, Row]:
    """What stands in the area, by field; as it is now, under the lock."""
    fresh = {"populate_existing": True}
    texts = select(FormText).where(FormText.form_id == form.id, FormText.area == area)
    judged = select(AreaJudgement).where(AreaJudgement.form_id == form.id, AreaJudgement.area == area)
    found: dict[str, Row] = {row.field: row for row in db.session.scalars(texts.execution_options(**fresh))}
    for judgement in db.session.scalars(judged.execution_options(**fresh)):
        found[JUDGEMENT] = judgement
    return found


def _names(form: ReviewForm, area: str) -> dict[int, str]:
    """Who has written in the area, for telling of a conflict."""
    texts = select(FormText.changed_by_id).where(FormText.form_id == form.id, FormText.area == area)
    judged = select(AreaJudgement.changed_by_id).where(AreaJudgement.form_id == form.id, AreaJudgement.area == area)
    query = select(Person.id, Person.name).where(Person.id.in_(texts.union(judged)))
    return {person_id: name for person_id, name in db.session.execute(query)}  # noqa: C416  # rows, not pairs


def _stands(row: Row | None) -> Stands:
    if row is None:
        return Stands()
    if isinstance(row, FormText):
        return Stands(row.text, row.version, row.stream, row.sequence)
    packed = Judgement(row.rating, row.confidence, row.shared).packed
    return Stands(packed, row.version, row.stream, row.sequence)


def _new(form: ReviewForm, area: str, field: str) -> Row:
    if field == JUDGEMENT:
        return AreaJudgement(form_id=form.id, area=area)
    return FormText(form_id=form.id, area=area, field=field)


def _write(row: Row, typed: Typed, actor: Actor, *, now: datetime) -> None:
    if isinstance(row, FormText):
        row.text = typed.text
    else:
        said = Judgement.unpacked(typed.text)
        row.rating, row.confidence, row.shared = said.rating, said.confidence, said.shared
    row.changed_by_id, row.changed_at = actor.person_id, now
    row.stream, row.sequence = (typed.stream, typed.sequence) if typed.sequence else ("", 0)
    db.session.add(row)
    db.session.flush()


def _follow(row: Row, typed: Typed, *, now: datetime) -> Stands:
    """The text is the same already: only note how far that showing of the page has come, which is no new version."""
    if row not in db.session:  # nothing was written there yet, and nothing is now
        row.changed_at = now
        db.session.add(row)
        db.session.flush()
    said = update(type(row)).where(type(row).id == row.id).values(stream=typed.stream, sequence=typed.sequence)
    db.session.execute(said.execution_options(synchronize_session=False))
    return _stands(row)
