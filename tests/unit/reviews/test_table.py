"""The table of stages: complete, in order, and with a way back where there should be one."""

from itertools import pairwise

import pytest

from inclusion_app.reviews.rules.table import FORWARD, SIDEWAYS, move_to, step_back_from
from inclusion_app.reviews.states import ORDER, OVER, ReviewState, Side


def test_one_move_leads_to_every_stage_but_the_first_from_the_one_before_it() -> None:
    assert [(move.before, move.after) for move in FORWARD] == list(pairwise(ORDER))


def test_every_act_has_a_name_of_its_own_and_somebody_who_may_do_it() -> None:
    acts = [move.act for move in (*FORWARD, *SIDEWAYS)]

    assert len(acts) == len(set(acts))
    assert all(move.by for move in (*FORWARD, *SIDEWAYS))


def test_nothing_leads_to_the_first_stage() -> None:
    with pytest.raises(LookupError):
        move_to(ReviewState.PLANNED)


@pytest.mark.parametrize(
    ("stage", "earlier"),
    [
        (ReviewState.PLANNED, None),
        (ReviewState.TEAM_PROPOSED, ReviewState.PLANNED),
        (ReviewState.SELF_REVIEW_OPEN, ReviewState.TEAM_CONFIRMED),
        (ReviewState.FINAL, ReviewState.POINTS_ANSWERED),
        (ReviewState.CLOSED, None),
    ],
)
def test_one_step_back(stage: ReviewState, earlier: ReviewState | None) -> None:
    assert step_back_from(stage) == earlier


def test_nothing_leads_back_from_a_side_that_is_over() -> None:
    assert [move.act for move in SIDEWAYS if move.before & OVER] == []
    assert {move.after for move in SIDEWAYS} == set(Side)


def test_stages_know_their_order() -> None:
    assert [stage.number for stage in ORDER] == list(range(1, 17))
    assert ReviewState.FINAL.has_reached(ReviewState.VISITED)
    assert not ReviewState.VISITED.has_reached(ReviewState.FINAL)
