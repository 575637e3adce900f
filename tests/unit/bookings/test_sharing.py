"""How places are shared out: kept places, strict order, groups, and that nobody jumps the queue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inclusion_app.training.bookings.sharing import (
    Fence,
    Turn,
    Waiter,
    kept_place,
    left_for_newcomer,
    next_in_line,
    why_waiting,
)

SPECIAL, OTHER = 1, 2
KEPT = Fence(7, 3, frozenset({SPECIAL}), "special schools")


def given_to(turn: Turn) -> dict[int, int | None]:
    return {one.booking_id: one.fence_id for one in turn.given}


def test_while_somebody_waits_newcomers_wait_too() -> None:
    assert left_for_newcomer(6, [], school_id=OTHER, waiting=[]) == 6
    assert left_for_newcomer(6, [], school_id=OTHER, waiting=[SPECIAL]) == 0


def test_kept_places_are_only_for_those_they_are_kept_for() -> None:
    assert left_for_newcomer(5, [KEPT], school_id=OTHER, waiting=[]) == 2
    assert left_for_newcomer(5, [KEPT], school_id=SPECIAL, waiting=[]) == 5
    assert left_for_newcomer(2, [KEPT], school_id=OTHER, waiting=[]) == 0


def test_who_waits_only_for_what_is_kept_from_them_holds_up_nobody_it_is_kept_for() -> None:
    assert left_for_newcomer(3, [KEPT], school_id=SPECIAL, waiting=[OTHER]) == 3
    assert left_for_newcomer(5, [KEPT], school_id=SPECIAL, waiting=[OTHER]) == 3


def test_kept_places_are_used_up_first() -> None:
    assert kept_place(5, [KEPT], school_id=SPECIAL, number=5) == [7, 7, 7, None, None]
    assert kept_place(5, [KEPT], school_id=OTHER, number=2) == [None, None]


@pytest.mark.parametrize(
    ("position", "left", "skipped", "why"),
    [
        (1, 0, "", "All 12 places are taken, and this is the first in line"),
        (2, 0, "Kept for others", "All 12 places are taken, and 1 is before"),
        (4, 0, "", "All 12 places are taken, and 3 are before"),
        (1, 1, "2 wait together, and 1 place is free", "2 wait together, and 1 place is free"),
        (3, 1, "", "What is free goes to whoever is first in line"),
    ],
)
def test_why_somebody_still_waits_is_said(position: int, left: int, skipped: str, why: str) -> None:
    assert why_waiting(position=position, capacity=12, left=left, skipped=skipped) == why


def test_whoever_is_first_gets_the_place() -> None:
    turn = next_in_line([Waiter(10, OTHER), Waiter(11, OTHER)], free=1, fences=[])
    assert (given_to(turn), turn.skipped) == ({10: None}, ())


def test_somebody_is_passed_over_where_all_that_is_left_is_kept_and_it_is_said_why() -> None:
    turn = next_in_line([Waiter(10, OTHER), Waiter(11, SPECIAL)], free=1, fences=[KEPT])
    assert given_to(turn) == {11: 7}
    assert turn.skipped == ((10, "What is free is kept for special schools"),)


def test_a_group_that_does_not_fit_is_passed_by_nobody() -> None:
    line = [Waiter(10, OTHER, "g"), Waiter(11, OTHER, "g"), Waiter(12, OTHER)]
    turn = next_in_line(line, free=1, fences=[])
    assert given_to(turn) == {}
    assert turn.skipped == (
        (10, "2 wait together, and 1 place is free"),
        (12, "Others who wait together come first"),
    )
    assert given_to(next_in_line(line, free=3, fences=[])) == {10: None, 11: None, 12: None}


def test_a_group_may_use_kept_and_open_places_together() -> None:
    line = [Waiter(10, SPECIAL, "g"), Waiter(11, SPECIAL, "g")]
    assert given_to(next_in_line(line, free=2, fences=[Fence(7, 1, frozenset({SPECIAL}))])) == {10: 7, 11: None}


waiters = st.lists(st.tuples(st.integers(1, 4), st.sampled_from([None, None, "a", "b"])), max_size=12).map(
    lambda rows: [Waiter(n, 1 if group else school, group) for n, (school, group) in enumerate(rows, 1)]
)
fences = st.lists(st.tuples(st.integers(0, 4), st.frozensets(st.integers(1, 4))), max_size=3).map(
    lambda rows: [Fence(n, left, schools) for n, (left, schools) in enumerate(rows, 1)]
)


@given(waiters, st.integers(0, 10), fences)
def test_never_more_than_are_free_and_no_kept_place_for_others(
    line: list[Waiter], free: int, kept: list[Fence]
) -> None:
    turn = next_in_line(line, free=free, fences=kept)
    schools = {waiter.booking_id: waiter.school_id for waiter in line}
    assert len(turn.given) <= free
    assert len({one.booking_id for one in turn.given}) == len(turn.given)
    for fence in kept:
        own = [one for one in turn.given if one.fence_id == fence.id]
        assert len(own) <= fence.left
        assert all(schools[one.booking_id] in fence.schools for one in own)
    open_places = sum(one.fence_id is None for one in turn.given)
    assert open_places <= max(0, free - sum(fence.left for fence in kept)) or not kept


@given(waiters, st.integers(0, 10))
def test_without_kept_places_those_who_get_one_stand_before_all_who_do_not(line: list[Waiter], free: int) -> None:
    placed = set(given_to(next_in_line(line, free=free, fences=[])))
    groups = {w.group for w in line if w.group and w.booking_id in placed}
    others = [w.booking_id for w in line if w.booking_id not in placed]
    singles = [w.booking_id for w in line if w.booking_id in placed and w.group not in groups]
    assert not others or all(number < min(others) for number in singles) or any(w.group for w in line)
    for group in groups:
        assert all(w.booking_id in placed for w in line if w.group == group)
