"""Frozen figures as pages show them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.insights.filters import Filters
from inclusion_app.insights.frozen.content import FrozenFigure, frozen
from inclusion_app.insights.frozen.models import Freeze
from inclusion_app.insights.measures import Measure
from inclusion_app.insights.queries import all_measures, by_group, figure

KIND = "district"


def freezes() -> Sequence[tuple[date, str]]:
    """Every freeze, the latest first: its day and its hash."""
    query = select(Freeze.as_of, Freeze.sha256).order_by(Freeze.as_of.desc())
    return [(as_of, sha256) for as_of, sha256 in db.session.execute(query)]


def freeze_of(as_of: date) -> Freeze | None:
    """The figures of that day."""
    return db.session.scalar(select(Freeze).where(Freeze.as_of == as_of))


def figures_as_of(day: date) -> list[FrozenFigure]:
    """Every measure over all schools and by district, as the summaries say it now. For the worker: many statements."""
    found: list[FrozenFigure] = []
    for measure in all_measures().values():
        found.append(frozen(measure.code, measure.name, figure(measure, Filters(), today=day)))
        found += _by_district(measure, day)
    return found


def _by_district(measure: Measure, day: date) -> list[FrozenFigure]:
    if KIND not in measure.cuts:
        return []
    groups = by_group(measure, KIND, Filters(), today=day)
    return [frozen(measure.code, measure.name, cell, kind=KIND, code=one.code, group=one.name) for one, cell in groups]
