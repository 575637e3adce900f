"""What of a figure may be shown."""

import pytest

from inclusion_app.insights.figures import Figure, SmallNumbers, shown, shown_together

PEOPLE = SmallNumbers.PEOPLE


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure(412, 557), "74 % (412 of 557)"),
        (Figure(1, 1000), "1 % (1 of 1,000)"),
        (Figure(999, 1000), "99 % (999 of 1,000)"),
        (Figure(0, 12), "0 % (0 of 12)"),
        (Figure(12, 12), "100 % (12 of 12)"),
        (Figure(0, 0), "None to count"),
    ],
)
def test_a_figure_says_its_share_and_both_numbers(figure: Figure, text: str) -> None:
    assert figure.text == text


@pytest.mark.parametrize(
    ("figure", "rule", "text"),
    [
        (Figure(4, 20), PEOPLE, "1–4"),
        (Figure(3, 4), PEOPLE, "1–4"),
        (Figure(0, 4), PEOPLE, "1–4"),
        (Figure(5, 20), PEOPLE, "25 % (5 of 20)"),
        (Figure(0, 20), PEOPLE, "0 % (0 of 20)"),
        (Figure(4, 20), SmallNumbers.NONE, "20 % (4 of 20)"),
        (Figure(9, 9), SmallNumbers.PAIRS, "Too few to show"),
        (Figure(9, 10), SmallNumbers.PAIRS, "90 % (9 of 10)"),
        (Figure(4, 4), SmallNumbers.SCHOOLS, "Too few to show"),
        (Figure(4, 5), SmallNumbers.SCHOOLS, "80 % (4 of 5)"),
    ],
)
def test_small_numbers_are_hidden_by_their_rule(figure: Figure, rule: SmallNumbers, text: str) -> None:
    assert shown(figure, rule).text == text
    assert (shown(figure, rule).share is None) == shown(figure, rule).hidden


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        ([30, 20, 3], ["75 % (30 of 40)", "Hidden", "1–4"]),  # the third would be the total less the others
        ([30, 1, 1], ["Hidden", "1–4", "1–4"]),  # both of two can only be one
        ([30, 4, 4], ["Hidden", "1–4", "1–4"]),
        ([30, 2, 3], ["75 % (30 of 40)", "1–4", "1–4"]),
        ([30, 0, 3], ["Hidden", "0 % (0 of 40)", "1–4"]),  # a nought beside it would hide nothing
        ([3], ["1–4"]),
        ([30, 20], ["75 % (30 of 40)", "50 % (20 of 40)"]),
    ],
)
def test_nothing_hidden_can_be_worked_out_from_its_neighbours(numbers: list[int], texts: list[str]) -> None:
    assert [cell.text for cell in shown_together([Figure(n, 40) for n in numbers], PEOPLE)] == texts
