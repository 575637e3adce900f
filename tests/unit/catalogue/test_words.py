"""What a search finds."""

import pytest

from inclusion_app.training.catalogue.words import plain, search_text, wanted_words

TEXT = search_text(
    ["NQT / ECT training", "EEFective Kent", "Autism", "ASD", "Governor training", "Café", "Children's needs"]
)


@pytest.mark.parametrize(
    "typed",
    ["nqt", "ECT", "NQT/ECT", "EEFective", "asd", "gover", "Governors", "CAFE", "childrens", "training ect", ""],
)
def test_every_word_is_found_by_its_beginning_its_plural_and_its_other_names(typed: str) -> None:
    assert all(word in TEXT for word in wanted_words(typed))


@pytest.mark.parametrize("typed", ["autism dyslexia", "eff", "ism"])
def test_a_word_that_is_not_there_or_only_inside_another_short_word_finds_nothing(typed: str) -> None:
    assert not all(word in TEXT for word in wanted_words(typed))


def test_a_short_word_is_not_found_in_the_middle_of_another() -> None:
    assert wanted_words("ect")[0] not in search_text(["An effective project"])


def test_marks_that_mean_something_to_a_database_are_not_kept() -> None:
    assert plain("100% _sure_\\ 'really'") == " 100 sure really"


def test_no_more_than_twelve_words_count() -> None:
    assert len(wanted_words("word " * 500)) == 12
