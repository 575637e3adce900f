"""What reports may say, in words and numbers, whoever asks."""

import pytest

from inclusion_app.reviews.reporting.rules.comparing import beside_self_rating, difference_in_words, is_apart
from inclusion_app.reviews.reporting.rules.patterns import RatedArea, area_patterns, theme_patterns

TITLES = {"1": "Starting", "2": "Building", "3": "Secure", "4": "Sharing"}


@pytest.mark.parametrize(
    ("ratings", "said"),
    [
        (["2", "2"], "All agree: 2 Building."),
        (["2", "4"], "They differ by 2 levels: from 2 Building to 4 Sharing."),
        (["3", "2", "N"], "They differ by one level: from 2 Building to 3 Secure. One reviewer gives no rating."),
        (["3"], "One rating: 3 Secure."),
        (["", "N"], "Nobody has rated this area."),
    ],
)
def test_differences_are_said_in_words(ratings: list[str], said: str) -> None:
    assert difference_in_words(ratings, TITLES) == said


def test_a_rating_beside_none_is_no_difference() -> None:
    assert (is_apart(["3", ""]), is_apart(["3", "N"]), is_apart(["3", "2"])) == (False, True, True)


def test_the_gap_to_the_schools_own_rating_is_said() -> None:
    assert beside_self_rating("3", "2") == "One level above the school’s own rating."
    assert beside_self_rating("1", "3") == "2 levels below the school’s own rating."
    assert beside_self_rating("N", "3") == ""


def test_an_area_that_four_schools_are_rated_in_is_not_shown_and_five_are() -> None:
    four, five = [[RatedArea("a", "2")]] * 4, [[RatedArea("a", "2")]] * 5
    not_looked_at = [[RatedArea("a", "N")]] * 9

    [hidden] = area_patterns([*four, *not_looked_at], ["a"])
    [shown] = area_patterns(five, ["a"])

    assert (hidden.ratings, hidden.schools) == (None, 0)
    assert (shown.ratings, shown.schools) == ({"2": 5}, 5)


def test_a_theme_counts_schools_not_rows_and_is_shown_from_five() -> None:
    rows = [(school, "a", "autism") for school in (1, 2, 3, 4, 4, 4)]

    assert theme_patterns(rows) == []
    assert theme_patterns([*rows, (5, "a", "autism")])[0].schools == 5
