"""Schools of high need, and when anything happened there last."""

from typing import Any

from sqlalchemy import Float, Select, Subquery, case, cast, func, select, union_all

from inclusion_app.insights.models import ReviewSummary, SchoolHeir, StrandSummary, SupportSummary
from inclusion_app.insights.queries.scope import Scope, in_groups, is_open_on
from inclusion_app.schools.models import School

A_QUARTER = 4


def high_need(scope: Scope) -> Select[*tuple[Any, ...]]:
    """The top quarter of the county's open schools, and of these those in the groups chosen.

    By the share of pupils with special educational needs; among schools of which that is not known by the share
    entitled to free school meals. ``last_on`` and ``last_at`` are the newest day and moment of any contact, with the
    schools that they carry on.
    """
    ranked, days, moments = _ranked(scope), _days(), _moments()
    return (
        select(
            School.id.label("school_id"),
            ranked.c.percent,
            ranked.c.is_fsm,
            days.c.last_on,
            moments.c.last_at,
        )
        .join(ranked, ranked.c.id == School.id)
        .outerjoin(days, days.c.school_id == School.id)
        .outerjoin(moments, moments.c.school_id == School.id)
        .where((ranked.c.place - 1) * A_QUARTER < ranked.c.among, in_groups(scope.filters, scope.today))
    )


def _ranked(scope: Scope) -> Subquery:
    pupils = func.nullif(School.pupils, 0)
    with_needs = func.coalesce(School.sen_with_statement, 0) + func.coalesce(School.sen_without_statement, 0)
    is_known = School.sen_with_statement.is_not(None) | School.sen_without_statement.is_not(None)
    send = case((is_known, 100.0 * cast(with_needs, Float) / pupils))
    percent = func.coalesce(send, cast(School.fsm_percent, Float))
    is_fsm = case((send.is_(None), 1), else_=0)
    known = (
        select(School.id, School.urn, percent.label("percent"), is_fsm.label("is_fsm"))
        .where(is_open_on(scope.today), percent.is_not(None))
        .subquery("known")
    )
    order = (known.c.percent.desc(), known.c.urn)
    return select(
        known.c.id,
        known.c.percent,
        known.c.is_fsm,
        func.row_number().over(partition_by=known.c.is_fsm, order_by=order).label("place"),
        func.count().over(partition_by=known.c.is_fsm).label("among"),
    ).subquery("ranked")


def _days() -> Subquery:
    trained = select(StrandSummary.school_id, StrandSummary.last_completed_on.label("on"))
    reviewed = select(ReviewSummary.school_id, ReviewSummary.last_on.label("on"))
    every = union_all(
        trained.where(StrandSummary.last_completed_on.is_not(None)),
        reviewed.where(ReviewSummary.last_on.is_not(None)),
    ).subquery("contacts")
    return (
        select(SchoolHeir.heir_id.label("school_id"), func.max(every.c.on).label("last_on"))
        .join(every, every.c.school_id == SchoolHeir.school_id)
        .group_by(SchoolHeir.heir_id)
        .subquery("days")
    )


def _moments() -> Subquery:
    return (
        select(SchoolHeir.heir_id.label("school_id"), func.max(SupportSummary.last_at).label("last_at"))
        .join(SupportSummary, SupportSummary.school_id == SchoolHeir.school_id)
        .group_by(SchoolHeir.heir_id)
        .subquery("moments")
    )
