"""The rules of the search: stems, mistakes, other words for the same, sets, facets, suggestions and the map."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inclusion_app.directory.search.rules.documents import FACETS, Document, Term
from inclusion_app.directory.search.rules.facets import narrowed
from inclusion_app.directory.search.rules.index import Index
from inclusion_app.directory.search.rules.lexicon import Lexicon
from inclusion_app.directory.search.rules.map import APART, TOO_CLOSE, WIDTH, Placed, picture
from inclusion_app.directory.search.rules.ranking import ranked, read
from inclusion_app.directory.search.rules.said import WEIGHTS, Numbering
from inclusion_app.directory.search.rules.sets import bits, flags, in_order, places
from inclusion_app.directory.search.rules.suggestions import Suggestable
from inclusion_app.foundation.words import plain

TERMS = (
    Term("need", "autism", "Autism", ("ASD",)),
    Term("need", "communication", "Communication and interaction"),
    Term("need", "slcn", "Speech, language and communication", (), "communication"),
    Term("kind", "training", "Training"),
    Term("district", "D1", "Harbour"),
)
SYNONYMS = (("autism", "autistic", "ASC", "ASD"), ("speech therapy", "SALT"))


def offer(number: int, title: str, body: str = "", *, provider: str = "Quayside", **said: Any) -> dict[str, Any]:
    codes = {facet: said.get(facet, []) for facet in FACETS}
    texts = {"title": plain(title), "provider": plain(provider), "body": plain(body)}
    return {
        "id": number,
        "title": title,
        "slug": f"offer-{number}",
        "provider": provider,
        "texts": texts,
        "codes": codes,
        "county_wide": said.get("county_wide", False),
        "positions": said.get("positions", []),
    }


def index(*offers: dict[str, Any]) -> Index:
    numbering = Numbering()
    return Index(
        (Document.of_content(one["id"], one, numbering) for one in offers), Lexicon(TERMS, SYNONYMS), numbering
    )


def found(searched: Index, typed: str) -> list[str]:
    answer = ranked(searched, typed)
    order = searched.by_title if answer.order is None else answer.order
    return [searched.documents[place].title for place in in_order(answer.mask, order)]


@pytest.mark.parametrize("typed", ["signing", "sign", "signs", "Signed", "SIGNING!"])
def test_forms_of_a_word_find_each_other(typed: str) -> None:
    assert found(index(offer(1, "Signing choir"), offer(2, "Drumming")), typed) == ["Signing choir"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("makatn", "makaton"), ("amkaton", "makaton"), ("makaton", None), ("mak", None)]
)
def test_a_word_that_nobody_says_is_read_as_the_one_most_like_it(typed: str, meant: str | None) -> None:
    searched = index(offer(1, "Makaton for beginners"), offer(2, "Marathon"))

    assert read(searched, typed).corrected == ({typed: meant} if meant else {})
    assert found(searched, typed)[0] == "Makaton for beginners"


@pytest.mark.parametrize("typed", ["1234567", "abc", "xylophones"])
def test_a_word_that_is_like_nothing_stays_and_finds_nothing(typed: str) -> None:
    searched = index(offer(1, "Makaton"))

    assert (read(searched, typed).corrected, found(searched, typed)) == ({}, [])


def test_other_words_for_the_same_find_each_other_and_the_very_words_stand_first() -> None:
    searched = index(offer(1, "Autistic pupils"), offer(2, "ASC outreach"), offer(3, "Chess", need=["autism"]))

    assert found(searched, "ASC") == ["ASC outreach", "Autistic pupils", "Chess"]
    assert found(searched, "autistic")[0] == "Autistic pupils"
    assert set(found(searched, "asd")) == {"ASC outreach", "Autistic pupils", "Chess"}


def test_a_phrase_is_said_by_who_says_all_of_it() -> None:
    searched = index(offer(1, "Speech day"), offer(2, "Art therapy"), offer(3, "Speech therapy"))

    assert found(searched, "SALT") == ["Speech therapy"]


def test_a_broad_need_has_what_is_tagged_with_a_finer_one_less_strongly() -> None:
    searched = index(offer(1, "A", need=["slcn"]), offer(2, "B", need=["communication"]))

    assert found(searched, "communication and interaction") == ["B", "A"]
    assert searched.mask("need", "communication") == 0b11
    assert searched.mask("need", "slcn") == 0b01


def test_a_word_in_the_title_counts_more_than_in_the_text_and_equals_stand_by_their_number() -> None:
    searched = index(offer(1, "Chess", "about lego"), offer(3, "Lego"), offer(2, "Lego"))

    order = ranked(searched, "lego").order
    assert order is not None
    assert [searched.documents[place].offer_id for place in order] == [2, 3, 1]
    assert WEIGHTS["title"] > WEIGHTS["body"]


def test_words_that_everybody_says_keep_nothing_out() -> None:
    searched = index(offer(1, "Makaton", "support for pupils"), offer(2, "Chess", "support for pupils"))

    assert found(searched, "support with makaton for a child") == ["Makaton"]
    assert len(found(searched, "support for pupils")) == 2


def test_nothing_typed_is_everything_and_an_empty_directory_answers() -> None:
    assert found(index(offer(2, "B"), offer(1, "a")), "") == ["a", "B"]
    assert (found(index(), "autism"), found(index(), ""), index().corrected("autisn")) == ([], [], "autism")


@given(st.sets(st.integers(0, 200)), st.permutations(range(201)))
def test_a_set_and_its_flags_are_the_same_set_in_any_order(members: set[int], order: list[int]) -> None:
    mask = sum(1 << member for member in members)
    marked = np.isin(np.arange(201), sorted(members))

    assert bits(marked) == mask
    assert (flags(mask, 201) == marked).all()
    assert in_order(mask, places(order)).tolist() == [place for place in order if place in members]


def test_places_of_offers_that_are_not_there_are_left_out() -> None:
    searched = index(offer(10, "A"), offer(20, "B"), offer(30, "C"))

    assert searched.places_of([30, 7, 10, 99, 25]).tolist() == [2, 0]
    assert index().places_of([1]).tolist() == []


def test_an_offer_is_as_far_as_the_nearest_of_its_places() -> None:
    searched = index(offer(1, "A", positions=[[9_000, 0], [3_000, 4_000]]), offer(2, "B"))

    assert searched.metres_from((0, 0)).tolist() == [5_000, float("inf")]


def test_counts_of_a_facet_respect_the_choices_in_all_others_and_not_its_own() -> None:
    searched = index(
        offer(1, "A", need=["autism"], kind=["training"], county_wide=True),
        offer(2, "B", need=["slcn"], kind=["training"], district=["D1"]),
        offer(3, "C", need=["autism"]),
    )
    left = narrowed(searched, searched.everything, chosen={"kind": frozenset({"training"})})
    counts = {(facet.name, option.value): option.count for facet in left.facets for option in facet.options}

    assert left.mask == 0b011
    assert counts["need", "autism"] == counts["need", "communication"] == counts["need", "slcn"] == 1
    assert (counts["district", "D1"], counts["kind", "training"]) == (2, 2)
    unknown = narrowed(searched, searched.everything, chosen={"kind": frozenset({"nothing"})})
    assert unknown.mask == 0


def test_suggestions_begin_with_what_was_typed_terms_offers_and_providers() -> None:
    every = Suggestable(
        index(offer(1, "Autism outreach", need=["autism"]), offer(2, "Girls with autism", provider="Auto"))
    )

    assert [(one.text, one.kind) for one in every.suggestions("aut")] == [
        ("Autism", "term"),
        ("Autism outreach", "offer"),
        ("Girls with autism", "offer"),
        ("Auto", "provider"),
    ]
    assert [one.text for one in every.suggestions("autism gi")] == ["Girls with autism"]
    assert [one.text for one in every.suggestions("asd")] == ["Autism"]
    assert [one.text for one in every.suggestions("outraech")] == ["Autism outreach"]
    assert every.suggestions("a") == every.suggestions("") == every.suggestions("zz") == []


def test_no_two_points_of_the_map_lie_upon_each_other() -> None:
    crowd = [Placed(number, "T", "t", [(600_000 + 7 * number, 150_000)]) for number in range(60)]
    drawn = picture(crowd, ground={}, here=None, school="")
    assert drawn is not None
    spots = [(point.x, point.y) for point in drawn.points]

    near = [(a, b) for a in spots for b in spots if a < b and max(abs(a[0] - b[0]), abs(a[1] - b[1])) < TOO_CLOSE]
    assert (len(spots), near) == (60, [])
    assert all(0 < x <= WIDTH for x, _ in spots)
    assert APART - TOO_CLOSE < 0.1
