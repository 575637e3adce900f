"""Offers for tests, written straight into the database: published, checked a month ago, for the whole county."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import factory
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.directory.choices import OfferChoices
from inclusion_app.directory.models import (
    EmptySearch,
    Offer,
    OfferImport,
    OfferSource,
    OfferVersion,
    OfferVersionConcept,
    OfferVersionDistrict,
    SavedSearch,
)
from inclusion_app.directory.queries.offers import hanging_on_versions
from inclusion_app.directory.rules.shelf_life import next_check
from inclusion_app.directory.search.services.indexing import index_offer
from inclusion_app.directory.states import CostKind, OfferState, VersionState
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.vocabulary.models import Concept
from tests.factories.providers import ProviderFactory
from tests.factories.vocabulary import ConceptFactory

WORDS = {
    "offer-kind": ("outreach", "training"),
    "offer-cost": ("free", "funded", "traded"),
    "graduated-level": ("universal", "targeted"),
    "phase": ("primary", "secondary"),
    "delivery": ("in-person", "online"),
    "need": ("autism", "adhd"),
    "framework-area": ("belonging",),
}
"""The terms that ``vocabulary`` makes, by scheme."""


class OfferFactory(factory.alchemy.SQLAlchemyModelFactory):
    """An offer with no version yet; ``published_offer`` makes a whole one."""

    class Meta:
        model = Offer
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    public_id = factory.LazyFunction(lambda: str(uuid4()))
    provider_id = factory.LazyFunction(lambda: ProviderFactory().id)
    slug = factory.Sequence(lambda n: f"offer-{n}")
    state = OfferState.DRAFT
    created_at = factory.LazyFunction(clock.now)


class OfferVersionFactory(factory.alchemy.SQLAlchemyModelFactory):
    """A draft of the ``offer_id`` given that says all an offer has to say; give ``concepts`` as rows."""

    class Meta:
        model = OfferVersion
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    number = 1
    state = VersionState.DRAFT
    title = factory.Sequence(lambda n: f"Offer {n}")
    summary = "Somebody comes and works beside your staff."
    description = "<p>Six visits in a term.</p>"
    kind = "outreach"
    how_to_get = "Write to us."
    cost_kind = CostKind.FREE
    waiting = "about three weeks"
    county_wide = True
    contact_email = "schools@provider.example"
    written_at = factory.LazyFunction(clock.now)
    concepts = factory.LazyFunction(list)
    districts = factory.LazyFunction(list)
    links = factory.LazyFunction(list)
    places = factory.LazyFunction(list)


def vocabulary() -> None:
    """The terms that offers of tests are tagged with, those of WORDS that are not there yet."""
    there = {(concept.scheme, concept.code) for concept in db.session.query(Concept)}
    for scheme, codes in WORDS.items():
        for code in codes:
            if (scheme, code) not in there:
                ConceptFactory(scheme=scheme, code=code, label=code.replace("-", " ").capitalize())


def whole(**said: Any) -> OfferChoices:
    """Everything an offer has to say before it can be approved, with terms of ``vocabulary``."""
    return OfferChoices(
        **{
            "title": "Autism outreach",
            "summary": "Somebody comes and works beside your staff.",
            "description": "<p>Six visits in a term.</p>",
            "kind": "outreach",
            "needs": ("autism",),
            "levels": ("targeted",),
            "phases": ("primary",),
            "deliveries": ("in-person",),
            "county_wide": True,
            "how_to_get": "Write to us.",
            "waiting": "about three weeks",
            "contact_email": "schools@provider.example",
            **said,
        }
    )


def published_offer(
    *,
    title: str = "Autism outreach",
    provider_id: int | None = None,
    checked_on: date | None = None,
    tags: dict[str, tuple[str, ...]] | None = None,
    districts: tuple[str, ...] = (),
    **version: Any,
) -> Offer:
    """An offer that everybody sees, checked thirty days ago; ``tags`` are codes by scheme, made where they lack."""
    vocabulary()
    checked = checked_on or clock.today() - timedelta(days=30)
    given: dict[str, Any] = {} if provider_id is None else {"provider_id": provider_id}
    if "slug" in version:
        given["slug"] = version.pop("slug")
    offer = OfferFactory(**given)
    first = offer_version(
        offer,
        state=VersionState.PUBLISHED,
        submitted_at=clock.now(),
        title=title,
        tags=tags,
        districts=districts,
        **({"decided_at": clock.now()} | version),
    )
    offer.published_version_id, offer.state = first.id, OfferState.PUBLISHED
    offer.checked_on, offer.next_check_on = checked, next_check(checked)
    db.session.commit()
    index_published(offer)
    return offer


def index_published(offer: Offer) -> None:
    """Keep what the offer is found by, as approving it does."""
    query = select(Offer, OfferVersion).join(OfferVersion, OfferVersion.id == Offer.published_version_id)
    query = query.where(Offer.id == offer.id).options(joinedload(Offer.provider), *hanging_on_versions())
    with transaction() as session:
        found, version = session.execute(query).one()
        index_offer(found, version)


def offer_version(
    offer: Offer, *, tags: dict[str, tuple[str, ...]] | None = None, districts: tuple[str, ...] = (), **version: Any
) -> OfferVersion:
    """One more version of the offer, whole."""
    vocabulary()
    said = {"graduated-level": ("targeted",), "phase": ("primary",), "delivery": ("in-person",), **(tags or {})}
    if version.get("state") == VersionState.SUBMITTED:
        version.setdefault("submitted_at", clock.now())
    return OfferVersionFactory(
        offer_id=offer.id,
        concepts=[OfferVersionConcept(scheme=scheme, code=code) for scheme, codes in said.items() for code in codes],
        districts=[OfferVersionDistrict(district=code) for code in districts],
        county_wide=version.pop("county_wide", not districts),
        **version,
    )


class OfferImportFactory(factory.alchemy.SQLAlchemyModelFactory):
    """A file with one offer that was taken over and published."""

    class Meta:
        model = OfferImport
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    source = "the acorn list"
    file_name = "offers.csv"
    sha256 = "0" * 64
    made, changed, unchanged = 1, 0, 0
    published = True
    imported_at = factory.LazyFunction(clock.now)


class OfferSourceFactory(factory.alchemy.SQLAlchemyModelFactory):
    """What an offer is called in that list, taken over an hour ago; give ``offer_id``."""

    class Meta:
        model = OfferSource
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    source = "the acorn list"
    source_id = factory.Sequence(str)
    sha256 = "0" * 64
    taken_at = factory.LazyFunction(lambda: clock.now() - timedelta(hours=1))


class SavedSearchFactory(factory.alchemy.SQLAlchemyModelFactory):
    """A search for autism with alerts, kept an hour ago; give ``person_id``."""

    class Meta:
        model = SavedSearch
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    name = factory.Sequence(lambda n: f"Search {n}")
    query = "words=autism"
    alerts = True
    told_at = factory.LazyFunction(lambda: clock.now() - timedelta(hours=1))
    created_at = factory.LazyFunction(lambda: clock.now() - timedelta(hours=1))


class EmptySearchFactory(factory.alchemy.SQLAlchemyModelFactory):
    """A search of today that found nothing, once."""

    class Meta:
        model = EmptySearch
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    day = factory.LazyFunction(clock.today)
    words = factory.Sequence(lambda n: f"unicorn {n}")
    facets = ""
    times = 1
