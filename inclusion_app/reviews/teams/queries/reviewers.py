"""Reviewers as conflict rules look at them: a fixed number of statements for any number of people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Assignment, Review, ReviewCycle, Reviewer
from inclusion_app.reviews.states import OVER, STANDING, AssignmentState
from inclusion_app.reviews.teams.rules.facts import Away, ReviewerFacts, SchoolFacts, Span, Stay, Tie


@dataclass
class _Past:
    """What assignments say of one person."""

    standing: set[int] = field(default_factory=set)
    visits: list[tuple[int, date]] = field(default_factory=list)
    reviewed: set[int] = field(default_factory=set)
    barred: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Loaded:
    """Rows of reviewers, roles they hold or held, and what their assignments say; schools are still ids."""

    rows: Collection[Reviewer]
    held: Mapping[int, list[Membership]]
    past: Mapping[int, _Past]
    reviewed_by: Mapping[int, set[int]]

    @property
    def school_ids(self) -> set[int]:
        """Every school that is needed to say what they are."""
        homes = {row.home_school_id for row in self.rows}
        return {number for number in homes | {m.school_id for ms in self.held.values() for m in ms} if number}


def load_reviewers(cycle: ReviewCycle, person_ids: Collection[int] | None = None) -> Loaded:
    """These people, or all who have a row of a reviewer. Four statements."""
    query = select(Reviewer).options(
        joinedload(Reviewer.person), joinedload(Reviewer.ties), selectinload(Reviewer.away)
    )
    if person_ids is not None:
        query = query.where(Reviewer.person_id.in_(person_ids))
    found = db.session.scalars(query.order_by(Reviewer.person_id).execution_options(populate_existing=True))
    rows = found.unique().all()
    ids = None if person_ids is None else {row.person_id for row in rows}
    assignments = _assignments(ids, cycle)
    past = _past(assignments, {row.person_id for row in rows}, cycle)
    return Loaded(rows, _held(ids), past, _reviewed_by(assignments, cycle))


def reviewer_facts(loaded: Loaded, schools: Mapping[int, SchoolFacts], *, today: date) -> dict[int, ReviewerFacts]:
    """The same people by their ids, as the rules look at them."""
    return {row.person_id: _facts(row, loaded, schools, today=today) for row in loaded.rows}


def _facts(row: Reviewer, loaded: Loaded, schools: Mapping[int, SchoolFacts], *, today: date) -> ReviewerFacts:
    held, past = loaded.held.get(row.person_id, []), loaded.past.get(row.person_id, _Past())
    now = [m for m in held if _holds(m, today)]
    at = {m.school_id for m in now if m.school_id and m.role != Role.GOVERNOR}
    return ReviewerFacts(
        person_id=row.person_id,
        name=row.person.name,
        home=schools.get(row.home_school_id or 0),
        works_at=tuple(schools[number] for number in sorted(at) if number in schools),
        stays=tuple(_stay(m, m.school_id) for m in held if m.school_id),
        ties=tuple(Tie(tie.school_id, tie.kind, tie.until) for tie in row.ties),
        away=tuple(Away(days.starts, days.ends) for days in row.away),
        is_reviewer=row.person.deactivated_at is None and any(m.role == Role.REVIEWER for m in now),
        accredited_on=row.accredited_on,
        accredited_until=row.accredited_until,
        paused_until=row.paused_until,
        may_lead=row.may_lead,
        may_champion=row.may_champion,
        phases=frozenset(row.phases),
        expertise=frozenset(row.expertise),
        capacity=row.capacity,
        standing=frozenset(past.standing),
        visits=tuple(past.visits),
        reviewed=frozenset(past.reviewed),
        barred=frozenset(past.barred),
        reviewed_by=frozenset(loaded.reviewed_by.get(row.home_school_id or 0, ())),
    )


def _stay(held: Membership, school_id: int) -> Stay:
    return Stay(school_id, held.role == Role.GOVERNOR, Span(held.since, held.until))


def _holds(held: Membership, today: date) -> bool:
    return Span(held.since, held.until).holds_on(today)


def _held(ids: Collection[int] | None) -> Mapping[int, list[Membership]]:
    of = select(Reviewer.person_id) if ids is None else ids
    query = select(Membership).where(Membership.person_id.in_(of)).order_by(Membership.id)
    found: defaultdict[int, list[Membership]] = defaultdict(list)
    for membership in db.session.scalars(query.execution_options(populate_existing=True)):
        found[membership.person_id].append(membership)
    return found


_Row = Row[*tuple[Any, ...]]


def _assignments(ids: Collection[int] | None, cycle: ReviewCycle) -> Sequence[_Row]:
    """Everything these people were ever asked, and everybody who stands on a team of the cycle, with their schools."""
    theirs = Assignment.person_id.in_(select(Reviewer.person_id) if ids is None else ids)
    query = (
        select(
            Assignment.person_id,
            Assignment.review_id,
            Assignment.state,
            Assignment.objection_upheld,
            Review.school_id,
            Review.cycle_id,
            Review.visit_on,
            ReviewCycle.school_year,
            Reviewer.home_school_id,
        )
        .join(Review, Review.id == Assignment.review_id)
        .join(ReviewCycle, ReviewCycle.id == Review.cycle_id)
        .outerjoin(Reviewer, Reviewer.person_id == Assignment.person_id)
        .where(Review.side.not_in(OVER), theirs | ((Review.cycle_id == cycle.id) & Assignment.state.in_(STANDING)))
        .order_by(Assignment.id)
    )
    return db.session.execute(query).all()


def _past(rows: Iterable[_Row], ids: Collection[int], cycle: ReviewCycle) -> Mapping[int, _Past]:
    found: defaultdict[int, _Past] = defaultdict(_Past)
    for row in rows:
        if row.person_id in ids:
            _note(found[row.person_id], row, cycle)
    return found


def _note(past: _Past, row: _Row, cycle: ReviewCycle) -> None:
    if row.objection_upheld:
        past.barred.add(row.school_id)
    if row.state not in STANDING:
        return
    if row.visit_on is not None:
        past.visits.append((row.review_id, row.visit_on))
    if row.cycle_id == cycle.id:
        past.standing.add(row.review_id)
    elif row.state == AssignmentState.ACCEPTED and cycle.school_year - 1 <= row.school_year <= cycle.school_year:
        past.reviewed.add(row.school_id)


def _reviewed_by(rows: Iterable[_Row], cycle: ReviewCycle) -> Mapping[int, set[int]]:
    """For each school of the cycle, the home schools of those who review it."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.cycle_id == cycle.id and row.state in STANDING and row.home_school_id is not None:
            found[row.school_id].add(row.home_school_id)
    return found
