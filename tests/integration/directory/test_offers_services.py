"""Offers are written, approved, returned, checked and archived; what others see changes only when it is approved."""

import threading
from collections.abc import Callable, Container
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.directory.models import Offer, OfferCheck, OfferSlug, OfferVersion
from inclusion_app.directory.offers import services
from inclusion_app.directory.offers.services import writing
from inclusion_app.directory.offers.services.checking import Facts, facts_of
from inclusion_app.directory.queries.offers import choices_of_version, offer_by_slug, open_version, published_version
from inclusion_app.directory.queries.visibility import listed_offers
from inclusion_app.directory.rules.shelf_life import next_check
from inclusion_app.directory.rules.slugs import free_slug
from inclusion_app.directory.rules.states import PROVIDER, TEAM
from inclusion_app.directory.states import OfferState, VersionState
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from tests.factories.directory import offer_version, published_offer, vocabulary, whole
from tests.factories.providers import ProviderFactory
from tests.integration.bookings.test_race import at_once

pytestmark = pytest.mark.usefixtures("database")


def written(**said: object) -> Offer:
    vocabulary()
    provider = ProviderFactory()
    return services.create_offer(SYSTEM, whole(**said), provider_id=provider.id, by=PROVIDER, now=clock.now())


def approved(offer: Offer) -> Offer:
    return services.approve_offer(SYSTEM, offer.id, edition=edition_of(offer), now=clock.now())


def edition_of(offer: Offer) -> int:
    version = open_version(offer.id) or published_version(offer)
    assert version is not None
    return version.edition


def titles() -> list[str]:
    return [version.title for _, version in db.session.execute(listed_offers(clock.today()))]


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.act).order_by(AuditEvent.id)))


def test_an_offer_is_written_submitted_and_approved() -> None:
    offer = written(title="Autism outreach")
    assert (offer.slug, offer.state, titles()) == ("autism-outreach", OfferState.DRAFT, [])

    services.submit_offer(SYSTEM, offer.id, now=clock.now())
    assert titles() == []
    offer = approved(offer)

    assert titles() == ["Autism outreach"]
    assert (offer.checked_on, offer.next_check_on) == (clock.today(), next_check(clock.today()))
    assert acts() == ["create_offer", "submit_offer", "approve_offer"]


def test_what_is_published_stays_while_a_change_is_written_returned_and_approved() -> None:
    offer = published_offer(title="Before")
    services.save_offer(SYSTEM, offer.id, whole(title="After"), edition=edition_of(offer), by=PROVIDER, now=clock.now())
    services.submit_offer(SYSTEM, offer.id, now=clock.now())
    services.return_offer(SYSTEM, offer.id, edition=edition_of(offer), reason="Say more.", now=clock.now())
    assert titles() == ["Before"]

    services.submit_offer(SYSTEM, offer.id, now=clock.now())
    offer = approved(offer)

    assert titles() == ["After"]
    states = db.session.execute(select(OfferVersion.number, OfferVersion.state).order_by(OfferVersion.number)).all()
    assert [tuple(row) for row in states] == [(1, "superseded"), (2, "published")]


def test_an_offer_has_one_open_version_at_a_time() -> None:
    offer = written()
    first = edition_of(offer)
    services.save_offer(SYSTEM, offer.id, whole(summary="Other."), edition=first, by=PROVIDER, now=clock.now())

    assert db.session.scalar(select(func.count()).select_from(OfferVersion)) == 1


def test_two_writers_are_told_of_each_other() -> None:
    offer = written()
    seen = edition_of(offer)
    services.save_offer(SYSTEM, offer.id, whole(summary="Theirs."), edition=seen, by=PROVIDER, now=clock.now())

    with pytest.raises(StaleEdit) as stale:
        services.save_offer(SYSTEM, offer.id, whole(summary="Mine."), edition=seen, by=PROVIDER, now=clock.now())

    assert stale.value.theirs == {"summary": "Theirs."}
    assert stale.value.version == edition_of(offer)


def test_a_writer_who_began_with_the_published_text_is_told_that_it_was_replaced() -> None:
    offer = published_offer()
    seen = edition_of(offer)
    services.save_offer(SYSTEM, offer.id, whole(waiting="none"), edition=seen, by=TEAM, now=clock.now())
    approved(offer)

    with pytest.raises(StaleEdit):
        services.save_offer(SYSTEM, offer.id, whole(waiting="a year"), edition=seen, by=PROVIDER, now=clock.now())


def test_a_text_that_changed_after_it_was_read_is_not_approved() -> None:
    offer = written()
    services.submit_offer(SYSTEM, offer.id, now=clock.now())
    read = edition_of(offer)
    services.save_offer(SYSTEM, offer.id, whole(summary="Other."), edition=read, by=TEAM, now=clock.now())

    with pytest.raises(RuleBroken, match="changed since"):
        services.approve_offer(SYSTEM, offer.id, edition=read, now=clock.now())
    with pytest.raises(RuleBroken, match="changed since"):
        services.return_offer(SYSTEM, offer.id, edition=read, reason="No.", now=clock.now())
    assert titles() == []


def test_what_lacks_something_is_not_submitted() -> None:
    offer = written(how_to_get="", waiting="")

    with pytest.raises(RuleBroken) as refusal:
        services.submit_offer(SYSTEM, offer.id, now=clock.now())

    assert len(refusal.value.problems) == 2


def test_what_the_team_writes_is_whole_and_waits_at_once() -> None:
    vocabulary()
    provider = ProviderFactory()
    with pytest.raises(RuleBroken):
        services.create_offer(SYSTEM, whole(kind=""), provider_id=provider.id, by=TEAM, now=clock.now())

    offer = services.create_offer(SYSTEM, whole(), provider_id=provider.id, by=TEAM, now=clock.now())

    assert offer.state == OfferState.SUBMITTED


def test_a_submission_can_be_taken_back() -> None:
    offer = written()
    services.submit_offer(SYSTEM, offer.id, now=clock.now())

    assert services.withdraw_offer(SYSTEM, offer.id).state == OfferState.DRAFT
    with pytest.raises(RuleBroken):
        services.withdraw_offer(SYSTEM, offer.id)


def test_reasons_are_given_when_something_is_returned() -> None:
    offer = written()
    services.submit_offer(SYSTEM, offer.id, now=clock.now())

    for reason in ("  ", "x" * 2_001):
        with pytest.raises(RuleBroken):
            services.return_offer(SYSTEM, offer.id, edition=edition_of(offer), reason=reason, now=clock.now())


def test_an_unknown_term_is_refused() -> None:
    vocabulary()
    provider = ProviderFactory()

    with pytest.raises(RuleBroken) as refusal:
        services.create_offer(
            SYSTEM, whole(needs=("no",), kind="no", cost_kind="no"), provider_id=provider.id, by=PROVIDER,
            now=clock.now(),
        )  # fmt: skip

    assert {field for field, _ in refusal.value.problems} == {"needs", "kind", "cost_kind"}


def test_the_address_follows_the_title_and_the_old_one_leads_on() -> None:
    offer = published_offer(title="Old name", slug="old-name")
    for title in ("New name", "Old name"):
        services.save_offer(SYSTEM, offer.id, whole(title=title), edition=edition_of(offer), by=TEAM, now=clock.now())
        approved(offer)

    found = offer_by_slug("new-name")
    assert found is not None
    assert (found.id, found.slug) == (offer.id, "old-name")
    assert list(db.session.scalars(select(OfferSlug.slug))) == ["new-name"]


def test_two_offers_of_one_name_have_addresses_of_their_own_and_no_earlier_one_is_given_away() -> None:
    first = published_offer(title="Old name", slug="old-name")
    services.save_offer(SYSTEM, first.id, whole(title="Next name"), edition=edition_of(first), by=TEAM, now=clock.now())
    approved(first)

    assert written(title="Old name").slug == "old-name-2"
    assert written(title="Next name").slug == "next-name-2"


@pytest.mark.parametrize("act", ["create", "rename"])
def test_two_offers_that_take_the_same_address_at_the_same_moment_both_get_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    acts = [_creating() for _ in range(2)] if act == "create" else [_renaming(f"Before {one}") for one in range(2)]
    db.session.rollback()
    gate = threading.Barrier(2)

    def both_have_looked(title: str, used: Container[str]) -> str:
        with suppress(threading.BrokenBarrierError):
            gate.wait(timeout=1)  # on SQLite the second one waits to begin
        return free_slug(title, used)

    monkeypatch.setattr(writing, "free_slug", both_have_looked)
    done = at_once(app, acts)

    assert [one for one in done if not isinstance(one, Offer)] == []
    db.session.rollback()
    assert set(db.session.scalars(select(Offer.slug))) == {"autism-outreach", "autism-outreach-2"}


def _creating() -> Callable[[], object]:
    vocabulary()
    provider_id = ProviderFactory().id
    return lambda: services.create_offer(SYSTEM, whole(), provider_id=provider_id, by=PROVIDER, now=clock.now())


def _renaming(title: str) -> Callable[[], object]:
    offer = written(title=title)
    saved = services.save_offer(SYSTEM, offer.id, whole(), edition=edition_of(offer), by=TEAM, now=clock.now())
    number, edition = offer.id, saved.edition
    return lambda: services.approve_offer(SYSTEM, number, edition=edition, now=clock.now())


def test_still_true_moves_the_next_check() -> None:
    offer = published_offer(checked_on=clock.today() - timedelta(days=200))
    version = published_version(offer)
    assert version is not None

    offer, changed = services.confirm_still_true(SYSTEM, offer.id, facts_of(version), now=clock.now())

    assert (offer.next_check_on, changed) == (next_check(clock.today()), [])
    assert db.session.scalars(select(OfferCheck)).one().facts["changed"] == []
    assert open_version(offer.id) is None


def test_a_fact_put_right_waits_for_approval() -> None:
    offer = published_offer()
    services.confirm_still_true(SYSTEM, offer.id, facts(offer, waiting="a year"), now=clock.now())

    waiting, shown = open_version(offer.id), published_version(offer)
    assert waiting is not None
    assert shown is not None
    assert (waiting.state, waiting.waiting, shown.waiting) == (VersionState.SUBMITTED, "a year", "about three weeks")
    assert replace(choices_of_version(waiting), waiting="") == replace(choices_of_version(shown), waiting="")
    assert approved(offer).published_version_id == waiting.id


def test_a_fact_put_right_joins_the_change_that_waits_already() -> None:
    offer = published_offer()
    offer_version(offer, number=2, state=VersionState.SUBMITTED, title="A change", contact_name="Sam")
    services.confirm_still_true(SYSTEM, offer.id, facts(offer, waiting="a year"), now=clock.now())

    waiting = open_version(offer.id)
    assert waiting is not None
    assert (waiting.title, waiting.waiting) == ("A change", "a year")


def test_a_fact_is_not_put_right_behind_the_back_of_somebody_who_writes() -> None:
    offer = published_offer()
    offer_version(offer, number=2, state=VersionState.DRAFT)

    with pytest.raises(RuleBroken, match="has not been submitted"):
        services.confirm_still_true(SYSTEM, offer.id, facts(offer, waiting="a year"), now=clock.now())
    assert db.session.scalar(select(func.count()).select_from(OfferCheck)) == 0


def facts(offer: Offer, **said: str) -> Facts:
    version = published_version(offer)
    assert version is not None
    return replace(facts_of(version), **said)


def test_facts_are_checked_kindly() -> None:
    offer = published_offer()

    with pytest.raises(RuleBroken) as refusal:
        services.confirm_still_true(
            SYSTEM, offer.id, facts(offer, contact_phone="ring us", cost_kind="no"), now=clock.now()
        )

    assert {field for field, _ in refusal.value.problems} == {"contact_phone", "cost_kind", "cost"}


def test_an_archived_offer_is_in_no_list_and_comes_back_as_it_was() -> None:
    offer = published_offer(title="Outreach")
    services.archive_offer(SYSTEM, offer.id)
    assert titles() == []
    for act in (services.archive_offer, services.withdraw_offer):
        with pytest.raises(RuleBroken):
            act(SYSTEM, offer.id)
    with pytest.raises(RuleBroken):
        services.save_offer(SYSTEM, offer.id, whole(), edition=edition_of(offer), by=TEAM, now=clock.now())

    services.restore_offer(SYSTEM, offer.id)

    assert titles() == ["Outreach"]


def test_a_change_that_waited_waits_no_longer_once_the_offer_is_archived() -> None:
    offer = written()
    services.submit_offer(SYSTEM, offer.id, now=clock.now())
    services.archive_offer(SYSTEM, offer.id)

    version = open_version(offer.id)
    assert version is not None
    assert version.state == VersionState.DRAFT
    assert services.restore_offer(SYSTEM, offer.id).state == OfferState.DRAFT


def test_what_nobody_has_checked_for_long_is_in_no_list() -> None:
    for days, title in ((30, "Fresh"), (200, "Due"), (400, "Hidden")):
        published_offer(title=title, checked_on=clock.today() - timedelta(days=days))

    assert sorted(titles()) == ["Due", "Fresh"]


def test_html_is_cleaned_on_the_way_in() -> None:
    offer = written(description='<p onclick="x()">Text</p><script>alert(1)</script><a href="javascript:x">l</a>')

    version = open_version(offer.id)
    assert version is not None
    assert version.description == '<p>Text</p><a rel="nofollow noopener noreferrer">l</a>'


def test_who_is_not_there_is_not_found() -> None:
    vocabulary()

    for act in (services.archive_offer, services.restore_offer, services.withdraw_offer):
        with pytest.raises(LookupError):
            act(SYSTEM, 999)
    with pytest.raises(LookupError):
        services.create_offer(SYSTEM, whole(), provider_id=999, by=TEAM, now=clock.now())
