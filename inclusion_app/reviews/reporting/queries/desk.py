"""Where a report stands, as its lead needs it on one page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import PointsReply, ReportTheme, Review
from inclusion_app.reviews.reporting.queries.content import working_content
from inclusion_app.reviews.reporting.queries.moderation import Moderation, moderation_of
from inclusion_app.reviews.reporting.queries.versions import latest_draft
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
    draft = latest_draft(review.id)
    return ReportDesk(
        content=content,
        in_the_way=what_stands_in_the_way(content),
        empty=what_is_empty(content),
        themes=themes_of(review.id),
        team=team_forms(review.id),
        moderation=moderation_of(review),
        school_has_replied=draft is not None and db.session.get(PointsReply, draft.id) is not None,
    )


def themes_of(review_id: int) -> Sequence[ReportTheme]:
    """The report's themes in the order in which they were added."""
    query = select(ReportTheme).where(ReportTheme.review_id == review_id).order_by(ReportTheme.id)
    return db.session.scalars(query).all()
