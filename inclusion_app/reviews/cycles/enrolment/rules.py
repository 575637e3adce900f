"""How a school's part in a cycle goes from answer to answer, and until when (domain.md 1.4)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from inclusion_app.reviews.cycles.rounds.rules import ENROLS_IN
from inclusion_app.reviews.states import ParticipationState

LONGEST_REASON = 500
LONGEST_WISHES = 2_000
MOST_AUTHORS = 10


@dataclass(frozen=True)
class ParticipationMove:
    """One act on the audit trail, the answers it finds, and the one it leads to."""

    act: str
    before: frozenset[ParticipationState]
    after: ParticipationState


_P = ParticipationState
PARTICIPATION_MOVES = (
    ParticipationMove("enrol_school", frozenset({_P.INVITED, _P.DECLINED, _P.DEFERRED}), _P.ENROLLED),
    ParticipationMove("decline_invitation", frozenset({_P.INVITED}), _P.DECLINED),
    ParticipationMove("defer_invitation", frozenset({_P.INVITED}), _P.DEFERRED),
    ParticipationMove("withdraw_school", frozenset({_P.ENROLLED}), _P.WITHDRAWN),
    ParticipationMove("change_cycle", frozenset({_P.ENROLLED}), _P.INVITED),
)
"""The last one: what the head agreed to has changed, and the school is asked anew."""


@dataclass(frozen=True)
class Enrolment:
    """What the head says on enrolling: ids of people of the school; ``authors`` write the self-review as well."""

    coordinator_id: int
    governor_id: int
    authors: frozenset[int] = frozenset()
    wishes: str = ""


def participation_move(act: str) -> ParticipationMove:
    """The move of that name. Raises LookupError."""
    for move in PARTICIPATION_MOVES:
        if move.act == act:
            return move
    raise LookupError(f"Nothing is done by {act}.")


def closed_to_answers(state: str, enrol_by: date, *, today: date) -> str | None:
    """Why no answer is taken (any more), or nothing."""
    if state not in ENROLS_IN:
        return "This cycle is not open for enrolment."
    if today > enrol_by:
        return "The last day of enrolment has passed. Ask the inclusion team if your school would still like to join."
    return None


def enrolment_problems(said: Enrolment, *, at_school: Collection[int]) -> Iterator[tuple[str | None, str]]:
    """What is wrong with whom is named, beside its field. ``at_school`` are ids of people with a role there."""
    if said.coordinator_id not in at_school:
        yield "coordinator", "Choose who coordinates the self-review"
    if said.governor_id not in at_school:
        yield "governor", "Choose the SEND governor"
    elif said.governor_id == said.coordinator_id:
        yield "governor", "The SEND governor and the coordinator must be two people"
    if said.authors - set(at_school):
        yield "authors", "Choose people of your school"
    if len(said.authors) > MOST_AUTHORS:
        yield "authors", f"Choose {MOST_AUTHORS} people or fewer"
    if len(said.wishes) > LONGEST_WISHES:
        yield "wishes", f"Your wishes must have {LONGEST_WISHES:,} characters or fewer"


def reason_problem(reason: str) -> str | None:
    """Why a reason is not good enough, or nothing."""
    if not reason:
        return "Say why: it helps the programme"
    return f"The reason must have {LONGEST_REASON} characters or fewer" if len(reason) > LONGEST_REASON else None
