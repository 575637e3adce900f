"""Providers hear of the checks of their offers: soon, due, hidden; once each, and only they."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.directory.models import Offer
from inclusion_app.directory.offers.services import archive_offer, confirm_still_true
from inclusion_app.directory.offers.services.checking import facts_of
from inclusion_app.directory.offers.services.reminding import remind_of_checks
from inclusion_app.directory.queries.offers import published_version
from inclusion_app.directory.queries.places import map_references
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import DigestLine
from tests.factories.accounts import somebody
from tests.factories.directory import published_offer
from tests.factories.providers import ProviderFactory
from tests.factories.schools import SchoolFactory
from tests.support.statements import counted_statements

pytestmark = pytest.mark.usefixtures("database")


def offer_of_member() -> tuple[Offer, Person]:
    provider_id = ProviderFactory().id
    offer = published_offer(title="Outreach", provider_id=provider_id, checked_on=clock.today())
    return offer, somebody(Role.PROVIDER_MEMBER, provider_id=provider_id)


def on(offer: Offer, days: int) -> datetime:
    """Noon so many days after the check is due: near midnight, winter's day is not summer's."""
    assert offer.next_check_on is not None
    return clock.from_london(offer.next_check_on + timedelta(days=days), time(12))


def lines() -> Sequence[str]:
    return db.session.scalars(select(DigestLine.text).order_by(DigestLine.id)).all()


def test_a_member_hears_three_times_and_each_time_once() -> None:
    offer, _ = offer_of_member()
    heard = [remind_of_checks(on(offer, days)) for days in (-15, -14, -1, 0, 1, 59, 60, 200)]

    assert heard == [0, 1, 0, 1, 0, 0, 1, 0]
    for line, said in zip(lines(), ("is to be checked by", "was due on", "has left the directory"), strict=True):
        assert said in line


def test_nobody_else_hears_and_nothing_that_is_archived_is_asked_for() -> None:
    offer, member = offer_of_member()
    somebody(Role.FACILITATOR, provider_id=offer.provider_id)
    somebody(Role.PROVIDER_MEMBER, provider_id=ProviderFactory().id)
    gone, _ = offer_of_member()
    archive_offer(SYSTEM, gone.id)

    assert remind_of_checks(on(offer, 0)) == 1
    assert db.session.scalars(select(DigestLine.person_id)).all() == [member.id]


def test_after_a_check_it_begins_anew() -> None:
    offer, _ = offer_of_member()
    remind_of_checks(on(offer, 0))
    version = published_version(offer)
    assert version is not None
    when = on(offer, 1)
    offer, _ = confirm_still_true(SYSTEM, offer.id, facts_of(version), now=when)

    assert remind_of_checks(when) == 0
    assert remind_of_checks(on(offer, 0)) == 1


def test_statements_do_not_grow_with_offers() -> None:
    offer, _ = offer_of_member()
    day = on(offer, 0)
    with counted_statements() as few:
        remind_of_checks(day)
    for _ in range(5):
        offer_of_member()
    db.session.expunge_all()  # what the makers have left behind is not read again below
    with counted_statements() as many:
        remind_of_checks(day)

    assert len(many) == len(few)


def test_a_postcode_is_where_its_school_is_or_in_the_middle_of_its_sector() -> None:
    SchoolFactory(postcode="ZZ1 1AB", easting=600_000, northing=150_000)
    SchoolFactory(postcode="ZZ1 1CD", easting=602_000, northing=152_000)
    SchoolFactory(postcode="ZZ1 2CD", easting=1, northing=1)
    SchoolFactory(postcode="ZZ1 3CD", easting=None, northing=None)

    assert map_references({"ZZ1 1AB", "ZZ1 1XY", "ZZ1 3CD", "ZZ9 9ZZ"}) == {
        "ZZ1 1AB": (600_000, 150_000),
        "ZZ1 1XY": (601_000, 151_000),
    }
    assert map_references(()) == {}
