"""The report as it stands at this moment, gathered from the lead's form, the team's evidence and the self-review."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import (
    AreaJudgement,
    Assignment,
    Evidence,
    Framework,
    FrameworkArea,
    HostResponse,
    Review,
    ReviewForm,
)
from inclusion_app.reviews.reporting.rules.content import (
    FIELDS,
    OVERALL,
    SUMMARY,
    AreaOfReport,
    Basis,
    Level,
    ReportContent,
)
from inclusion_app.reviews.states import AssignmentState, EvidenceKind, FormKind, Part


@dataclass(frozen=True)
class Written:
    """What the lead has written: texts by area and field, and judgements by area."""

    texts: Mapping[tuple[str, str], str]
    judgements: Mapping[str, AreaJudgement]

    def texts_of(self, area: str) -> dict[str, str]:
        """Every text of one area, empty ones too."""
        return {field: self.texts.get((area, field), "") for field in FIELDS}


def working_content(review: Review) -> ReportContent:
    """What the report would say if it were released now. The review comes with its cycle and school."""
    framework, written = framework_of(review), written_in(report_form_of(review.id))
    evidence, self_ratings = _basis(review.id), self_ratings_of(review.id)
    lead, team = _team(review.id)
    response = db.session.get(HostResponse, review.id)
    return ReportContent(
        school=review.school.name,
        urn=review.school.urn,
        cycle=review.cycle.name,
        framework=framework.title,
        visit=(review.visit_on, review.visit_until or review.visit_on) if review.visit_on else None,
        lead=lead,
        team=team,
        uses_ratings=review.cycle.uses_ratings,
        levels=tuple(Level(level.code, level.title, level.meaning) for level in framework.levels),
        summary=written.texts.get((OVERALL, SUMMARY), ""),
        areas=tuple(
            _area(area, written, basis=evidence.get(area.code, ()), self_rating=self_ratings.get(area.code, ""))
            for area in framework.areas
        ),
        response=response.text if response else "",
    )


def framework_of(review: Review) -> Framework:
    """The framework of the review's cycle, with areas and levels."""
    whole = (selectinload(Framework.areas), joinedload(Framework.levels))
    query = select(Framework).where(Framework.id == review.cycle.framework_id).options(*whole)
    return db.session.scalars(query).unique().one()


def report_form_of(review_id: int) -> ReviewForm | None:
    """The lead's form with its texts and judgements; nothing before anything has been written."""
    whole = (selectinload(ReviewForm.texts), joinedload(ReviewForm.judgements))
    query = select(ReviewForm).where(ReviewForm.review_id == review_id, ReviewForm.kind == FormKind.REPORT)
    return db.session.scalars(query.options(*whole)).unique().one_or_none()


def written_in(form: ReviewForm | None) -> Written:
    """What stands in the lead's form."""
    texts = {(text.area, text.field): text.text for text in form.texts} if form else {}
    return Written(texts, {judgement.area: judgement for judgement in form.judgements} if form else {})


def team_of(review_id: int) -> Sequence[tuple[Person, str]]:
    """Everybody on the team who has declared no conflict, with their part; the lead first."""
    query = (
        select(Person, Assignment.part)
        .join(Assignment, Assignment.person_id == Person.id)
        .where(Assignment.review_id == review_id, Assignment.state == AssignmentState.ACCEPTED)
        .order_by(Assignment.part, Person.name, Person.id)
    )
    return [(person, part) for person, part in db.session.execute(query)]


def _team(review_id: int) -> tuple[str, tuple[str, ...]]:
    people = team_of(review_id)
    lead = next((person.name for person, part in people if part == Part.LEAD), "")
    return lead, tuple(person.name for person, part in people if part != Part.LEAD)


def _basis(review_id: int) -> dict[str, tuple[Basis, ...]]:
    """Pieces of evidence by area and kind, over every review form that has been handed in."""
    query = (
        select(Evidence.area, Evidence.kind, func.count())
        .join(ReviewForm, ReviewForm.id == Evidence.form_id)
        .where(
            ReviewForm.review_id == review_id,
            ReviewForm.kind == FormKind.REVIEW,
            ReviewForm.submitted_at.is_not(None),
        )
        .group_by(Evidence.area, Evidence.kind)
        .order_by(Evidence.area, Evidence.kind)
    )
    found: dict[str, tuple[Basis, ...]] = {}
    for area, kind, count in db.session.execute(query):
        found[area] = (*found.get(area, ()), Basis(EvidenceKind(kind).label, count))
    return found


def self_ratings_of(review_id: int) -> dict[str, str]:
    """The school's own rating of each area, once its self-review has been submitted."""
    query = (
        select(AreaJudgement.area, AreaJudgement.rating)
        .join(ReviewForm, ReviewForm.id == AreaJudgement.form_id)
        .where(
            ReviewForm.review_id == review_id,
            ReviewForm.kind == FormKind.SELF_REVIEW,
            ReviewForm.submitted_at.is_not(None),
        )
    )
    return {area: rating for area, rating in db.session.execute(query)}  # noqa: C416  # rows, not pairs


def _area(area: FrameworkArea, written: Written, *, basis: Iterable[Basis], self_rating: str) -> AreaOfReport:
    judgement = written.judgements.get(area.code)
    return AreaOfReport(
        code=area.code,
        title=area.title,
        texts=written.texts_of(area.code),
        rating=judgement.rating if judgement else "",
        shared=judgement.shared if judgement else "",
        self_rating=self_rating,
        basis=tuple(basis),
    )
