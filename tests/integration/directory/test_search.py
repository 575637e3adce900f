"""The directory is searched: only what is listed is found, counts respect every other choice, and what changes is seen
at once."""

import gc
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from secrets import token_hex
from threading import enumerate as threads

import pytest
from flask import Flask

from inclusion_app import create_app
from inclusion_app.access.actor import SYSTEM
from inclusion_app.accounts.models import Provider
from inclusion_app.directory.models import Offer, OfferVersionPlace
from inclusion_app.directory.offers.services import archive_offer, restore_offer
from inclusion_app.directory.search.invariants import CHECKS
from inclusion_app.directory.search.queries.finding import Found, find_offers, ids_that_fit
from inclusion_app.directory.search.queries.kept import kept_of
from inclusion_app.directory.search.services.indexing import refresh_index
from inclusion_app.directory.search.wishes import Sort, Wishes
from inclusion_app.directory.states import OfferState
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.wiring import warm_up
from tests.factories.accounts import MembershipFactory
from tests.factories.directory import OfferFactory, index_published, offer_version, published_offer
from tests.factories.schools import GroupingFactory, SchoolFactory
from tests.support.statements import counted_statements
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")
LONG_AGO = timedelta(days=400)


def found(wishes: Wishes | None = None, *, schools: tuple[int, ...] = ()) -> Found:
    return find_offers(wishes or Wishes(), page=1, school_ids=schools, today=clock.today())


def titles(wishes: Wishes | None = None, *, schools: tuple[int, ...] = ()) -> list[str]:
    return [hit.shown.version.title for hit in found(wishes, schools=schools).page.items]


def counts(facet: str, wishes: Wishes | None = None) -> dict[str, int]:
    [group] = [group for group in found(wishes).facets if group.name == facet]
    return {option.value: option.count for option in group.options if option.count}


def chosen(**codes: str) -> Wishes:
    return Wishes(chosen={facet: frozenset({code}) for facet, code in codes.items()})


def broken() -> list[str]:
    return [sentence for check in CHECKS for sentence in check.find()]


def not_listed() -> list[Offer]:
    """A draft, one that is hidden, one archived."""
    draft = OfferFactory()
    offer_version(draft, title="Secret draft of autism", tags={"need": ("autism",)})
    hidden = published_offer(title="Hidden autism", checked_on=clock.today() - LONG_AGO, tags={"need": ("autism",)})
    archived = published_offer(title="Archived autism", tags={"need": ("autism",)})
    archive_offer(SYSTEM, archived.id)
    return [draft, hidden, archived]


def test_drafts_hidden_and_archived_offers_are_nowhere() -> None:
    away = {offer.id for offer in not_listed()}
    there = published_offer(title="Autism outreach", tags={"need": ("autism",)})

    assert titles() == titles(Wishes(words="autism")) == ["Autism outreach"]
    assert titles(Wishes(words="secret")) == titles(Wishes(words="hidden")) == titles(Wishes(words="archived")) == []
    assert counts("need") == {"autism": 1}
    assert counts("kind") == {"outreach": 1}
    assert ids_that_fit(Wishes(), today=clock.today()) == {there.id}
    kept = kept_of(clock.today())
    for typed in ("secret", "hidden", "archived", "autism"):
        assert not {one.text for one in kept.suggestable.suggestions(typed)} & {
            "Secret draft of autism",
            "Hidden autism",
        }
    assert not {document.offer_id for document in kept.index.documents} & away


def test_what_leaves_and_comes_back_is_seen_at_once() -> None:
    offer = published_offer(title="Makaton signing")
    assert titles(Wishes(words="makaton")) == ["Makaton signing"]

    archive_offer(SYSTEM, offer.id)
    assert titles(Wishes(words="makaton")) == []

    restore_offer(SYSTEM, offer.id)
    assert titles(Wishes(words="makaton")) == ["Makaton signing"]


def test_an_offer_grows_old_without_anybody_doing_anything() -> None:
    published_offer(title="Makaton signing", checked_on=clock.today())

    assert find_offers(Wishes(), page=1, school_ids=(), today=clock.today()).page.total == 1
    assert find_offers(Wishes(), page=1, school_ids=(), today=clock.today() + LONG_AGO).page.total == 0


def test_counts_respect_every_other_choice() -> None:
    published_offer(title="A", kind="outreach", tags={"need": ("autism",), "phase": ("primary",)})
    published_offer(title="B", kind="training", tags={"need": ("autism", "adhd"), "phase": ("secondary",)})
    published_offer(title="C", kind="training", tags={"need": ("adhd",), "phase": ("primary",)})

    assert counts("need") == {"autism": 2, "adhd": 2}
    assert counts("need", chosen(kind="training")) == {"autism": 1, "adhd": 2}
    assert counts("kind", chosen(kind="training")) == {"outreach": 1, "training": 2}
    assert counts("phase", chosen(kind="training", need="autism")) == {"secondary": 1}
    assert titles(chosen(kind="training", need="autism")) == ["B"]
    both = Wishes(chosen={"need": frozenset({"autism", "adhd"}), "kind": frozenset({"outreach"})})
    assert titles(both) == ["A"]


def test_each_count_is_what_choosing_it_shows() -> None:
    for title, kind, need in (("A", "outreach", "autism"), ("B", "training", "autism"), ("C", "training", "adhd")):
        published_offer(title=title, kind=kind, tags={"need": (need,)})

    for facet in found(chosen(need="autism")).facets:
        for option in facet.options:
            wishes = chosen(**({"need": "autism"} | {facet.name: option.value}))
            assert found(wishes).page.total == option.count, option


def test_an_offer_for_the_whole_county_is_in_every_district() -> None:
    for code in ("D1", "D2"):
        GroupingFactory(code=code, name=f"The {code}", valid_from=None, valid_until=None)
    published_offer(title="Everywhere")
    published_offer(title="In one", districts=("D1",))

    assert counts("district") == {"D1": 2, "D2": 1}
    assert titles(chosen(district="D2")) == ["Everywhere"]


def test_the_nearest_stands_first_and_what_is_nowhere_last() -> None:
    school = SchoolFactory(name="Oak School", easting=600_000, northing=150_000)
    for title, east in (("Far", 640_000), ("Near", 601_000)):
        published_offer(title=title, places=[OfferVersionPlace(position=1, easting=east, northing=150_000)])
    published_offer(title="Anywhere")

    near = found(Wishes(near="oak", sort=Sort.NEAREST))
    assert [hit.shown.version.title for hit in near.page.items] == ["Near", "Far", "Anywhere"]
    assert [hit.distance for hit in near.page.items] == ["less than a mile", "25 miles", ""]
    assert titles(Wishes(sort=Sort.NEAREST), schools=(school.id,)) == ["Near", "Far", "Anywhere"]
    assert near.picture is not None
    assert [point.title for point in near.picture.points] == ["Near", "Far"]
    assert found(Wishes(near=str(school.urn))).near.name == "Oak School"
    assert found(Wishes(near="ZZ1 1AA")).near.name == "Oak School"


def test_a_school_that_is_not_there_is_said_and_narrows_nothing(client: Visitor) -> None:
    published_offer(title="Anywhere")
    page = client.get("/directory?near=Nowhere+School&sort=nearest").text

    assert "There is no open school of that name" in page
    assert 'value="Nowhere School"' in page
    assert "1 offer" in page


def test_the_newest_check_stands_first() -> None:
    for title, days in (("Old", 90), ("New", 1), ("Middle", 40)):
        published_offer(title=title, checked_on=clock.today() - timedelta(days=days))

    assert titles(Wishes(sort=Sort.CHECKED)) == ["New", "Middle", "Old"]
    assert titles() == ["Middle", "New", "Old"]


def test_another_name_of_the_provider_is_brought_along() -> None:
    offer = published_offer(title="Makaton signing")
    with transaction() as session:
        provider = session.get(Provider, offer.provider_id)
        assert provider is not None
        provider.name = "Quayside Voices"
    assert titles(Wishes(words="quayside")) == []

    assert refresh_index(clock.now()) == 1
    assert titles(Wishes(words="quayside")) == ["Makaton signing"]
    assert refresh_index(clock.now()) == 0


def test_the_index_is_what_the_offers_say() -> None:
    offer = published_offer(title="Makaton signing")
    assert broken() == []

    with transaction():
        db.session.query(Offer).filter_by(id=offer.id).update({"slug": "another"})
    assert broken() == [f"the index of offer {offer.id} is not what the offer says"]
    db.session.expire_all()
    index_published(db.session.get_one(Offer, offer.id))
    assert broken() == []


@pytest.mark.parametrize(
    "typed",
    ['"', "' OR 1=1 --", "NEAR(", "a AND (b", "*", "%", "\\", "&|!", "😀", "x" * 3000, "\x00", "-autism", "()", "ſ"],
)
def test_whatever_is_typed_is_only_words(client: Visitor, typed: str) -> None:
    published_offer(title="Makaton signing")
    for path in ("/directory", "/directory/search/suggestions"):
        response = client.get(path, query_string={"words": typed, "need": typed, "near": typed, "page": typed})
        assert response.status_code in {200, 400}


def test_statements_do_not_grow_with_offers(
    client: Visitor, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    head = MembershipFactory(school=SchoolFactory(name="Oak School")).person
    client.sign_in(head)
    sent = []
    for number in (3, 12):
        for one in range(number):
            place = OfferVersionPlace(position=1, easting=600_000 + one, northing=150_000)
            published_offer(title=f"Autism {number} {one}", places=[place])
        client.get("/directory")
        with statements() as counted:
            assert client.get("/directory?words=autism&sort=nearest").status_code == 200
        sent.append(len(counted))

    assert sent[0] == sent[1] <= 13


def test_a_published_offer_state_is_asked_of_the_database() -> None:
    """Also where somebody has changed the row by hand: the memory of the process decides nothing."""
    offer = published_offer(title="Makaton signing")
    assert titles() == ["Makaton signing"]
    with transaction():
        db.session.query(Offer).filter_by(id=offer.id).update({"state": OfferState.ARCHIVED})

    assert titles() == []


def test_a_process_that_serves_makes_the_index_beside_its_first_request(app: Flask) -> None:
    published_offer(title=f"Made ahead {token_hex(8)}")
    serving = create_app(app.extensions["settings"])
    warm_up(serving)
    assert serving.test_client().get("/healthz").status_code == 200
    for thread in threads():
        if thread.name == "index of the directory":
            thread.join(20)
    with serving.app_context():
        db.engine.dispose()
    gc.unfreeze()  # this process lives on for other tests

    with counted_statements() as sent:
        assert kept_of(clock.today()).index.documents

    assert [one for one in sent if "offer_search" in str(one)] == []
