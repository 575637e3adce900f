"""Offers of providers P and Q: published, hidden, archived, and one never published."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

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
from tests.matrix.bodies import HowTo, typed
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
    make_offer(world, "offer_draft_q", "q", state=OfferState.DRAFT)
    make_offer(world, "offer_submitted", "p", state=OfferState.SUBMITTED)
    make_offer(world, "offer_submitted_q", "q", state=OfferState.SUBMITTED)
    make_offer(world, "offer_archived", "p", state=OfferState.ARCHIVED)
    for letter, name in (("p", "offer_changed"), ("q", "offer_changed_q")):
        offer = make_offer(world, name, letter)
        make_version(world, f"{name}_change", offer, VersionState.DRAFT, number=2, summary="Another summary.")


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


def _text(world: World, name: str, **said: Any) -> dict[str, Any]:
    """Everything the form of an offer sends, written on the text that is there now."""
    offer = db.session.get_one(Offer, world[name], populate_existing=True)
    newest = select(OfferVersion).where(OfferVersion.offer_id == offer.id).order_by(OfferVersion.number.desc())
    version = db.session.scalars(newest.execution_options(populate_existing=True)).first()
    return WRITTEN | {"version": str(version.edition if version else 0)} | said


def _own_text(world: World, thing: str) -> dict[str, Any]:
    return _text(world, "offer_q" if thing == "B" else "offer")


def _facts(world: World, _thing: str) -> dict[str, Any]:
    return {"contact_email": "schools@provider.example", "waiting": "no waiting", "cost_kind": "free"}


def _submitted(world: World, _thing: str) -> dict[str, Any]:
    sent = _text(world, "offer_submitted")
    return {"version": sent["version"], "reason": "Say what it costs."}


WRITTEN = {
    "title": "Another title",
    "summary": "What it is about.",
    "description": "What it is.\n\n- one\n- two",
    "kind": "outreach",
    "levels": ["targeted"],
    "phases": ["primary"],
    "deliveries": ["in-person"],
    "county_wide": "y",
    "how_to_get": "Write to us.",
    "cost_kind": "free",
    "waiting": "about a week",
    "contact_email": "schools@provider.example",
    "places-0-postcode": "ME14 1XX",
    "links-0-url": "https://provider.example",
}
BUTTON = HowTo()
HOW_TO = {
    "provider_offers.create": HowTo(typed(**WRITTEN)),
    "provider_offers.save": HowTo(_own_text),
    "provider_offers.send": BUTTON,
    "provider_offers.withdraw": BUTTON,
    "provider_offers.discard": BUTTON,
    "provider_offers.archive": BUTTON,
    "still_true.confirm": HowTo(_facts),
    "team_offers.approve": HowTo(_submitted),
    "team_offers.send_back": HowTo(_submitted),
    "team_offers.archive": BUTTON,
    "team_offers.restore": BUTTON,
    "team_writing.create": HowTo(lambda world, _thing: WRITTEN | {"provider": str(world["provider_p_itself"])}),
    "team_writing.save": HowTo(_own_text),
}
ROWS: dict[str, Any] = {
    "offer_id": {"A": "offer", "B": "offer_q"},
    "provider_offers.send offer_id": {"A": "offer_draft", "B": "offer_draft_q"},
    "provider_offers.withdraw offer_id": {"A": "offer_submitted", "B": "offer_submitted_q"},
    "provider_offers.discard offer_id": {"A": "offer_changed", "B": "offer_changed_q"},
    "team_offers.approve offer_id": {"A": "offer_submitted"},
    "team_offers.send_back offer_id": {"A": "offer_submitted"},
    "team_offers.restore offer_id": {"A": "offer_archived"},
}
WORDS = {
    "directory.offer slug": {
        "A": "offer",
        "B": "offer-q",
        "hidden": "offer-hidden",
        "draft": "offer-draft",
        "archived": "offer-archived",
        "missing": "nothing",
    },
    "team_offers.version number": {"A": "1", "missing": "1"},
}
VISITED = {
    "directory.listed": ("/directory", ("", "headteacher")),
    "directory.offer": ("/directory/{offer_slug}", ("", "provider-member", "team-adviser")),
    "provider_offers.listed": ("/provider/offers", ("provider-member",)),
    "provider_offers.new": ("/provider/offers/new", ("provider-member",)),
    "provider_offers.show": ("/provider/offers/{own_offer}", ("provider-member",)),
    "provider_offers.edit": ("/provider/offers/{own_offer}/edit", ("provider-member",)),
    "provider_offers.ask_discard": ("/provider/offers/{own_offer}/discard", ("provider-member",)),
    "provider_offers.ask_archive": ("/provider/offers/{own_offer}/archive", ("provider-member",)),
    "still_true.ask": ("/provider/offers/{own_offer}/still-true", ("provider-member",)),
    "team_offers.listed": ("/team/offers?show=published", ("team-viewer", "team-adviser")),
    "team_offers.show": ("/team/offers/{changed_offer}", ("team-viewer", "team-adviser")),
    "team_offers.version": ("/team/offers/{changed_offer}/versions/1", ("team-viewer",)),
    "team_offers.ask_archive": ("/team/offers/{changed_offer}/archive", ("team-adviser",)),
    "team_writing.new": ("/team/offers/new", ("team-adviser",)),
    "team_writing.edit": ("/team/offers/{changed_offer}/edit", ("team-adviser",)),
}
NAMES = {
    "offers": """
SELECT (SELECT slug FROM offer WHERE state = 'published' ORDER BY next_check_on DESC, id LIMIT 1) AS offer_slug,
       (SELECT offer_id FROM offer_version WHERE state = 'submitted' ORDER BY number DESC, id LIMIT 1) AS changed_offer
""",
    "own offers": """
SELECT offer.id AS own_offer FROM offer WHERE state = 'published' ORDER BY
(SELECT count(*) FROM membership WHERE membership.provider_id = offer.provider_id) DESC, provider_id, id LIMIT 1
""",
}
