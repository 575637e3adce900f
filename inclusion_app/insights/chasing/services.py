"""Reminding headteachers from a list of schools: once a day at most, and logged."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts.queries.people import people_with_role
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.insights.chasing.models import ResultReminder
from inclusion_app.insights.chasing.notices import tell_heads
from inclusion_app.insights.measures import Measure
from inclusion_app.schools.models import School

MOST_AT_ONCE = 200
LONGEST_NOTE = 500
NOBODY_LEFT = "These schools have been reminded today, or have no headteacher with an account"


@dataclass(frozen=True)
class Reminded:
    """How many people were written to, for how many schools, and how many schools had nobody left to write to."""

    people: int
    schools: int
    passed_over: int


def remind_schools(actor: Actor, measure: Measure, school_ids: Sequence[int], *, note: str, now: datetime) -> Reminded:
    """Write to the headteachers of these schools about that measure, one mail to each person.

    Whoever has been written to today for a school is passed over. Raises RuleBroken when nobody is left, when no school
    is chosen, and for more than two hundred at once.
    """
    _check(school_ids, note)
    today = london(now).date()
    with transaction() as session:
        # one after the other, so that two of the team do not write to the same school at the same moment
        locked = select(School).where(School.id.in_(school_ids)).order_by(School.id).with_for_update()
        schools = {school.id: school for school in session.scalars(locked)}
        heads = people_with_role(Role.HEADTEACHER, school_ids=list(schools))
        done = select(ResultReminder.school_id, ResultReminder.person_id)
        told = {(school, person) for school, person in session.execute(done.where(ResultReminder.sent_on == today))}
        fresh = [held for held in heads if (held.school_id, held.person_id) not in told]
        if not fresh:
            raise RuleBroken("schools", NOBODY_LEFT)
        by_person: defaultdict[int, list[School]] = defaultdict(list)
        for held in fresh:
            by_person[held.person_id].append(schools[held.school_id or 0])
            row = ResultReminder(school_id=held.school_id, person_id=held.person_id, measure=measure.code, note=note)
            row.sent_on, row.sent_at, row.sent_by_id = today, now, actor.person_id
            session.add(row)
        reached = {held.school_id for held in fresh}
        said = {"measure": measure.code, "schools": sorted(number for number in reached if number)}
        event = audit.record(actor, "remind_schools", ("measure", measure.code), detail=said)
        people = {held.person_id: held.person for held in fresh}
        to_tell = [(people[person_id], theirs) for person_id, theirs in by_person.items()]
        tell_heads(actor, to_tell, about=measure.name, note=note, act=event.id)
    return Reminded(len(by_person), len(reached), len(schools) - len(reached))


def _check(school_ids: Sequence[int], note: str) -> None:
    if not school_ids:
        raise RuleBroken("schools", "Choose at least one school")
    if len(school_ids) > MOST_AT_ONCE:
        raise RuleBroken("schools", f"Choose {MOST_AT_ONCE} schools or fewer at a time")
    if len(note) > LONGEST_NOTE:
        raise RuleBroken("note", f"Write {LONGEST_NOTE} characters or fewer")
