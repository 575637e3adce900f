"""Cycles as they are kept."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.access.actions import Action
from inclusion_app.access.grants import GRANTS
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation.database import db
from inclusion_app.reviews.cycles.rounds.rules import CycleChoices
from inclusion_app.reviews.models import Participation, ReviewCycle
from inclusion_app.reviews.states import CycleState, ParticipationState

_WHOLE = (joinedload(ReviewCycle.framework), joinedload(ReviewCycle.agreement), selectinload(ReviewCycle.officers))


def cycle_by_id(cycle_id: int) -> ReviewCycle | None:
    """One cycle with its framework, agreement and officers."""
    return db.session.scalars(select(ReviewCycle).where(ReviewCycle.id == cycle_id).options(*_WHOLE)).first()


def cycles() -> Sequence[ReviewCycle]:
    """Every cycle, the newest first."""
    order = (ReviewCycle.school_year.desc(), ReviewCycle.starts_on.desc(), ReviewCycle.id.desc())
    return db.session.scalars(select(ReviewCycle).options(*_WHOLE).order_by(*order)).all()


def later_cycles(cycle: ReviewCycle) -> Sequence[ReviewCycle]:
    """Cycles that a school can put off its part to."""
    later = select(ReviewCycle).where(
        ReviewCycle.starts_on > cycle.starts_on,
        ReviewCycle.state.in_((CycleState.DRAFT, CycleState.ENROLLING)),
    )
    return db.session.scalars(later.order_by(ReviewCycle.starts_on, ReviewCycle.id)).all()


def numbers_by_state() -> Mapping[int, Mapping[str, int]]:
    """How many schools have given each answer, by cycle; one statement."""
    counted = select(Participation.cycle_id, Participation.state, func.count()).group_by(
        Participation.cycle_id, Participation.state
    )
    found: dict[int, dict[str, int]] = {}
    for cycle_id, state, number in db.session.execute(counted):
        found.setdefault(cycle_id, {})[state] = number
    return found


def team_people() -> Sequence[Person]:
    """Everybody of the team who may see reviews, by name: officers are chosen from them."""
    return _holders(Action.VIEW_REVIEWS)


def office_people() -> Sequence[Person]:
    """Everybody who runs the programme of reviews."""
    return _holders(Action.RUN_REVIEWS)


def _holders(action: Action) -> Sequence[Person]:
    roles = [role for role, actions in GRANTS.items() if action in actions]
    held = select(Membership.person_id).where(Membership.role.in_(roles), Membership.until.is_(None))
    people = select(Person).where(Person.id.in_(held), Person.deactivated_at.is_(None))
    return db.session.scalars(people.order_by(Person.name, Person.id)).all()


def enrolled_ids(cycle_id: int) -> frozenset[int]:
    """Ids of participations that are enrolled."""
    query = select(Participation.id).where(
        Participation.cycle_id == cycle_id, Participation.state == ParticipationState.ENROLLED
    )
    return frozenset(db.session.scalars(query))


def choices_of(cycle: ReviewCycle) -> CycleChoices:
    """What a cycle is set to, as forms say it."""
    return CycleChoices(
        name=cycle.name,
        school_year=cycle.school_year,
        framework_id=cycle.framework_id,
        starts_on=cycle.starts_on,
        enrol_by=cycle.enrol_by,
        visits_from=cycle.visits_from,
        visits_until=cycle.visits_until,
        mode=cycle.mode,
        preset=cycle.preset,
        uses_ratings=cycle.uses_ratings,
        moderated=cycle.moderated,
        opens_team_forms=cycle.opens_team_forms,
        team_size=cycle.team_size,
        officers=frozenset(officer.person_id for officer in cycle.officers),
        deadlines=dict(cycle.deadlines),
    )
