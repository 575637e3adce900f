"""How a review moves from stage to stage: one table, which services, checks and the diagram read (domain.md 1.4)."""

from dataclasses import dataclass

from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import ORDER, OVER, ReviewState, Side

_HEAD, _LEAD, _OFFICE, _SYSTEM = Standing.HEAD, Standing.LEAD, Standing.OFFICE, Standing.SYSTEM
_REVIEWER, _CHAMPION = Standing.REVIEWER, Standing.CHAMPION


@dataclass(frozen=True)
class ReviewMove:
    """One act on the audit trail, the stage it finds, the one it leads to, and who may cause it."""

    act: str
    before: ReviewState
    after: ReviewState
    by: frozenset[Standing]


def _move(act: str, after: ReviewState, *by: Standing) -> ReviewMove:
    return ReviewMove(act, ORDER[ORDER.index(after) - 1], after, frozenset(by))


FORWARD = (
    _move("propose_team", ReviewState.TEAM_PROPOSED, _OFFICE),
    _move("confirm_team", ReviewState.TEAM_CONFIRMED, _SYSTEM, _OFFICE),
    _move("agree_date", ReviewState.DATE_AGREED, _LEAD, _HEAD, _OFFICE),
    _move("open_self_review", ReviewState.SELF_REVIEW_OPEN, _SYSTEM),
    _move("submit_self_review", ReviewState.SELF_REVIEW_SUBMITTED, _HEAD),
    _move("finish_preparation", ReviewState.READY, _LEAD),
    _move("mark_visited", ReviewState.VISITED, _LEAD),
    _move("complete_forms", ReviewState.FORMS_IN, _REVIEWER, _LEAD, _OFFICE, _SYSTEM),
    _move("release_draft", ReviewState.DRAFT_WITH_HOST, _LEAD),
    _move("answer_points", ReviewState.POINTS_ANSWERED, _LEAD, _HEAD),
    _move("finalise_report", ReviewState.FINAL, _LEAD),
    _move("record_workshop", ReviewState.WORKSHOP_HELD, _CHAMPION, _LEAD),
    _move("agree_plan", ReviewState.PLAN_AGREED, _HEAD),
    _move("record_follow_up", ReviewState.FOLLOWED_UP, _CHAMPION, _LEAD, _HEAD),
    _move("close_review", ReviewState.CLOSED, _SYSTEM, _OFFICE),
)
"""One move for each stage but the first."""

BACK = "step_back"
BACK_BY = frozenset({_LEAD, _OFFICE})
NO_WAY_BACK = frozenset({ReviewState.PLANNED, ReviewState.CLOSED})
"""Stages from which nobody steps back: the first, and the last."""
BACK_OVER = {ReviewState.SELF_REVIEW_OPEN: ReviewState.TEAM_CONFIRMED}
"""A date that is given up leads back to the confirmed team: *date agreed* lasts no time of its own."""


@dataclass(frozen=True)
class SideMove:
    """One act that takes a review out of its way, or brings it back."""

    act: str
    before: frozenset[Side]
    after: Side
    by: frozenset[Standing]


SIDEWAYS = (
    SideMove("postpone_review", frozenset({Side.NONE}), Side.POSTPONED, frozenset({_HEAD, _LEAD, _OFFICE})),
    SideMove("resume_review", frozenset({Side.POSTPONED}), Side.NONE, frozenset({_LEAD, _OFFICE})),
    SideMove("cancel_review", frozenset({Side.NONE, Side.POSTPONED}), Side.CANCELLED, frozenset({_OFFICE})),
    SideMove("withdraw_school", frozenset({Side.NONE, Side.POSTPONED}), Side.WITHDRAWN, frozenset({_HEAD, _OFFICE})),
)


def move_to(stage: ReviewState) -> ReviewMove:
    """The move that leads to a stage. Raises LookupError for the first, to which none leads."""
    for move in FORWARD:
        if move.after == stage:
            return move
    raise LookupError(f"Nothing leads to {stage}.")


def step_back_from(stage: ReviewState) -> ReviewState | None:
    """Where one step back leads; nothing where there is none."""
    if stage in NO_WAY_BACK:
        return None
    return BACK_OVER.get(stage, ORDER[ORDER.index(stage) - 1])


def is_over(side: str) -> bool:
    """Cancelled or withdrawn: nothing moves any more."""
    return side in OVER
