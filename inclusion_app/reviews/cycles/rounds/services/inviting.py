"""Inviting schools to a cycle, and reminding those who have not answered."""

from datetime import date, datetime

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.cycles.rounds.notices import tell_heads
from inclusion_app.reviews.cycles.rounds.queries.inviting import InviteWishes, schools_to_invite
from inclusion_app.reviews.cycles.rounds.rules import ENROLS_IN, INVITES_IN
from inclusion_app.reviews.cycles.rounds.services.asking import unanswered
from inclusion_app.reviews.cycles.rounds.services.cycles import locked_cycle
from inclusion_app.reviews.models import Participation
from inclusion_app.reviews.states import ParticipationState

NOT_NOW = "Schools are invited until the reviews start."
REMINDED_TODAY = "Everybody who has not answered was reminded today already."


def invite_schools(actor: Actor, cycle_id: int, wishes: InviteWishes, *, expected: int, now: datetime) -> int:
    """Invite every open school of the group that is not in the cycle; returns how many.

    In a draft they are noted, and their heads are written to when enrolment opens. Raises RuleBroken when there is
    nobody, when their number is not ``expected`` (what was shown), and outside enrolment; LookupError.
    """
    with transaction() as session:
        cycle = locked_cycle(cycle_id)
        if cycle.state not in INVITES_IN:
            raise RuleBroken(None, NOT_NOW)
        found = schools_to_invite(cycle_id, wishes)
        if not found.schools:
            raise RuleBroken(None, "There is no school to invite: all of them are in this cycle already.")
        if len(found.schools) != expected:
            raise RuleBroken(None, f"These are {len(found.schools)} schools now. Check the list, then invite them.")
        invited = [
            Participation(cycle_id=cycle_id, school=school, invited_at=now, state=ParticipationState.INVITED)
            for school in found.schools
        ]
        session.add_all(invited)
        audit.record(actor, "invite_schools", cycle, detail={"schools": len(invited), **wishes.parameters})
        if cycle.state in ENROLS_IN:
            tell_heads(cycle, invited, message="invited")
    return len(invited)


def remind_unanswered(actor: Actor, cycle_id: int, *, now: datetime) -> int:
    """Write once a day at the most to the heads of all who have not answered; returns how many mails.

    Raises RuleBroken outside enrolment, and when it was done today; LookupError.
    """
    with transaction():
        cycle = locked_cycle(cycle_id)
        today = london(now).date()
        if cycle.state not in ENROLS_IN or today > cycle.enrol_by:
            raise RuleBroken(None, "Enrolment is over, so nobody is reminded to enrol.")
        waiting = [p for p in unanswered(cycle_id) if not _reminded(p, today)]
        if not waiting:
            raise RuleBroken(None, REMINDED_TODAY)
        for participation in waiting:
            participation.reminded_at, participation.reminders = now, participation.reminders + 1
        db.session.flush()
        audit.record(actor, "remind_unanswered", cycle, detail={"schools": len(waiting)})
        return tell_heads(cycle, waiting, message="not_answered")


def _reminded(participation: Participation, today: date) -> bool:
    return participation.reminded_at is not None and london(participation.reminded_at).date() == today
