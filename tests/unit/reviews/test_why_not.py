"""Why a reviewer was not chosen for a place: what is worse about them, in words."""

from dataclasses import replace

from inclusion_app.reviews.matching.queries.pages import why_not
from inclusion_app.reviews.teams.queries.candidates import Suggestion
from inclusion_app.reviews.teams.rules.conflicts import Code, Conflict

THERE = Suggestion(
    person_id=1,
    name="Ann Lead",
    school="Elm",
    metres=3_000.0,
    knows_phase=True,
    expertise=2,
    load=1,
    capacity=3,
    conflicts=(),
)
OTHER = replace(THERE, person_id=2, name="Bob Reader", school="Oak")


def said(one: Suggestion, elsewhere: int = 0) -> str:
    return why_not(one, now=THERE, elsewhere=elsewhere)


def test_what_blocks_is_said_alone() -> None:
    hard, soft = Conflict(Code("H1"), "Works at Elm"), Conflict(Code("S1"), "Was here before")
    one = replace(OTHER, conflicts=(hard, soft))

    assert said(one) == "Blocked, unless set aside with a reason: Works at Elm."


def test_whoever_has_no_room_says_how_full_they_are() -> None:
    assert (
        said(replace(OTHER, load=3), elsewhere=1) == "Has 3 reviews, 1 of them in this proposal, and takes 3 at most."
    )


def test_what_fits_less_is_compared_with_whoever_is_there() -> None:
    one = replace(OTHER, metres=12_000.0, knows_phase=False, expertise=1, load=2)

    assert said(one) == (
        "Possible. Against it: 12 km away, and Ann Lead is 3 km away; does not know the phase, and Ann Lead does; "
        "1 of the school’s wishes fit, and 2 with Ann Lead; has 2 reviews, and Ann Lead has 1."
    )


def test_a_small_distance_is_nothing_against_somebody() -> None:
    assert "fits as well as whoever is there" in said(replace(OTHER, metres=3_900.0))


def test_whoever_is_on_another_proposed_team_would_be_lost_there() -> None:
    assert "Another team of this proposal has them" in said(OTHER, elsewhere=1)
