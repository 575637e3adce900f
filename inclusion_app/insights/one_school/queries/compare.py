"""Several schools side by side: nine statements, however many they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from inclusion_app.access.actor import Actor
from inclusion_app.directory.summaries import SupportOfSchool, support_of_schools
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.improvement.summaries import FollowThrough, follow_through_of_schools
from inclusion_app.insights.one_school.audience import Audience, audience_of
from inclusion_app.insights.one_school.queries.reviews import Round, rounds_of
from inclusion_app.insights.one_school.queries.training import Strand, strands_of_schools
from inclusion_app.reviews.states import ParticipationState
from inclusion_app.schools.models import Grouping, School, SchoolGrouping
from inclusion_app.schools.queries import earlier_schools
from inclusion_app.schools.states import GroupingKind

FEWEST_OF_A_TRUST = 2


@dataclass(frozen=True)
class Compared:
    """One school in the table: its latest cycle, its strands, its actions and what it has done with offers."""

    school: School
    audience: Audience
    round: Round | None
    strands: Sequence[Strand]
    follow_through: FollowThrough | None
    support: SupportOfSchool | None


def comparison_of(actor: Actor, schools: Sequence[School], *, now: datetime) -> list[Compared]:
    """A row for each, in their order. What a school before one of them has done counts as its own."""
    ids, today = [school.id for school in schools], london(now).date()
    heirs = {school_id: school_id for school_id in ids}
    for school_id, earlier in earlier_schools(ids).items():
        heirs |= {before: school_id for before in earlier if before not in heirs}
    rounds: dict[int, Round] = {}
    for found in rounds_of(actor, list(heirs), today=today):
        if found.participation.state in {ParticipationState.ENROLLED, ParticipationState.INVITED}:
            rounds.setdefault(heirs[found.participation.school_id], found)
    strands = strands_of_schools(heirs, today=today)
    actions = {one.school_id: one for one in follow_through_of_schools(ids, today=today)}
    support = {one.school_id: one for one in support_of_schools(ids)}
    return [
        Compared(
            school=school,
            audience=audience_of(actor, school.id),
            round=rounds.get(school.id),
            strands=strands[school.id],
            follow_through=actions.get(school.id),
            support=support.get(school.id),
        )
        for school in schools
    ]


def trusts() -> list[tuple[str, str]]:
    """Code and name of the trusts with several schools here, by name."""
    query = (
        select(Grouping.code, Grouping.name)
        .join(SchoolGrouping, SchoolGrouping.grouping_id == Grouping.id)
        .where(Grouping.kind == GroupingKind.TRUST, SchoolGrouping.until.is_(None))
        .group_by(Grouping.id, Grouping.code, Grouping.name)
        .having(func.count() >= FEWEST_OF_A_TRUST)
        .order_by(Grouping.name, Grouping.code)
    )
    return [(code, name) for code, name in db.session.execute(query)]
