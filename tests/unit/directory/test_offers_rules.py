"""States, shelf life, addresses and what an offer has to say."""

from datetime import date, timedelta

import pytest

from inclusion_app.directory.choices import FIELDS, LinkChoices, OfferChoices, PlaceChoices, texts_of
from inclusion_app.directory.rules.contacts import tidy_address, tidy_phone, tidy_postcode, tidy_web
from inclusion_app.directory.rules.content import offer_problems, submit_problems, tidied
from inclusion_app.directory.rules.shelf_life import (
    DEFAULTS,
    ShelfLife,
    hidden_from,
    last_due_hidden,
    next_check,
    shelf_of,
)
from inclusion_app.directory.rules.slugs import RESERVED, free_slug, slug_base
from inclusion_app.directory.rules.states import OFFER_MOVES, TEAM, VERSION_MOVES, state_of_offer
from inclusion_app.directory.states import FROZEN, OPEN, OfferState, Shelf, VersionState

DAY = date(2026, 11, 27)


def whole() -> OfferChoices:
    return OfferChoices(
        title="Outreach",
        summary="Somebody comes.",
        description="<p>More.</p>",
        kind="outreach",
        levels=("targeted",),
        phases=("primary",),
        deliveries=("in-person",),
        county_wide=True,
        how_to_get="Write.",
        waiting="no waiting",
        contact_email="a@b.example",
    )


@pytest.mark.parametrize(
    ("checked", "due"),
    [
        (date(2026, 1, 15), date(2026, 7, 15)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 1), date(2027, 6, 1)),
    ],
)
def test_a_check_is_good_for_six_months(checked: date, due: date) -> None:
    assert next_check(checked) == due


def test_an_installation_may_ask_for_checks_more_or_less_often() -> None:
    assert next_check(date(2026, 11, 30), ShelfLife(check_months=3)) == date(2027, 2, 28)
    assert next_check(date(2026, 11, 30), ShelfLife(check_months=14)) == date(2028, 1, 30)


@pytest.mark.parametrize(
    ("days", "shelf"),
    [(-1, Shelf.FRESH), (0, Shelf.DUE), (59, Shelf.DUE), (60, Shelf.HIDDEN), (600, Shelf.HIDDEN)],
)
def test_an_offer_is_due_on_its_day_and_hidden_sixty_days_after(days: int, shelf: Shelf) -> None:
    assert shelf_of(DAY, DAY + timedelta(days=days)) == shelf


@pytest.mark.parametrize("days", [0, 1, 59, 60, 61])
def test_the_lists_and_the_page_agree_on_what_is_hidden(days: int) -> None:
    today = DAY + timedelta(days=days)

    assert (last_due_hidden(today) >= DAY) == (shelf_of(DAY, today) == Shelf.HIDDEN) == (today >= hidden_from(DAY))


def test_what_an_installation_begins_with_is_six_months_and_sixty_days() -> None:
    assert (DEFAULTS.check_months, DEFAULTS.hidden_after_days) == (6, 60)


def test_a_version_is_either_open_or_frozen() -> None:
    assert set(VersionState) == OPEN | FROZEN
    assert not OPEN & FROZEN


def test_only_the_team_decides() -> None:
    deciding = ("approve_offer", "return_offer")

    assert all(moves[act].by == {TEAM} for moves in (OFFER_MOVES, VERSION_MOVES) for act in deciding)


def test_every_state_can_be_reached_and_left() -> None:
    for moves, states, last in (
        (OFFER_MOVES, set(OfferState), set()),
        (VERSION_MOVES, set(VersionState), {VersionState.SUPERSEDED}),
    ):
        assert {move.leads_to for move in moves.values()} | {"draft"} >= states
        assert {start for move in moves.values() for start in move.starts} == states - last


def test_an_offer_stays_published_while_a_change_waits() -> None:
    assert state_of_offer(7, open_state="submitted") == OfferState.PUBLISHED
    assert state_of_offer(None, open_state="submitted") == OfferState.SUBMITTED
    assert state_of_offer(None, open_state="returned") == OfferState.DRAFT


def test_an_address_is_made_of_the_title() -> None:
    assert slug_base("Élan: the Children’s group (11–16)") == "elan-the-childrens-group-11-16"
    assert slug_base("…") == "offer"
    assert len(slug_base("word " * 80)) <= 70


def test_an_address_is_one_of_its_own() -> None:
    assert free_slug("Search", set()) == "search-2"
    assert free_slug("Outreach", {"outreach", "outreach-2"}) == "outreach-3"
    assert all(slug_base(word) == word for word in RESERVED)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("01622123456", "01622 123456"),
        ("(0300) 123-4567", "0300 123 4567"),
        ("+44 20 7946 0958", "020 7946 0958"),
        ("+33 1 23 45 67 89", "+33 1 23 45 67 89"),
        ("", ""),
    ],
)
def test_a_telephone_number_is_read_kindly(typed: str, kept: str) -> None:
    assert tidy_phone(typed) == kept


@pytest.mark.parametrize("typed", ["ring the office", "12", "0162212345678901", "<script>"])
def test_what_is_no_telephone_number_is_said_so(typed: str) -> None:
    with pytest.raises(ValueError, match="Enter a telephone number"):
        tidy_phone(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.a.example", "https://www.a.example"),
        ("http://a.example/x?y=1#z", "http://a.example/x?y=1#z"),
        ("a.example:8080/x", "https://a.example:8080/x"),
        (" ", ""),
    ],
)
def test_a_web_address_gets_its_scheme(typed: str, kept: str) -> None:
    assert tidy_web(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JAVASCRIPT://a.example/%0aalert(1)",
        "data:text/html,x",
        "ftp://a.example",
        "//a",
        "http://",
        "https://a b.example",
        'https://a.example/"onclick=',
        "https://user:secret@a.example",
        "https://[::1",
        "https://a.example:port/",
        "https://a.example/\x00",
    ],
)
def test_what_is_no_web_address_is_said_so(typed: str) -> None:
    with pytest.raises(ValueError, match="Enter a web address"):
        tidy_web(typed)


def test_a_postcode_is_set_right_or_refused() -> None:
    assert tidy_postcode("me141xx") == "ME14 1XX"
    assert tidy_postcode("") == ""
    for wrong in ("ME14", "14 ME1", "ME14 1XX 2", "X"):
        with pytest.raises(ValueError, match="Enter a full postcode"):
            tidy_postcode(wrong)


def test_an_e_mail_address_is_set_right_or_refused() -> None:
    assert tidy_address(" Desk@School.Example ") == "desk@school.example"
    with pytest.raises(ValueError, match="Enter an e-mail address"):
        tidy_address("desk at school")


def test_a_whole_offer_lacks_nothing() -> None:
    assert submit_problems(whole()) == []
    assert offer_problems(whole()) == []


def test_a_title_is_enough_for_a_draft_and_not_for_approval() -> None:
    draft = OfferChoices(title="Outreach", cost_kind="traded")

    assert offer_problems(draft) == []
    assert {field for field, _ in submit_problems(draft)} == {
        "summary", "description", "kind", "levels", "phases", "deliveries", "county_wide", "how_to_get", "cost",
        "waiting", "contact_email",
    }  # fmt: skip


def test_everything_wrong_is_said_at_once() -> None:
    wrong = OfferChoices(
        title="…",
        summary="x" * 401,
        minimum_age=12,
        maximum_age=11,
        website="nowhere",
        contact_phone="none",
        links=(LinkChoices(label="", url=""), LinkChoices(label="x" * 201, url="a.example")),
        places=(PlaceChoices(name="The hall", postcode="far away"),),
    )
    _, unread = tidied(wrong)

    assert {field for field, _ in (*unread, *offer_problems(wrong))} == {
        "title", "summary", "maximum_age", "website", "contact_phone", "links-0-url", "links-1-label",
        "places-0-postcode",
    }  # fmt: skip


def test_districts_go_when_it_is_for_the_whole_county() -> None:
    said, _ = tidied(OfferChoices(title="x", county_wide=True, districts=("E07",)))

    assert said.districts == ()


def test_every_field_can_be_read_side_by_side() -> None:
    texts = texts_of(whole(), {"kind": {"outreach": "Outreach in school"}})

    assert set(texts) == set(FIELDS)
    assert texts["kind"] == "Outreach in school"
    assert texts["description"] == "More."


def test_what_is_ticked_reads_the_same_in_whatever_order_it_is_kept() -> None:
    names = {"phases": {"primary": "Primary", "nursery": "Nursery"}}
    one, other = (
        texts_of(OfferChoices(title="", phases=codes), names)
        for codes in (("primary", "nursery"), ("nursery", "primary"))
    )

    assert one == other
    assert one["phases"] == "Nursery\nPrimary"
