"""Every measure is defined, once and whole."""

import pytest

from inclusion_app.insights.figures import Figure, SmallNumbers
from inclusion_app.insights.measures import MEASURES, Measure, strand_measure

ALL = [*MEASURES.values(), strand_measure("improvement", "Improvement")]


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.code)
def test_a_measure_says_what_it_counts_of_what_and_when(measure: Measure) -> None:
    assert all((measure.name, measure.numerator, measure.denominator, measure.window, measure.cuts))
    said = measure.said(Figure(412, 557))
    assert "74 %" in said
    assert "412" in said
    assert "557" in said


def test_people_are_counted_under_a_rule_for_small_numbers() -> None:
    counting_people = {code for code, m in MEASURES.items() if "people" in m.numerator or "bookings" in m.numerator}
    assert counting_people
    assert all(MEASURES[code].small_numbers != SmallNumbers.NONE for code in counting_people)


def test_a_hidden_figure_is_not_said() -> None:
    measure = MEASURES["reach"]
    assert measure.said(Figure(0, 0)) == "None to count"
