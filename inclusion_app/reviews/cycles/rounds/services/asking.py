"""Writing to heads: when enrolment opens, and when what they agreed to has changed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.foundation.database import db
from inclusion_app.reviews.cycles.rounds.notices import tell_heads
from inclusion_app.reviews.models import Participation, ReviewCycle
from inclusion_app.reviews.states import ParticipationState


def ask_schools_again(cycle: ReviewCycle, *, now: datetime) -> int:
    """Enrolled schools of a locked cycle fall back to *invited*, and their heads are told why.

    Whom they have named is kept, so that agreeing again is one tick. Returns how many there were.
    """
    enrolled = db.session.scalars(
        select(Participation)
        .where(Participation.cycle_id == cycle.id, Participation.state == ParticipationState.ENROLLED)
        .options(joinedload(Participation.school))
        .with_for_update(of=Participation)
    ).all()
    for participation in enrolled:
        participation.state, participation.invited_at, participation.answered_at = ParticipationState.INVITED, now, None
        participation.agreement_id = participation.accepted_by_id = participation.accepted_at = None
    db.session.flush()
    tell_heads(cycle, enrolled, message="asked_again")
    return len(enrolled)


def tell_those_invited(cycle: ReviewCycle) -> int:
    """Enrolment of a locked cycle opens: the heads of noted schools get their invitation. Returns how many mails."""
    return tell_heads(cycle, unanswered(cycle.id), message="invited")


def unanswered(cycle_id: int) -> Sequence[Participation]:
    """Those who have not answered, with their schools, held until the transaction ends."""
    query = (
        select(Participation)
        .where(Participation.cycle_id == cycle_id, Participation.state == ParticipationState.INVITED)
        .options(joinedload(Participation.school))
        .order_by(Participation.id)
        .with_for_update(of=Participation)
    )
    return db.session.scalars(query).all()
