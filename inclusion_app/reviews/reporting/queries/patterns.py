"""Patterns over the final reports of a cycle: counts of schools, never a text, never fewer than five schools.

Only a cycle as a whole is shown: beside its parts, the few schools that are left over could be worked out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Framework, ReportTheme, ReportVersion, Review, ReviewCycle
from inclusion_app.reviews.reporting.queries.versions import FINAL
from inclusion_app.reviews.reporting.rules.patterns import (
    AreaPattern,
    RatedArea,
    ThemePattern,
    area_patterns,
    may_be_shown,
    theme_patterns,
)
from inclusion_app.reviews.reporting.rules.themes import OTHER
from inclusion_app.reviews.states import ORDER, ReviewState


@dataclass(frozen=True)
class CyclePatterns:
    """What the final reports of a cycle have in common; ``schools`` is 0 while they are too few to be shown."""

    cycle: ReviewCycle
    schools: int
    areas: Sequence[AreaPattern]
    themes: Sequence[ThemePattern]

    @property
    def area_titles(self) -> dict[str, str]:
        """The areas of the cycle's framework by code."""
        return {area.code: area.title for area in self.cycle.framework.areas}

    @property
    def levels(self) -> dict[str, str]:
        """The scale by code, without N."""
        return {level.code: level.title for level in self.cycle.framework.levels if level.code.isdigit()}


def patterns_of_cycle(cycle_id: int) -> CyclePatterns | None:
    """The patterns of a cycle; nothing where there is no such cycle. Five statements."""
    whole = joinedload(ReviewCycle.framework).options(selectinload(Framework.areas), selectinload(Framework.levels))
    cycle = db.session.scalars(select(ReviewCycle).where(ReviewCycle.id == cycle_id).options(whole)).first()
    if cycle is None:
        return None
    reports = _reports(cycle_id)
    if not may_be_shown(len(reports)):
        return CyclePatterns(cycle, 0, [], [])
    areas = [area.code for area in cycle.framework.areas]
    return CyclePatterns(cycle, len(reports), area_patterns(reports, areas), theme_patterns(_themes(cycle_id)))


def _reports(cycle_id: int) -> list[list[RatedArea]]:
    """The ratings of every final report."""
    query = select(ReportVersion.content).join(Review, Review.id == ReportVersion.review_id)
    contents = db.session.scalars(query.where(*_final(cycle_id)))
    return [[RatedArea(area["code"], area["rating"]) for area in content["areas"]] for content in contents]


def _themes(cycle_id: int) -> list[tuple[int, str, str]]:
    """Themes from the list by school; own words are never counted together, and never shown here."""
    query = (
        select(Review.school_id, ReportTheme.area, ReportTheme.code)
        .join(Review, Review.id == ReportTheme.review_id)
        .join(ReportVersion, ReportVersion.review_id == Review.id)
        .where(*_final(cycle_id), ReportTheme.code != OTHER)
    )
    return [(school_id, area, code) for school_id, area, code in db.session.execute(query)]


def _final(cycle_id: int) -> tuple[ColumnElement[bool], ...]:
    final = [stage for stage in ORDER if stage.has_reached(ReviewState.FINAL)]
    standing = ReportVersion.replaced_at.is_(None)
    return Review.cycle_id == cycle_id, Review.state.in_(final), ReportVersion.kind == FINAL, standing
