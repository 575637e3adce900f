"""Schools as conflict rules look at them: three statements for any number of schools."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.reviews.teams.rules.facts import GroupPlace, SchoolFacts, Span
from inclusion_app.schools.models import Grouping, School, SchoolGrouping
from inclusion_app.schools.queries import earlier_schools
from inclusion_app.schools.states import GroupingKind

OF_ONE_HAND = (GroupingKind.TRUST, GroupingKind.FEDERATION)


def school_facts(ids: Collection[int]) -> dict[int, SchoolFacts]:
    """The schools by id, with their trusts and federations of all times, and the schools before them."""
    columns = (School.id, School.name, School.phase, School.easting, School.northing)
    rows = db.session.execute(select(*columns).where(School.id.in_(ids))).all()
    places, earlier = _places(ids), earlier_schools(ids)
    return {
        row.id: SchoolFacts(
            id=row.id,
            name=row.name,
            phase=row.phase,
            easting=row.easting,
            northing=row.northing,
            groups=tuple(places[row.id]),
            earlier=earlier.get(row.id, frozenset()),
        )
        for row in rows
    }


def _places(ids: Collection[int]) -> defaultdict[int, list[GroupPlace]]:
    query = (
        select(SchoolGrouping.school_id, Grouping.id, Grouping.kind, Grouping.name, SchoolGrouping.since)
        .add_columns(SchoolGrouping.until)
        .join(Grouping, Grouping.id == SchoolGrouping.grouping_id)
        .where(SchoolGrouping.school_id.in_(ids), SchoolGrouping.kind.in_(OF_ONE_HAND))
        .order_by(SchoolGrouping.id)
    )
    found: defaultdict[int, list[GroupPlace]] = defaultdict(list)
    for school_id, grouping_id, kind, name, since, until in db.session.execute(query):
        found[school_id].append(GroupPlace(grouping_id, kind, name, Span(since, until)))
    return found
