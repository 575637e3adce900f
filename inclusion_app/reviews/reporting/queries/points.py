"""Factual points on a draft, and when they are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import FactualPoint, HostResponse, PointsReply, ReportVersion, Review
from inclusion_app.reviews.queries import schedules_of
from inclusion_app.reviews.reporting.queries.versions import DRAFT, latest_draft
from inclusion_app.reviews.reporting.rules.points import school_answers_by
from inclusion_app.reviews.states import ReviewState
from inclusion_app.schools.queries import school_calendar


@dataclass(frozen=True)
class PointsOnDraft:
    """The points of the school on the draft it has, its word on them (none: not yet), and the two deadlines."""

    draft: ReportVersion
    points: Sequence[FactualPoint]
    reply: PointsReply | None
    school_by: date | None
    lead_by: date | None
    today: date

    @property
    def is_late_for_school(self) -> bool:
        """The school's days are over and it has not said anything."""
        return self.reply is None and self.school_by is not None and self.today > self.school_by

    @property
    def unanswered(self) -> Sequence[FactualPoint]:
        """Points without the lead's answer."""
        return [point for point in self.points if not point.answer]


def points_on_draft(review: Review, *, today: date) -> PointsOnDraft | None:
    """The points on the draft that the school has; nothing where no draft has been released. The review comes with
    its cycle."""
    draft = latest_draft(review.id)
    if draft is None:
        return None
    due = schedules_of([review], today=today)[review.id].of(ReviewState.POINTS_ANSWERED).due_on
    return PointsOnDraft(
        draft=draft,
        points=points_of(draft.id),
        reply=db.session.get(PointsReply, draft.id),
        school_by=school_answers_by(due, school_calendar()),
        lead_by=due,
        today=today,
    )


def points_of(draft_id: int) -> Sequence[FactualPoint]:
    """The points on a draft, by number."""
    query = select(FactualPoint).where(FactualPoint.draft_id == draft_id).order_by(FactualPoint.number)
    return db.session.scalars(query).all()


def points_of_every_draft(review_id: int) -> Sequence[FactualPoint]:
    """The points on each draft of a review, the earliest draft first. One statement."""
    query = select(FactualPoint).join(ReportVersion, ReportVersion.id == FactualPoint.draft_id)
    query = query.where(ReportVersion.review_id == review_id, ReportVersion.kind == DRAFT)
    return db.session.scalars(query.order_by(ReportVersion.number, FactualPoint.number)).all()


def response_of(review_id: int) -> HostResponse | None:
    """The school's response, if it has written one."""
    return db.session.get(HostResponse, review_id)
