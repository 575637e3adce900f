"""What stands in a form, and who wrote it when: three statements for a whole form or one area."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import AreaJudgement, Evidence, FormText, ReviewForm
from inclusion_app.reviews.states import FormKind
from inclusion_app.reviews.writing.rules.judging import Filled


@dataclass(frozen=True)
class Written:
    """One text, with its version and its last writer."""

    text: str = ""
    version: int = 0
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Judged:
    """The judgement on one area, with its version and who made it."""

    rating: str = ""
    confidence: str = ""
    shared: str = ""
    version: int = 0
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Contents:
    """Everything in a form: texts by area and field, judgements and evidence by area. Empty where there is no form."""

    form: ReviewForm | None = None
    texts: Mapping[tuple[str, str], Written] = field(default_factory=dict)
    judgements: Mapping[str, Judged] = field(default_factory=dict)
    evidence: Mapping[str, Sequence[Evidence]] = field(default_factory=dict)

    @property
    def is_submitted(self) -> bool:
        """Nobody writes in it."""
        return self.form is not None and self.form.submitted_at is not None

    def text(self, area: str, name: str) -> Written:
        """One text; an empty one where nobody has written."""
        return self.texts.get((area, name), Written())

    def judged(self, area: str) -> Judged:
        """The judgement; an empty one where nobody has judged."""
        return self.judgements.get(area, Judged())

    def pieces(self, area: str) -> Sequence[Evidence]:
        """The evidence of one area, in the order in which it was added."""
        return self.evidence.get(area, ())

    def filled(self, area: str) -> Filled:
        """The same as rules look at it."""
        judged = self.judged(area)
        texts = {name: written.text for (of, name), written in self.texts.items() if of == area}
        kinds = tuple(piece.kind for piece in self.pieces(area))
        return Filled(texts, judged.rating, judged.confidence, judged.shared, kinds)


def form_of(review_id: int, kind: FormKind, *, author_id: int | None = None) -> ReviewForm | None:
    """The form of that kind, with its author; a review form is that of ``author_id``. One statement."""
    query = select(ReviewForm).where(ReviewForm.review_id == review_id, ReviewForm.kind == kind)
    author = ReviewForm.author_id == author_id if kind == FormKind.REVIEW else ReviewForm.author_id.is_(None)
    whole = query.where(author).options(joinedload(ReviewForm.author))
    return db.session.scalars(whole.execution_options(populate_existing=True)).first()


def contents_of(form: ReviewForm | None, *, area: str | None = None) -> Contents:
    """What stands in the form, or in one area of it. Three statements, none without a form."""
    if form is None:
        return Contents()
    evidence: dict[str, list[Evidence]] = {}
    query = select(Evidence).where(Evidence.form_id == form.id).order_by(Evidence.id)
    for piece in db.session.scalars(query.where(Evidence.area == area) if area else query):
        evidence.setdefault(piece.area, []).append(piece)
    return Contents(form, _texts(form.id, area), _judgements(form.id, area), evidence)


def _texts(form_id: int, area: str | None) -> dict[tuple[str, str], Written]:
    text = FormText
    query = (
        select(text.area, text.field, text.text, text.version, Person.name, text.changed_at)
        .outerjoin(Person, Person.id == text.changed_by_id)
        .where(text.form_id == form_id)
    )
    rows = db.session.execute(query.where(text.area == area) if area else query)
    return {(of, name): Written(said, version, by or "", at) for of, name, said, version, by, at in rows}


def _judgements(form_id: int, area: str | None) -> dict[str, Judged]:
    judged = AreaJudgement
    query = (
        select(
            judged.area,
            judged.rating,
            judged.confidence,
            judged.shared,
            judged.version,
            Person.name,
            judged.changed_at,
        )
        .outerjoin(Person, Person.id == judged.changed_by_id)
        .where(judged.form_id == form_id)
    )
    rows = db.session.execute(query.where(judged.area == area) if area else query)
    return {row[0]: Judged(row[1], row[2], row[3], row[4], row[5] or "", row[6]) for row in rows}
