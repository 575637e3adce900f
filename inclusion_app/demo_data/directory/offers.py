"""Offers made as providers and the team make them: written, submitted, approved, checked, changed, left to grow old."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Provider
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.demo_data.directory.elsewhere import import_from_a_neighbour
from inclusion_app.demo_data.directory.reading import choices_of, provider_entries, read_lines
from inclusion_app.demo_data.reviews.cycles import office_actor
from inclusion_app.directory.choices import OfferChoices
from inclusion_app.directory.models import Offer
from inclusion_app.directory.offers.services import (
    approve_offer,
    archive_offer,
    confirm_still_true,
    create_offer,
    return_offer,
    save_offer,
    submit_offer,
)
from inclusion_app.directory.offers.services.checking import facts_of
from inclusion_app.directory.queries.offers import choices_of_version, open_version, published_version
from inclusion_app.directory.queries.terms import districts
from inclusion_app.directory.rules.states import PROVIDER
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School
from inclusion_app.training.catalogue.services.loading import load_providers

DUE, HIDDEN = timedelta(days=200), timedelta(days=290)
AGO = {5: DUE, 17: DUE, 29: DUE, 41: DUE, 53: DUE, 11: HIDDEN, 26: HIDDEN, 38: HIDDEN, 50: HIDDEN}
"""When some of the offers were approved, and not checked since; the others between a week and five months ago."""
WAITS, DRAFTS, RETURNED, CHANGES, ARCHIVED, CHECKED = {8, 44}, {20, 57}, {32}, {2, 23, 46}, {35}, {1, 14, 28, 40}
REASON = "Please say what a school pays when it is not in one of the districts, and how long it takes to hear from you."


def add_providers() -> None:
    """Those that give offers and no courses; before accounts are opened, so that they have people who sign in."""
    load_providers(SYSTEM, provider_entries())


def make_offers(schools: Sequence[School], *, now: datetime) -> None:
    """About sixty offers of a dozen providers, in every state there is."""
    today = london(now).date()
    known, office = list(districts(today)), office_actor(today)
    providers = {provider.code: provider.id for provider in db.session.scalars(select(Provider))}
    for number, line in enumerate(read_lines()):
        choices = choices_of(
            line, number=number, districts=known, place=schools[number * 7 % len(schools)] if number % 2 else None
        )
        member = member_of(providers[line.provider], now=now)
        _bring_along(number, choices, provider_id=providers[line.provider], member=member, office=office, now=now)
    import_from_a_neighbour(office, now=now - timedelta(days=3))


def _bring_along(
    number: int, choices: OfferChoices, *, provider_id: int, member: Actor, office: Actor, now: datetime
) -> None:
    """One offer, as far as its number goes."""
    then = now - AGO.get(number, timedelta(days=7 + number * 11 % 140))
    offer = create_offer(member, choices, provider_id=provider_id, by=PROVIDER, now=then)
    if number in DRAFTS:
        return
    submit_offer(member, offer.id, now=then)
    edition = _edition(offer)
    if number in WAITS:
        return
    if number in RETURNED:
        return_offer(office, offer.id, edition=edition, reason=REASON, now=then)
        return
    approve_offer(office, offer.id, edition=edition, now=then)
    if number in CHANGES:
        _begin_change(offer, member, number=number, now=now)
    if number in CHECKED:
        version = published_version(offer)
        assert version is not None  # noqa: S101  # it has just been approved
        confirm_still_true(member, offer.id, facts_of(version), now=now - timedelta(days=1))
    if number in ARCHIVED:
        archive_offer(office, offer.id)


def _begin_change(offer: Offer, member: Actor, *, number: int, now: datetime) -> None:
    version = published_version(offer)
    assert version is not None  # noqa: S101  # it has just been approved
    said = choices_of_version(version)
    changed = replace(said, title=f"{said.title}, in two steps", waiting="about two months", cost="Ask us for a price")
    save_offer(member, offer.id, changed, edition=version.edition, by=PROVIDER, now=now)
    if number != min(CHANGES):
        submit_offer(member, offer.id, now=now)


def _edition(offer: Offer) -> int:
    version = open_version(offer.id)
    assert version is not None  # noqa: S101  # it has just been submitted
    return version.edition


def member_of(provider_id: int, *, now: datetime) -> Actor:
    """Somebody who acts for the provider."""
    member = db.session.scalar(
        select(Membership.person_id)
        .where(Membership.provider_id == provider_id, Membership.role == Role.PROVIDER_MEMBER)
        .order_by(Membership.id)
    )
    assert member is not None  # noqa: S101  # accounts have been opened before
    return actor_for(member, today=london(now).date())
