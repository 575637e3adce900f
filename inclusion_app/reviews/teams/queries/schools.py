"""Schools as conflict rules look at them: two statements for any number of schools."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, select

from inclusion_app.foundation.database import db
from inclusion_app.reviews.teams.rules.facts import GroupPlace, SchoolFacts, Span
from inclusion_app.schools.models import Grouping, School, SchoolGrouping
from inclusion_app.schools.queries import earlier_schools
from inclusion_app.schools.states import GroupingKind

OF_ONE_HAND = (GroupingKind.TRUST, GroupingKind.FEDERATION)


def school_facts(ids: Collection[int]) -> dict[int, SchoolFacts]:
    """The schools by id, with their trusts and federations of all times, and the schools before them."""
    rows, earlier = _rows(ids), earlier_schools(ids)
    places: defaultdict[int, list[GroupPlace]] = defaultdict(list)
    for row in rows:
        if row.grouping_id is not None:
            group = GroupPlace(row.grouping_id, row.kind, row.group_name, Span(row.since, row.until))
            places[row.id].append(group)
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


def _rows(ids: Collection[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Each school once for each trust or federation, and once where it has none."""
    school = (School.id, School.name, School.phase, School.easting, School.northing)
    group = (Grouping.id.label("grouping_id"), Grouping.kind, Grouping.name.label("group_name"))
    query = (
        select(*school, *group, SchoolGrouping.since, SchoolGrouping.until)
        .outerjoin(SchoolGrouping, (SchoolGrouping.school_id == School.id) & SchoolGrouping.kind.in_(OF_ONE_HAND))
        .outerjoin(Grouping, Grouping.id == SchoolGrouping.grouping_id)
        .where(School.id.in_(ids))
        .order_by(SchoolGrouping.id)
    )
    return db.session.execute(query).all()
