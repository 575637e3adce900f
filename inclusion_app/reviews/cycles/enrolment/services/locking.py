"""A participation, held until the transaction ends."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.cycles.enrolment.rules import closed_to_answers, participation_move, reason_problem
from inclusion_app.reviews.models import Participation

MEANWHILE = "This was answered or changed since you opened the page. Look at it again before you decide."


def locked_participation(participation_id: int) -> Participation:
    """The participation as it stands, with cycle, school and authors. Raises LookupError."""
    query = (
        select(Participation)
        .where(Participation.id == participation_id)
        .options(joinedload(Participation.cycle), joinedload(Participation.school), selectinload(Participation.authors))
        .with_for_update(of=Participation)
    )
    participation = db.session.scalars(query.execution_options(populate_existing=True)).first()
    if participation is None:
        raise LookupError(f"There is no participation {participation_id}.")
    return participation


def refuse_late(participation: Participation, *, now: datetime) -> None:
    """Raises RuleBroken when the cycle takes no answers (any more)."""
    cycle = participation.cycle
    if problem := closed_to_answers(cycle.state, cycle.enrol_by, today=london(now).date()):
        raise RuleBroken(None, problem)


def move_participation(
    actor: Actor, participation: Participation, act: str, *, version: int, detail: Mapping[str, object] | None = None
) -> AuditEvent:
    """Take a locked participation to its next answer. Raises RuleBroken from another one, or when it has changed."""
    move = participation_move(act)
    if participation.state not in move.before or participation.version != version:
        raise RuleBroken(None, MEANWHILE)
    participation.state = move.after
    return audit.record(actor, act, participation, school_id=participation.school_id, detail=detail)


def needed_reason(said: str) -> str:
    """The reason without blanks around it. Raises RuleBroken beside its field."""
    reason = " ".join(said.split())
    if problem := reason_problem(reason):
        raise RuleBroken("reason", problem)
    return reason
