"""Two texts, word by word."""

import time

from hypothesis import given
from hypothesis import strategies as st

from inclusion_app.directory.rules.diffs import MOST_WORDS, Part, differing, pieces_of


def test_a_word_that_changed_stands_beside_what_it_was() -> None:
    assert list(pieces_of("about two weeks", "about two months")) == [
        (Part.KEPT, "about two "),
        (Part.REMOVED, "weeks"),
        (Part.ADDED, "months"),
    ]


def test_a_sentence_that_was_rewritten_is_read_in_one_piece() -> None:
    before = "A plan for one class. Ring us on any day of the week."
    after = "Plans of their own. Ring us on any day of the term."

    assert list(pieces_of(before, after)) == [
        (Part.REMOVED, "A plan for one class"),
        (Part.ADDED, "Plans of their own"),
        (Part.KEPT, ". Ring us on any day of the "),
        (Part.REMOVED, "week"),
        (Part.ADDED, "term"),
        (Part.KEPT, "."),
    ]


def test_only_what_differs_is_named_in_the_order_of_the_fields() -> None:
    before = {"title": "A", "summary": "same", "waiting": ""}

    assert [field.name for field in differing(before, before | {"waiting": "none", "title": "B"})] == [
        "title",
        "waiting",
    ]


@given(st.text(alphabet="ab \n.", max_size=60), st.text(alphabet="ab \n.", max_size=60))
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str) -> None:
    pieces = list(pieces_of(before, after))

    assert "".join(text for part, text in pieces if part != Part.ADDED) == before
    assert "".join(text for part, text in pieces if part != Part.REMOVED) == after


def test_long_texts_are_compared_line_by_line_and_quickly() -> None:
    before = "\n".join(f"line {number}" for number in range(MOST_WORDS))
    began = time.perf_counter()
    pieces = list(pieces_of(before, before.replace("line 7\n", "line seven\n")))

    assert [text for part, text in pieces if part != Part.KEPT] == ["line 7\n", "line seven\n"]
    assert time.perf_counter() - began < 5
