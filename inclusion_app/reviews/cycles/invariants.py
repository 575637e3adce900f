"""What must be true of cycles, enrolment and reminders in every copy of the database."""

from itertools import groupby

from sqlalchemy import or_, select

from inclusion_app.foundation.database import db
from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.reviews.models import AgreementText, Framework, Participation, Review, ReviewChange, ReviewCycle
from inclusion_app.reviews.rules.table import SIDEWAYS
from inclusion_app.reviews.states import ParticipationState, ReviewState, Side

LEFT = (ParticipationState.WITHDRAWN, ParticipationState.DECLINED, ParticipationState.DEFERRED)
_ACTS_ASIDE = frozenset(move.act for move in SIDEWAYS)


def _agreed() -> list[str]:
    """Enrolled schools have accepted the very agreement of their cycle, which is one of its preset."""
    other = or_(Participation.agreement_id.is_(None), Participation.agreement_id != ReviewCycle.agreement_id)
    query = (
        select(Participation.id, Participation.cycle_id)
        .join(ReviewCycle, ReviewCycle.id == Participation.cycle_id)
        .where(Participation.state == ParticipationState.ENROLLED, other)
        .order_by(Participation.id)
    )
    presets = (
        select(ReviewCycle.id, ReviewCycle.preset, AgreementText.preset)
        .join(AgreementText, AgreementText.id == ReviewCycle.agreement_id)
        .where(AgreementText.preset != ReviewCycle.preset)
        .order_by(ReviewCycle.id)
    )
    found = rows(query, "participation {0} is enrolled without the agreement of cycle {1}")
    return found + rows(presets, "cycle {0} is {1} with an agreement for {2}")


def _published() -> list[str]:
    query = (
        select(ReviewCycle.id, ReviewCycle.framework_id)
        .join(Framework, Framework.id == ReviewCycle.framework_id)
        .where(Framework.published_at.is_(None))
        .order_by(ReviewCycle.id)
    )
    return rows(query, "cycle {0} uses framework {1}, which is a draft")


def _reviews() -> list[str]:
    """One review for each enrolled school, of the same school and cycle; withdrawn ones stand aside."""
    joined = select(Participation.id, Participation.state, Review.id)
    pairs = joined.outerjoin(Review, Review.participation_id == Participation.id).order_by(Participation.id)
    missing = pairs.where(Participation.state == ParticipationState.ENROLLED, Review.id.is_(None))
    left = pairs.where(
        Participation.state.in_(LEFT),
        Review.side.not_in((Side.WITHDRAWN, Side.CANCELLED)),
    )
    crossed = pairs.where(or_(Review.school_id != Participation.school_id, Review.cycle_id != Participation.cycle_id))
    return [
        *rows(missing, "participation {0} is enrolled and has no review"),
        *rows(left, "participation {0} is {1} and its review {2} goes on"),
        *rows(crossed, "participation {0} has review {2} of another school or cycle"),
    ]


def _stages() -> list[str]:
    """A review stands where its last move forward or back has led, and aside as its last move aside says."""
    query = (
        select(ReviewChange.review_id, ReviewChange.act, ReviewChange.after, Review.state, Review.side)
        .join(Review, Review.id == ReviewChange.review_id)
        .order_by(ReviewChange.review_id, ReviewChange.id)
    )
    found = []
    for review_id, changes in groupby(db.session.execute(query), key=lambda row: row.review_id):
        all_of_it = list(changes)
        stage = next((c.after for c in reversed(all_of_it) if c.act not in _ACTS_ASIDE), ReviewState.PLANNED)
        side = next((c.after for c in reversed(all_of_it) if c.act in _ACTS_ASIDE), Side.NONE)
        now = all_of_it[0]
        if (stage, side) != (now.state, now.side):
            found.append(f"review {review_id} is {_at(now.state, now.side)}, and its last moves say {_at(stage, side)}")
    return found


def _at(stage: str, side: str) -> str:
    return f"{stage} and {side}" if side else stage


CHECKS = (
    Check("Whoever is enrolled has accepted the agreement of the cycle", _agreed),
    Check("Cycles use published frameworks", _published),
    Check("Every enrolled school has its review", _reviews),
    Check("Reviews stand where their last moves have led", _stages),
)
