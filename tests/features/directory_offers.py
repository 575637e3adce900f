"""Offers of providers P and Q: published, hidden, archived, and one never published."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from inclusion_app.directory.models import (
    Offer,
    OfferCheck,
    OfferSlug,
    OfferVersion,
    OfferVersionConcept,
    OfferVersionDistrict,
    OfferVersionLink,
    OfferVersionPlace,
)
from inclusion_app.directory.states import OfferState, VersionState
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.vocabulary.models import Concept
from tests.matrix.world import World, _add

TERMS = {
    "offer-kind": ("outreach",),
    "offer-cost": ("free", "funded", "traded"),
    "graduated-level": ("targeted",),
    "delivery": ("in-person",),
}
TAGS = {"phase": "primary", "need": "autism", "graduated-level": "targeted", "delivery": "in-person"}


def build(world: World) -> None:
    """One offer in every state that a page tells apart."""
    for scheme, codes in TERMS.items():
        for position, code in enumerate(codes, start=1):
            _add(
                world,
                f"term_{scheme}_{code}",
                Concept(scheme=scheme, code=code, label=f"The {code}", position=position),
            )
    make_offer(world, "offer", "p")
    make_offer(world, "offer_q", "q")
    make_offer(world, "offer_hidden", "p", days=400)
    make_offer(world, "offer_draft", "p", state=OfferState.DRAFT)
    make_offer(world, "offer_archived", "p", state=OfferState.ARCHIVED)


def make_offer(
    world: World, name: str, letter: str, *, state: OfferState = OfferState.PUBLISHED, days: int = 30
) -> Offer:
    """An offer of that provider whose text was checked so many days ago; a draft has never been."""
    offer = Offer(
        public_id=str(UUID(int=len(world.ids) + 1)), provider_id=world[f"provider_{letter}_itself"],
        slug=name.replace("_", "-"), state=OfferState.DRAFT, created_at=world.now,
    )  # fmt: skip
    _add(world, name, offer)
    is_draft = state in {OfferState.DRAFT, OfferState.SUBMITTED}
    version = make_version(world, f"{name}_version", offer, VersionState(state) if is_draft else VersionState.PUBLISHED)
    if not is_draft:
        checked = clock.london(world.now).date() - timedelta(days=days)
        offer.published_version_id, offer.checked_on = version.id, checked
        offer.next_check_on = checked + timedelta(days=182)
    offer.state = state
    db.session.flush()
    return offer


def make_version(world: World, name: str, offer: Offer, state: VersionState, **said: Any) -> OfferVersion:
    """A whole version of the offer, with a link and a place."""
    given: dict[str, Any] = {
        "number": 1,
        "title": f"Title of {name}",
        "summary": "A summary.",
        "description": "<p>What it is.</p>",
        "kind": "outreach",
        "how_to_get": "Write to us.",
        "waiting": "no waiting",
        "county_wide": True,
        "contact_email": "schools@provider.example",
        "written_at": world.now,
        "submitted_at": world.now,
        "decided_at": world.now,
    }
    version = OfferVersion(offer_id=offer.id, state=state, **(given | said))
    version.concepts = [OfferVersionConcept(scheme=scheme, code=code) for scheme, code in TAGS.items()]
    version.districts = []
    version.links = [OfferVersionLink(position=1, label="More", url="https://provider.example/more")]
    version.places = [OfferVersionPlace(position=1, name="The hall", town="Maidstone", postcode="ME14 1XX")]
    _add(world, name, version)
    return version


def grow(world: World, number: int) -> None:
    """One more offer of provider P, one more of everything that hangs on the first one."""
    offer = make_offer(world, f"offer-n{number}", "p")
    first, need = world["offer_version"], f"need-n{number}"
    db.session.add_all(
        [
            OfferSlug(slug=f"once-{number}", offer_id=offer.id, since=world.now),
            OfferVersionConcept(version_id=first, scheme="need", code=need),
            OfferVersionDistrict(version_id=first, district=f"E07{number:06}"),
            OfferVersionLink(version_id=first, position=number + 2, label=f"Link {number}", url="https://x.example"),
            OfferVersionPlace(version_id=first, position=number + 2, name=f"Place {number}"),
            OfferCheck(
                offer_id=world["offer"], at=world.now, checked_on=clock.london(world.now).date(), facts={"changed": []}
            ),
        ]
    )
    db.session.flush()


HOW_TO: dict[str, Any] = {}
WORDS = {
    "directory.offer slug": {
        "A": "offer",
        "B": "offer-q",
        "hidden": "offer-hidden",
        "draft": "offer-draft",
        "archived": "offer-archived",
        "missing": "nothing",
    },
}
VISITED = {
    "directory.listed": ("/directory", ("anonymous", "headteacher")),
    "directory.offer": ("/directory/{offer_slug}", ("anonymous", "provider-member", "team-adviser")),
}
NAMES = {
    "offers": """
SELECT offer.slug AS offer_slug, offer.id AS offer FROM offer
JOIN offer_version ON offer_version.id = offer.published_version_id
WHERE offer.state = 'published' ORDER BY offer.next_check_on DESC, offer.id LIMIT 1
"""
}
