"""What stands in an address of results."""

from dataclasses import fields

from inclusion_app.insights.filters import Filters


def test_choices_survive_the_way_through_an_address() -> None:
    chosen = Filters(district="E07000105", phase="primary", term="2026-2", cycle="3", window="ever")
    assert Filters.from_args(chosen.to_args()) == chosen


def test_what_cannot_be_read_is_left_out() -> None:
    args = {field.name: "\x00' OR 1=1" for field in fields(Filters)} | {"district": "E07", "page": "2"}
    assert Filters.from_args(args) == Filters(district="E07")


def test_a_file_is_named_by_what_was_chosen() -> None:
    assert Filters(trust="5/../x", year="2026").file_name_part == "trust-5-x_year-2026"
    assert Filters().file_name_part == "all-schools"


def test_a_term_says_its_year() -> None:
    assert Filters(term="2026-2").chosen_year == 2026
    assert Filters(term="2026-2").chosen_term == (2026, 2)
    assert Filters().chosen_year is None
