"""Whose history counts as a school's own, when schools convert, merge and split.

The register gives a converted school a new URN and says so in its links. A link is one line, from either side.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Case, Select, case, or_, select
from sqlalchemy.orm import aliased

from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School, SchoolLink

_TO_LATER = SchoolLink.link_type.startswith("Successor")
_TO_EARLIER = SchoolLink.link_type.startswith("Predecessor")
_EARLIER = case((_TO_LATER, SchoolLink.urn), else_=SchoolLink.link_urn)
_LATER = case((_TO_LATER, SchoolLink.link_urn), else_=SchoolLink.urn)


def lineage(school: School) -> Sequence[School]:
    """This school and every one before it whose history counts as its own, by URN. A ring of links does no harm."""
    return _schools(_chain(school.urn, start=_LATER, end=_EARLIER))


def successors(school: School) -> Sequence[School]:
    """The schools that carry on this one, the end of each chain; none when it has not been followed."""
    after = _schools(_chain(school.urn, start=_EARLIER, end=_LATER))
    leads_on = select(_EARLIER).where(or_(_TO_LATER, _TO_EARLIER), _EARLIER.in_([found.urn for found in after]))
    followed = set(db.session.scalars(leads_on))
    return [found for found in after if found.urn not in followed and found.urn != school.urn]


def _chain(urn: int, *, start: Case[int], end: Case[int]) -> Select[tuple[int]]:
    """URNs reached from this one by links that lead from ``start`` to ``end``, itself among them."""
    edges = select(start.label("start"), end.label("finish")).where(or_(_TO_LATER, _TO_EARLIER)).subquery()
    reached = select(School.urn).where(School.urn == urn).cte("reached", recursive=True)
    reached = reached.union(select(edges.c.finish).join(reached, reached.c.urn == edges.c.start))  # drops what repeats
    return select(reached.c.urn)


def _schools(urns: Select[tuple[int]]) -> Sequence[School]:
    return db.session.scalars(select(School).where(School.urn.in_(urns)).order_by(School.urn)).all()


def earlier_schools(ids: Collection[int]) -> dict[int, frozenset[int]]:
    """For each of these schools that has any, the ids of those whose history is its own, itself left out.

    One statement, however many schools.
    """
    earlier, later = aliased(School), aliased(School)
    query = (
        select(later.id, earlier.id)
        .select_from(SchoolLink)
        .join(earlier, earlier.urn == _EARLIER)
        .join(later, later.urn == _LATER)
        .where(or_(_TO_LATER, _TO_EARLIER))
    )
    before: defaultdict[int, set[int]] = defaultdict(set)
    for now, then in db.session.execute(query):
        before[now].add(then)
    return {number: found - {number} for number in ids if (found := _all_before(number, before))}


def _all_before(school_id: int, before: Mapping[int, set[int]]) -> frozenset[int]:
    found, to_look_at = set[int](), [school_id]
    while to_look_at:
        fresh = before.get(to_look_at.pop(), set()) - found
        found |= fresh
        to_look_at += fresh
    return frozenset(found)
