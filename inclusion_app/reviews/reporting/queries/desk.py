"""Where a report stands, as its lead needs it on one page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import PointsReply, ReportTheme, ReportVersion, Review
from inclusion_app.reviews.reporting.queries.content import working_content
from inclusion_app.reviews.reporting.queries.moderation import Moderation, moderation_of
from inclusion_app.reviews.reporting.queries.versions import DRAFT
from inclusion_app.reviews.reporting.rules.checks import Gap, what_is_empty, what_stands_in_the_way
from inclusion_app.reviews.reporting.rules.content import ReportContent
from inclusion_app.reviews.writing.queries import TeamForm, team_forms


@dataclass(frozen=True)
class ReportDesk:
    """The report as it is now, what is missing, themes, the team's forms, and how far moderation has come."""

    content: ReportContent
    in_the_way: Sequence[Gap]
    empty: Sequence[Gap]
    themes: Sequence[ReportTheme]
    team: Sequence[TeamForm]
    moderation: Moderation
    school_has_replied: bool

    def gaps_of(self, area: str) -> list[Gap]:
        """What stands in the way in one area."""
        return [gap for gap in self.in_the_way if gap.area == area]


def desk_of(review: Review) -> ReportDesk:
    """Everything about the report of a review, which comes with its cycle and school."""
    content = working_content(review)
    drafts = _drafts(review.id)
    return ReportDesk(
        content=content,
        in_the_way=what_stands_in_the_way(content),
        empty=what_is_empty(content),
        themes=themes_of(review.id),
        team=team_forms(review.id),
        moderation=moderation_of(review, drafts=len(drafts)),
        school_has_replied=bool(drafts) and drafts[-1],
    )


def _drafts(review_id: int) -> list[bool]:
    """For each draft that has been released, the earliest first, whether the school has replied to it."""
    query = select(PointsReply.draft_id).select_from(ReportVersion)
    query = query.outerjoin(PointsReply, PointsReply.draft_id == ReportVersion.id)
    query = query.where(ReportVersion.review_id == review_id, ReportVersion.kind == DRAFT)
    return [draft_id is not None for draft_id in db.session.scalars(query.order_by(ReportVersion.number))]


def themes_of(review_id: int) -> Sequence[ReportTheme]:
    """The report's themes in the order in which they were added."""
    query = select(ReportTheme).where(ReportTheme.review_id == review_id).order_by(ReportTheme.id)
    return db.session.scalars(query).all()
