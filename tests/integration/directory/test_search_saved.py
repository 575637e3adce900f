"""Searches that people keep, and being told of new offers that fit; searches that found nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.directory.models import EmptySearch, SavedSearch
from inclusion_app.directory.offers.services import archive_offer
from inclusion_app.directory.search.services import missing
from inclusion_app.directory.search.services.alerting import MOST_OF_A_TIME, tell_of_new_offers
from inclusion_app.directory.search.services.missing import count_empty_search
from inclusion_app.directory.search.services.saving import MOST_SAVED, save_search
from inclusion_app.directory.search.wishes import Wishes
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import DigestLine
from tests.factories.accounts import PersonFactory, somebody
from tests.factories.directory import (
    EmptySearchFactory,
    OfferFactory,
    SavedSearchFactory,
    offer_version,
    published_offer,
)
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")
AUTISM = Wishes(words="autism")


def person() -> tuple[Person, Actor]:
    who = PersonFactory()
    return who, actor_for(who.id, today=clock.today())


def lines(person_id: int) -> list[str]:
    query = select(DigestLine.text).where(DigestLine.person_id == person_id).order_by(DigestLine.id)
    return list(db.session.scalars(query))


def test_a_search_is_saved_found_again_and_removed(client: Visitor) -> None:
    who, _ = person()
    published_offer(title="Autism outreach", tags={"need": ("autism",)})
    client.sign_in(who)
    assert "Save this search" in client.get("/directory?words=autism&need=autism").text

    new = "/directory/search/saved/new?words=autism&need=autism"
    assert client.submit("/directory/search/saved", on=new, name=" My  search ", alerts="y").status_code == 303
    [search] = db.session.scalars(select(SavedSearch))
    assert (search.name, search.query, search.alerts) == ("My search", "words=autism&need=autism", True)
    shown = client.get("/directory/search/saved").text
    assert "My search" in shown
    assert 'href="/directory?words=autism&amp;need=autism"' in shown

    client.submit(f"/directory/search/saved/{search.id}/alerts/off", on="/directory/search/saved")
    assert db.session.scalar(select(SavedSearch.alerts)) is False
    client.submit(f"/directory/search/saved/{search.id}/remove", on="/directory/search/saved")
    assert db.session.scalars(select(SavedSearch)).all() == []


def test_what_cannot_be_saved_is_said_and_stays_typed(client: Visitor) -> None:
    who, actor = person()
    save_search(actor, AUTISM, name="Mine", alerts=False, now=clock.now())
    client.sign_in(who)
    new = "/directory/search/saved/new?words=adhd"
    again = client.submit("/directory/search/saved", on=new, name="mine")
    assert again.status_code == 422
    assert "You have a search of this name already" in again.text
    assert 'value="mine"' in again.text
    assert client.submit("/directory/search/saved", on=new, name="").status_code == 422
    assert client.submit("/directory/search/saved", on=new, name="x", query="").status_code == 422
    assert len(db.session.scalars(select(SavedSearch)).all()) == 1


def test_nobody_keeps_more_searches_than_are_of_use() -> None:
    _, actor = person()
    for number in range(MOST_SAVED):
        save_search(actor, AUTISM, name=f"Search {number}", alerts=False, now=clock.now())
    with pytest.raises(RuleBroken, match="Remove one"):
        save_search(actor, AUTISM, name="One more", alerts=False, now=clock.now())


def test_new_offers_that_fit_are_told_of_once() -> None:
    who, _ = person()
    published_offer(title="Autism long ago", decided_at=clock.now() - timedelta(days=9))
    SavedSearchFactory(person_id=who.id, name="Mine")
    SavedSearchFactory(person_id=who.id, name="Silent", alerts=False)
    assert tell_of_new_offers(clock.now()) == 0

    published_offer(title="Autism outreach")
    published_offer(title="Dyslexia report", kind="training")
    assert tell_of_new_offers(clock.now()) == 1
    tell_of_new_offers(clock.now())

    assert lines(who.id) == ["New in the directory for your search ‘Mine’: Autism outreach."]


def test_drafts_hidden_and_archived_offers_are_never_told_of() -> None:
    who, _ = person()
    SavedSearchFactory(person_id=who.id)
    offer_version(OfferFactory(), title="Autism draft")
    published_offer(title="Autism hidden", checked_on=clock.today() - timedelta(days=400))
    archive_offer(SYSTEM, published_offer(title="Autism archived").id)

    assert tell_of_new_offers(clock.now()) == 0
    assert lines(who.id) == []


def test_a_change_of_what_was_there_is_nothing_new() -> None:
    who, _ = person()
    SavedSearchFactory(person_id=who.id)
    offer = published_offer(title="Autism outreach")
    offer_version(offer, number=2, state="superseded", title="Once", decided_at=clock.now() - timedelta(days=9))

    assert tell_of_new_offers(clock.now()) == 0


def test_of_many_new_offers_the_number_is_told() -> None:
    who, _ = person()
    SavedSearchFactory(person_id=who.id)
    for number in range(MOST_OF_A_TIME + 3):
        published_offer(title=f"Autism {number}")
    tell_of_new_offers(clock.now())

    assert len(lines(who.id)) == MOST_OF_A_TIME + 1
    assert lines(who.id)[-1].startswith("3 more offers are new")


def test_a_search_that_found_nothing_is_counted_and_nobody_named(client: Visitor) -> None:
    who, _ = person()
    client.sign_in(who)
    published_offer(title="Autism outreach")
    path = "/directory?words=Zebras!&need=adhd"
    before = db.session.scalars(select(EmptySearch)).all()
    assert client.submit("/directory/search/nothing", on=path).status_code == 303
    assert client.submit("/directory/search/nothing", on=path).status_code == 303

    assert before == []
    [row] = db.session.scalars(select(EmptySearch))
    assert (row.day, row.words, row.facets, row.times) == (clock.today(), "zebras", "need=adhd", 2)
    trail = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "count_empty_search")).all()
    assert [(event.actor_id, event.subject_id, event.detail) for event in trail] == [
        (None, clock.today().isoformat(), {})
    ] * 2


def test_the_page_counts_by_itself_once_it_has_settled(client: Visitor) -> None:
    page = client.get("/directory?words=zebras").text
    assert 'hx-post="/directory/search/nothing"' in page
    assert 'hx-trigger="load delay:2500ms"' in page
    assert db.session.scalars(select(EmptySearch)).all() == []
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    sent = {"csrf_token": token, "form_key": "once", "query": "words=zebras"}
    for _ in range(2):
        answer = client.post("/directory/search/nothing", data=sent, headers={"HX-Request": "true"})
        assert "Noted" in answer.text
        assert "<html" not in answer.text

    assert db.session.scalar(select(EmptySearch.times)) == 1


def test_what_does_find_something_is_not_counted() -> None:
    published_offer(title="Autism outreach")

    assert not count_empty_search(AUTISM, today=clock.today())
    assert not count_empty_search(Wishes(), today=clock.today())
    assert count_empty_search(Wishes(words="zebras"), today=clock.today())


def test_so_many_different_ones_are_kept_of_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "MOST_OF_A_DAY", 2)

    done = [count_empty_search(Wishes(words=f"zebras{n}"), today=clock.today()) for n in range(3)]
    assert done == [True, True, False]


def test_the_team_reads_what_was_not_found_and_takes_it_along(client: Visitor) -> None:
    for days in (0, 3):
        EmptySearchFactory(words="=zebras", times=2, day=clock.today() - timedelta(days=days))
    EmptySearchFactory(words="lions")
    client.sign_in(somebody(Role.TEAM_VIEWER))

    page = client.get("/team/directory/searches").text
    assert page.index("=zebras") < page.index("lions")
    rows = client.get("/team/directory/searches.csv").get_data().decode("utf-8-sig").splitlines()
    first, last = clock.today() - timedelta(days=3), clock.today()
    assert rows[1] == f"'=zebras,,4,{first},{last}"
