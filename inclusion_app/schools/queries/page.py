"""What a school's page shows beside the school itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.schools.models import Grouping, School, SchoolGrouping, SchoolLink
from inclusion_app.schools.queries.lineage import lineage, successors
from inclusion_app.schools.queries.schools import nearest_schools, schools_by_urns
from inclusion_app.schools.states import GroupingKind


@dataclass(frozen=True)
class Placing:
    """A group the school is or was in. No ``since``: as far back as is known."""

    kind: GroupingKind
    name: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Link:
    """One of the register's links; ``is_here`` when the other school has a page."""

    urn: int
    name: str
    link_type: str
    established: date | None
    is_here: bool


@dataclass(frozen=True)
class SchoolPage:
    """A school with its groups, its links, whose history is its own, who carries it on, and its neighbours."""

    school: School
    placings: Sequence[Placing]
    links: Sequence[Link]
    before: Sequence[School]
    after: Sequence[School]
    nearest: Sequence[tuple[School, int]]


def school_page(school: School) -> SchoolPage:
    """Everything for the page, in a fixed number of statements."""
    return SchoolPage(
        school=school,
        placings=_placings(school),
        links=_links(school),
        before=[found for found in lineage(school) if found.id != school.id],
        after=successors(school),
        nearest=nearest_schools(school, limit=5),
    )


def _placings(school: School) -> list[Placing]:
    query = (
        select(Grouping.kind, Grouping.name, SchoolGrouping.since, SchoolGrouping.until)
        .join(SchoolGrouping.grouping)
        .where(SchoolGrouping.school_id == school.id)
        .order_by(Grouping.kind, SchoolGrouping.until.is_not(None), SchoolGrouping.until.desc(), Grouping.name)
    )
    rows = db.session.execute(query)
    return [Placing(GroupingKind(kind), name, since, until) for kind, name, since, until in rows]


def _links(school: School) -> list[Link]:
    links = db.session.scalars(select(SchoolLink).where(SchoolLink.urn == school.urn).order_by(SchoolLink.link_urn))
    rows = links.all()
    here = {found.urn for found in schools_by_urns([row.link_urn for row in rows])} if rows else set()
    return [Link(r.link_urn, r.link_name, r.link_type, r.established, r.link_urn in here) for r in rows]
