"""Offers as the list of the search shows them: one statement, and what the index knows of them already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from inclusion_app.accounts.models import Provider
from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.queries.visibility import is_listed
from inclusion_app.directory.rules.shelf_life import shelf_of
from inclusion_app.directory.search.rules.documents import Document
from inclusion_app.directory.shelf import shelf_life
from inclusion_app.directory.states import Shelf
from inclusion_app.foundation.database import db

Labels = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class ByName:
    """Whose an offer is."""

    name: str


@dataclass(frozen=True)
class CardOffer:
    """The offer of a card."""

    id: int
    slug: str
    provider: ByName
    checked_on: date | None
    next_check_on: date | None


@dataclass(frozen=True)
class CardVersion:
    """What the offer of a card says."""

    title: str
    summary: str
    waiting: str
    county_wide: bool


@dataclass(frozen=True)
class Card:
    """As much of a shown offer as its card needs, by the same names."""

    offer: CardOffer
    version: CardVersion
    kind: str
    cost_kind: str
    levels: str
    districts: Sequence[str]
    shelf: Shelf


def cards(documents: Sequence[Document], labels: Labels, *, today: date) -> dict[int, Card]:
    """The card of each, by the offer's id; whichever is not listed any more is left out."""
    if not documents:
        return {}
    version = OfferVersion
    query = (
        select(
            Offer.id, Offer.slug, Offer.checked_on, Offer.next_check_on, Provider.name.label("provider"),
            version.title, version.summary, version.waiting, version.county_wide, version.kind, version.cost_kind,
        )
        .join(version, version.id == Offer.published_version_id)
        .join(Provider, Provider.id == Offer.provider_id)
        .where(is_listed(today), Offer.id.in_([document.offer_id for document in documents]))
    )  # fmt: skip
    rows, life = {row.id: row for row in db.session.execute(query)}, shelf_life()
    found = {}
    for document in documents:
        if row := rows.get(document.offer_id):
            codes, names = document.codes, labels["districts"]
            found[row.id] = Card(
                offer=CardOffer(row.id, row.slug, ByName(row.provider), row.checked_on, row.next_check_on),
                version=CardVersion(row.title, row.summary, row.waiting, row.county_wide),
                kind=labels["kind"].get(row.kind, ""),
                cost_kind=labels["cost_kind"].get(row.cost_kind, ""),
                levels=", ".join(label for code, label in labels["levels"].items() if code in codes["level"]),
                districts=sorted(names.get(code, code) for code in codes["district"]),
                shelf=shelf_of(row.next_check_on, today, life) if row.next_check_on else Shelf.FRESH,
            )
    return found
