"""Which of two texts wins."""

import random

import pytest

from inclusion_app.reviews.writing.rules.saving import Stands, Typed, Verdict, digest_of, joined, judge, length_of

STANDS = Stands("Theirs", version=3, stream="their page", sequence=7)


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        (Typed("1a", "Mine", version=3), Verdict.SAVED),
        (Typed("1a", "Mine", version=2), Verdict.CONFLICT),
        (Typed("1a", "Theirs", version=2), Verdict.SAME),
        (Typed("1a", "Old", version=2, shown=digest_of("Old")), Verdict.UNTOUCHED),
        (Typed("1a", "Old", version=3, shown=digest_of("Old")), Verdict.SAVED),
        (Typed("1a", "Mine", version=0, stream="their page", sequence=8), Verdict.SAVED),
        (Typed("1a", "Mine", version=3, stream="their page", sequence=7), Verdict.LATE),
        (Typed("1a", "Mine", version=3, stream="their page", sequence=6), Verdict.LATE),
        (Typed("1a", "Mine", version=3, stream="their page"), Verdict.SAVED),
        (Typed("1a", "Mine", version=2, stream="my page", sequence=99), Verdict.CONFLICT),
    ],
)
def test_the_newest_of_one_page_wins_and_another_page_must_have_seen_it(typed: Typed, verdict: Verdict) -> None:
    assert judge(typed, STANDS) == verdict


def test_line_ends_make_no_other_text() -> None:
    assert judge(Typed("1a", "One\r\ntwo", version=1), Stands("One\ntwo", version=4)) == Verdict.SAME
    assert digest_of("One\r\ntwo") == digest_of("One\ntwo")
    assert length_of("One\r\ntwo") == 7


def test_two_texts_are_joined_one_below_the_other() -> None:
    assert joined("First. \n", " Second.\n") == "First.\n\nSecond."
    assert joined(" ", "Second.") == "Second."


@pytest.mark.parametrize("seed", range(20))
def test_saves_of_one_page_in_any_order_end_in_the_newest(seed: int) -> None:
    texts = [random.Random(seed).choice(["", "a", "b", "c"]) for _ in range(50)]
    sent = [Typed("1a", text, stream="page", sequence=number) for number, text in enumerate(texts, 1)]
    random.Random(seed).shuffle(sent)
    stands = Stands()

    for typed in sent:
        verdict = judge(typed, stands)
        if verdict == Verdict.SAVED:
            stands = Stands(typed.text, stands.version + 1, typed.stream, typed.sequence)
        elif verdict == Verdict.SAME:
            stands = Stands(stands.text, stands.version, typed.stream, typed.sequence)

    assert stands.text == texts[-1]
