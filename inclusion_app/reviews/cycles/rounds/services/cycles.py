"""Cycles: made, changed, moved from state to state."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.reviews.cycles.frameworks.queries import newest_agreement
from inclusion_app.reviews.cycles.rounds.queries import choices_of, enrolled_ids, team_people
from inclusion_app.reviews.cycles.rounds.rules import (
    CycleChoices,
    asks_again,
    cycle_problems,
    is_open,
    locked_parts,
    move_by,
)
from inclusion_app.reviews.cycles.rounds.services.asking import ask_schools_again, tell_those_invited
from inclusion_app.reviews.models import AgreementText, CycleOfficer, Framework, ReviewCycle
from inclusion_app.reviews.states import CycleState, Preset

MEANWHILE = "Somebody has changed this cycle since you opened the page. Look at it again."
OPENS = "open_enrolment"
NO_AGREEMENT = "There is no agreement for this yet. Load those that ship with the service first."


def locked_cycle(cycle_id: int) -> ReviewCycle:
    """The cycle as it stands, with its officers, held until the transaction ends. Raises LookupError."""
    whole = (joinedload(ReviewCycle.framework), joinedload(ReviewCycle.agreement), selectinload(ReviewCycle.officers))
    query = select(ReviewCycle).where(ReviewCycle.id == cycle_id).options(*whole).with_for_update(of=ReviewCycle)
    cycle = db.session.scalars(query.execution_options(populate_existing=True)).first()
    if cycle is None:
        raise LookupError(f"There is no cycle {cycle_id}.")
    return cycle


def create_cycle(actor: Actor, said: CycleChoices, *, now: datetime, copied_from_id: int | None = None) -> ReviewCycle:
    """A draft with the newest agreement of its preset. Raises RuleBroken for everything that is wrong."""
    with transaction() as session:
        _refuse_wrong(said, cycle_id=None)
        cycle = ReviewCycle(state=CycleState.DRAFT, created_at=now, copied_from_id=copied_from_id)
        _write(cycle, said)
        cycle.agreement_id = _newest(said.preset).id
        session.add(cycle)
        audit.record(actor, "create_cycle", cycle, detail={"copied_from": copied_from_id})
    return cycle


def change_cycle(
    actor: Actor, cycle_id: int, said: CycleChoices, *, version: int, agreement: str, now: datetime
) -> int:
    """Save what was changed; ``agreement`` is ``newest`` to take the newest version, anything else keeps the present.

    Returns how many schools must agree anew, which have been told. Raises RuleBroken for what is wrong or no longer
    open to change, StaleEdit, LookupError.
    """
    with transaction():
        cycle = locked_cycle(cycle_id)
        before = choices_of(cycle)
        if cycle.version != version:
            raise StaleEdit(_differing(before, said), version=cycle.version)
        if locked := list(locked_parts(before, said, cycle.state)):
            raise RuleBroken.several(locked)
        _refuse_wrong(said, cycle_id=cycle_id)
        enrolled = enrolled_ids(cycle_id)
        again = asks_again(before, said, enrolled=enrolled)
        another = _agreement(cycle, said, wanted=agreement)
        again = again or (another.id != cycle.agreement_id and bool(enrolled))
        _write(cycle, said)
        cycle.agreement_id = another.id
        audit.record(actor, "change_cycle", cycle, detail={"asked_again": len(enrolled) if again else 0})
        return ask_schools_again(cycle, now=now) if again else 0


def move_cycle(actor: Actor, cycle_id: int, act: str, *, version: int) -> ReviewCycle:
    """Take a cycle from one state to the next, as ``CYCLE_MOVES`` allows. Raises RuleBroken, LookupError."""
    move = move_by(act)
    with transaction():
        cycle = locked_cycle(cycle_id)
        if cycle.state not in move.before or cycle.version != version:
            raise RuleBroken(None, MEANWHILE)
        cycle.state = move.after
        audit.record(actor, act, cycle)
        if act == OPENS:
            tell_those_invited(cycle)
    return cycle


def _refuse_wrong(said: CycleChoices, *, cycle_id: int | None) -> None:
    problems = list(cycle_problems(said))
    framework = db.session.scalars(select(Framework).where(Framework.id == said.framework_id)).first()
    if framework is None or framework.published_at is None:
        problems.append(("framework_id", "Choose a version that is published"))
    same_name = select(ReviewCycle.id).where(ReviewCycle.name == said.name, ReviewCycle.id != (cycle_id or 0))
    if db.session.scalar(same_name):
        problems.append(("name", "There is a cycle of this name already"))
    if said.officers - {person.id for person in team_people()}:
        problems.append(("officers", "Choose people of the inclusion team"))
    if problems:
        raise RuleBroken.several(problems)


def _agreement(cycle: ReviewCycle, said: CycleChoices, *, wanted: str) -> AgreementText:
    if said.preset == cycle.agreement.preset and (wanted != "newest" or not is_open("newest_agreement", cycle.state)):
        return cycle.agreement
    return _newest(said.preset)


def _newest(preset: str) -> AgreementText:
    agreement = newest_agreement(preset)
    if agreement is None:
        raise RuleBroken("preset", NO_AGREEMENT)
    return agreement


def _write(cycle: ReviewCycle, said: CycleChoices) -> None:
    for name, value in vars(said).items():
        if name not in {"officers", "deadlines"}:
            setattr(cycle, name, value)
    cycle.deadlines = dict(said.deadlines)
    wanted = said.officers if said.preset == Preset.COUNCIL_LED else frozenset()
    there = {officer.person_id: officer for officer in (cycle.officers if cycle.id else [])}
    cycle.officers = [there.get(number) or CycleOfficer(person_id=number) for number in sorted(wanted)]


def _differing(theirs: CycleChoices, mine: CycleChoices) -> dict[str, str]:
    return {name: _text(value) for name, value in vars(theirs).items() if value != getattr(mine, name)}


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {days}" for name, days in value.items())
    return str(value)
