"""Need and engagement of every school: two statements, whatever the number of bookings."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Float, Subquery, cast, func, select

from inclusion_app.foundation.clock import from_london
from inclusion_app.foundation.database import db
from inclusion_app.insights.equity.models import SchoolSend
from inclusion_app.insights.equity.rules import Need
from inclusion_app.insights.equity.rules import School as NeedySchool
from inclusion_app.insights.filters import Filters
from inclusion_app.insights.models import ReviewSummary, SchoolHeir, SupportSummary, TrainingSummary
from inclusion_app.insights.queries import eligible
from inclusion_app.schools.models import School

A_YEAR = timedelta(days=365)


def years() -> Sequence[tuple[int, int]]:
    """The years of the national file that are here, the latest first, and how many schools each has."""
    query = select(SchoolSend.year, func.count()).group_by(SchoolSend.year).order_by(SchoolSend.year.desc())
    return [(year, number) for year, number in db.session.execute(query)]


def schools_by_need(need: Need, filters: Filters, *, year: int | None, today: date) -> list[NeedySchool]:
    """Every open school of the filters whose need is known, with what it took part in over the last twelve months.

    ``year`` is the year of the national file; without one the register's own numbers are taken. A term counts as a
    whole if anything in it lies within the twelve months. What a school before one did counts as its own.
    """
    percent = cast(School.fsm_percent, Float) if need == Need.FSM else _sen_percent()
    since = today - A_YEAR
    trained, reviewed, used = _trained(since), _reviewed(since), _used(from_london(since, time()))
    query = (
        select(
            School.urn,
            School.name,
            percent,
            func.coalesce(trained.c.number, 0),
            func.coalesce(reviewed.c.number, 0),
            func.coalesce(used.c.number, 0),
        )
        .outerjoin(SchoolSend, (SchoolSend.school_id == School.id) & (SchoolSend.year == (year or 0)))
        .outerjoin(trained, trained.c.school_id == School.id)
        .outerjoin(reviewed, reviewed.c.school_id == School.id)
        .outerjoin(used, used.c.school_id == School.id)
        .where(School.id.in_(eligible(filters, today)), percent.is_not(None))
        .order_by(School.urn)
    )
    rows = db.session.execute(query)
    return [NeedySchool(urn, name, float(share), int(t), int(r), int(u)) for urn, name, share, t, r, u in rows]


def _sen_percent() -> ColumnElement[float]:
    """By the national file, and by the register where the file does not say."""
    of_file = 100.0 * cast(SchoolSend.sen_support + SchoolSend.ehc, Float) / func.nullif(SchoolSend.pupils, 0)
    with_needs = func.coalesce(School.sen_with_statement, 0) + School.sen_without_statement
    of_register = 100.0 * cast(with_needs, Float) / func.nullif(School.pupils, 0)
    return func.coalesce(of_file, of_register)


def _trained(since: date) -> Subquery:
    return (
        select(SchoolHeir.heir_id.label("school_id"), func.sum(TrainingSummary.completions).label("number"))
        .join(TrainingSummary, TrainingSummary.school_id == SchoolHeir.school_id)
        .where(TrainingSummary.last_completed_on > since)
        .group_by(SchoolHeir.heir_id)
        .subquery("trained")
    )


def _reviewed(since: date) -> Subquery:
    return (
        select(SchoolHeir.heir_id.label("school_id"), func.count().label("number"))
        .join(ReviewSummary, ReviewSummary.school_id == SchoolHeir.school_id)
        .where(ReviewSummary.last_on > since)
        .group_by(SchoolHeir.heir_id)
        .subquery("reviewed")
    )


def _used(since: datetime) -> Subquery:
    return (
        select(SchoolHeir.heir_id.label("school_id"), func.sum(SupportSummary.used).label("number"))
        .join(SupportSummary, SupportSummary.school_id == SchoolHeir.school_id)
        .where(SupportSummary.last_at > since)
        .group_by(SchoolHeir.heir_id)
        .subquery("used")
    )
