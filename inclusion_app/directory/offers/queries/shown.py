"""An offer as its public page shows it, and the plain list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership
from inclusion_app.directory.models import Offer, OfferCheck, OfferVersion
from inclusion_app.directory.queries.offers import published_version
from inclusion_app.directory.queries.terms import labels
from inclusion_app.directory.queries.visibility import listed_offers
from inclusion_app.directory.rules.shelf_life import shelf_of
from inclusion_app.directory.rules.states import PROVIDER, TEAM
from inclusion_app.directory.shelf import shelf_life
from inclusion_app.directory.states import Shelf
from inclusion_app.foundation.database import db
from inclusion_app.foundation.paging import Page, paginate


@dataclass(frozen=True)
class ShownOffer:
    """An offer with what one of its versions says, what its codes are called, and how fresh it is today."""

    offer: Offer
    version: OfferVersion
    labels: Mapping[str, Mapping[str, str]]
    shelf: Shelf
    checked_by: str = ""
    """Whose check the last one was, ``provider`` or ``team``; nobody is named. Lists leave it open."""

    def listed(self, name: str, scheme: str) -> str:
        """The labels of the version's codes of one scheme, in the scheme's order."""
        codes = self.version.codes(scheme)
        return ", ".join(label for code, label in self.labels[name].items() if code in codes)

    @property
    def kind(self) -> str:
        """What kind of support it is."""
        return self.labels["kind"].get(self.version.kind, "")

    @property
    def needs(self) -> str:
        """The needs it answers."""
        return self.listed("needs", "need")

    @property
    def levels(self) -> str:
        """Its levels of the graduated approach."""
        return self.listed("levels", "graduated-level")

    @property
    def phases(self) -> str:
        """The phases it is for."""
        return self.listed("phases", "phase")

    @property
    def deliveries(self) -> str:
        """How it is given."""
        return self.listed("deliveries", "delivery")

    @property
    def framework_areas(self) -> str:
        """The areas of the review framework it helps with."""
        return self.listed("framework_areas", "framework-area")

    @property
    def cost_kind(self) -> str:
        """What a school pays, in a word."""
        return self.labels["cost_kind"].get(self.version.cost_kind, "")

    @property
    def districts(self) -> Sequence[str]:
        """The districts it is for, by name; none for the whole county."""
        names = self.labels["districts"]
        return sorted(names.get(placed.district, placed.district) for placed in self.version.districts)


def shown_offer(offer: Offer, *, today: date) -> ShownOffer | None:
    """The offer with its published version, all that its page shows."""
    version = published_version(offer)
    return shown(offer, version, today=today) if version else None


def shown(offer: Offer, version: OfferVersion, *, today: date) -> ShownOffer:
    """The offer as it would look with that version, which has everything loaded that hangs on it."""
    fresh = shelf_of(offer.next_check_on, today, shelf_life()) if offer.next_check_on else Shelf.FRESH
    return ShownOffer(offer, version, labels(today), fresh, _checked_by(offer))


def _checked_by(offer: Offer) -> str:
    """An approval is a check by the team, *still true* one by whoever belonged to the provider."""
    if offer.checked_on is None:
        return ""
    last = select(OfferCheck.id).where(OfferCheck.offer_id == offer.id, OfferCheck.checked_on == offer.checked_on)
    belongs = select(Membership.id).where(
        Membership.person_id == offer.checked_by_id,
        Membership.provider_id == offer.provider_id,
        Membership.role == Role.PROVIDER_MEMBER,
    )
    return PROVIDER if db.session.scalar(select(last.exists() & belongs.exists())) else TEAM


def plain_list(number: int, *, today: date) -> Page[ShownOffer]:
    """Everything in the public directory by title."""
    query = (
        listed_offers(today)
        .options(joinedload(Offer.provider))
        .options(selectinload(OfferVersion.concepts), selectinload(OfferVersion.districts))
        .order_by(OfferVersion.title, Offer.id)
    )
    found, names, life = paginate(query, number), labels(today), shelf_life()
    items = [
        ShownOffer(offer, version, names, shelf_of(offer.next_check_on, today, life)) for offer, version in found.items
    ]
    return Page(items=items, number=found.number, per_page=found.per_page, total=found.total)
