"""Declining an invitation, or putting it off."""

from datetime import datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.cycles.enrolment.notices import tell_office
from inclusion_app.reviews.cycles.enrolment.services.locking import (
    locked_participation,
    move_participation,
    needed_reason,
    refuse_late,
)
from inclusion_app.reviews.cycles.rounds.queries import later_cycles
from inclusion_app.reviews.models import Participation, Review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import move_aside
from inclusion_app.reviews.states import Side


def decline_invitation(actor: Actor, participation_id: int, *, reason: str, version: int, now: datetime) -> None:
    """The school does not take part in this cycle. Raises RuleBroken without a reason or too late, LookupError."""
    with transaction():
        participation = locked_participation(participation_id)
        _answer(actor, participation, "decline_invitation", reason=reason, version=version, now=now)


def defer_invitation(
    actor: Actor, participation_id: int, *, reason: str, to_cycle_id: int | None, version: int, now: datetime
) -> None:
    """The school would rather take part later: in a later cycle that is known, in which it is then noted, or some time.

    Raises RuleBroken without a reason, for a cycle that is not a later one, or too late; LookupError.
    """
    with transaction():
        participation = locked_participation(participation_id)
        if to_cycle_id and to_cycle_id not in {cycle.id for cycle in later_cycles(participation.cycle)}:
            raise RuleBroken("to_cycle", "Choose a later cycle")
        participation.deferred_to_id = to_cycle_id
        _answer(actor, participation, "defer_invitation", reason=reason, version=version, now=now)
        if to_cycle_id:
            _note_in(to_cycle_id, participation, now=now)


def _answer(actor: Actor, participation: Participation, act: str, *, reason: str, version: int, now: datetime) -> None:
    refuse_late(participation, now=now)
    participation.reason, participation.answered_at = needed_reason(reason), now
    move_participation(actor, participation, act, version=version)
    tell_office(actor, participation)
    review = db.session.scalars(select(Review).where(Review.participation_id == participation.id)).first()
    if review is not None and review.side == Side.NONE:  # planned before the school was asked anew
        standings = frozenset({Standing.HEAD})
        move_aside(actor, review.id, "withdraw_school", reason=participation.reason, standings=standings, now=now)


def _note_in(cycle_id: int, deferred: Participation, *, now: datetime) -> None:
    there = select(Participation.id).where(
        Participation.cycle_id == cycle_id, Participation.school_id == deferred.school_id
    )
    if not db.session.scalar(there):
        db.session.add(Participation(cycle_id=cycle_id, school_id=deferred.school_id, invited_at=now))
