"""Small numbers stay hidden, also from those who take one figure from another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inclusion_app.training.feedback.rules.figures import FEWEST_ANSWERS, Sum, texts_to_show, total_of

SUMS = st.integers(0, 30).flatmap(lambda count: st.integers(count, 5 * count).map(lambda total: Sum(count, total)))


@pytest.mark.parametrize(("count", "mean"), [(0, None), (9, None), (10, 3.0), (11, 3.0)])
def test_a_mean_of_fewer_than_ten_is_hidden(count: int, mean: float | None) -> None:
    assert Sum(count, 3 * count).mean == mean


def test_a_total_leaves_out_one_small_part_beside_large_ones() -> None:
    assert total_of([Sum(12, 40), Sum(15, 50), Sum(9, 30)]) == Sum(27, 90)


def test_small_parts_that_are_enough_together_are_in_the_total() -> None:
    assert total_of([Sum(12, 40), Sum(9, 30), Sum(1, 5)]) == Sum(22, 75)


@given(st.lists(SUMS, max_size=8))
def test_no_total_gives_small_parts_away(parts: list[Sum]) -> None:
    total, shown = total_of(parts), [part for part in parts if part.mean is not None]
    rest = total.count - sum(part.count for part in shown)
    assert total.mean is None or rest == 0 or rest >= FEWEST_ANSWERS
    assert total.count <= sum(part.count for part in parts)


def test_few_texts_are_hidden_and_many_are_in_no_order_of_writing() -> None:
    assert texts_to_show(["b", "a", " ", "d", "c"]) == []
    assert texts_to_show(["b", "a", "E", "d", "c"]) == ["a", "b", "c", "d", "E"]
