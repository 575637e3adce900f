"""Whose history counts as a school's own, when schools convert, merge and split.

The register gives a converted school a new URN and says so in its links. A link is one line, from either side.
"""

from collections.abc import Sequence

from sqlalchemy import Case, Select, case, or_, select

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
