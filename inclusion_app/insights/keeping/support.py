"""What schools do with offers of support, by school and term."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, case, cast, func, literal, select, union, union_all
from sqlalchemy.orm import InstrumentedAttribute

from inclusion_app.directory.asking.models import Enquiry, OfferUse, ShortlistEntry
from inclusion_app.directory.asking.states import Helped
from inclusion_app.foundation.summaries import Summary
from inclusion_app.insights.keeping.making import differences, make_anew
from inclusion_app.insights.keeping.periods import Beginning, county_beginnings, period_of_day, period_of_moment
from inclusion_app.insights.models import SupportSummary

COUNTS = ("shortlisted", "enquiries", "accepted", "used", "helped", "helped_in_part", "did_not_help")
SAID = {"helped": Helped.YES, "helped_in_part": Helped.PARTLY, "did_not_help": Helped.NO}


def facts(connection: Connection, keys: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    """One row for each school and term."""
    begun = county_beginnings(connection)
    accepted = case((Enquiry.accepted_at.is_not(None), 1), else_=0)
    said = {name: case((OfferUse.helped == helped, 1), else_=0) for name, helped in SAID.items()}
    acts = union_all(
        _part(ShortlistEntry.school_id, ShortlistEntry.added_at, {"shortlisted": literal(1)}, begun=begun, keys=keys),
        _part(
            Enquiry.school_id, Enquiry.sent_at, {"enquiries": literal(1), "accepted": accepted}, begun=begun, keys=keys
        ),
        _used({"used": literal(1), **said}, begun=begun, keys=keys),
    ).subquery("acts")
    sums = [cast(func.sum(acts.c[name]), Integer).label(name) for name in COUNTS]
    by = (acts.c.school_id, acts.c.period)
    return select(*by, *sums, func.max(acts.c.at).label("last_at")).group_by(*by)


def _part(
    school_id: InstrumentedAttribute[int],
    at: InstrumentedAttribute[Any],
    counts: dict[str, ColumnElement[int]],
    *,
    begun: Sequence[Beginning],
    keys: Collection[int] | None,
) -> Select[*tuple[Any, ...]]:
    columns = [counts.get(name, literal(0)).label(name) for name in COUNTS]
    period = period_of_moment(at, begun).label("period")
    query = select(school_id.label("school_id"), period, *columns, at.label("at"))
    return query if keys is None else query.where(school_id.in_(keys))


def _used(
    counts: dict[str, ColumnElement[int]], *, begun: Sequence[Beginning], keys: Collection[int] | None
) -> Select[*tuple[Any, ...]]:
    """A use counts in the term in which the offer was used; when it was said is the newest contact."""
    columns = [counts.get(name, literal(0)).label(name) for name in COUNTS]
    period = period_of_day(OfferUse.used_on, begun).label("period")
    query = select(OfferUse.school_id.label("school_id"), period, *columns, OfferUse.said_at.label("at"))
    return query if keys is None else query.where(OfferUse.school_id.in_(keys))


def _keys(connection: Connection) -> Sequence[int]:
    """Schools that have done anything with offers, or have a summary."""
    schools = (ShortlistEntry.school_id, Enquiry.school_id, OfferUse.school_id, SupportSummary.school_id)
    return sorted(connection.scalars(union(*(select(school) for school in schools))))


SUPPORT = Summary(
    "support",
    frozenset({"shortlist_entry", "enquiry", "offer_use", "term"}),
    lambda connection, keys: make_anew(connection, SupportSummary, SupportSummary.school_id, facts=facts, keys=keys),
    _keys,
    partial(differences, model=SupportSummary, facts=facts),
)
