"""The team decides on what providers submit."""

import re
from datetime import datetime

from inclusion_app.directory.models import Offer, OfferSlug, OfferVersion
from inclusion_app.directory.offers.notices import tell_of_approval, tell_of_return
from inclusion_app.directory.offers.services.locking import locked_offer, move_offer, open_version_to
from inclusion_app.directory.offers.services.writing import with_new_slug
from inclusion_app.directory.queries.offers import choices_of_version, published_version
from inclusion_app.directory.rules.content import submit_problems
from inclusion_app.directory.rules.shelf_life import next_check
from inclusion_app.directory.rules.slugs import slug_base
from inclusion_app.directory.rules.states import VERSION_MOVES
from inclusion_app.directory.search.services.indexing import index_offer
from inclusion_app.directory.shelf import shelf_life
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken

LONGEST_REASON = 2_000
CHANGED = "The text has been changed since you opened it. Read it again below, then decide"


def approve_offer(actor: Acting, offer_id: int, *, edition: int, now: datetime) -> Offer:
    """Everybody sees the submitted version from now on; the one before is kept in the history.

    ``edition`` is that of the text that was read. What has been approved counts as checked today. Raises RuleBroken
    when it does not wait any more, or says something else by now; LookupError.
    """
    with transaction():
        offer = locked_offer(offer_id)
        version = _as_read(open_version_to("approve_offer", offer), edition)
        if problems := submit_problems(choices_of_version(version)):
            raise RuleBroken.several([(None, sentence) for _, sentence in problems])
        before = published_version(offer)
        if before is not None:
            before.state = VERSION_MOVES["replace"].leads_to
        _decide(version, "approve_offer", actor=actor, now=now)
        move_offer("approve_offer", offer)
        offer.published_version_id = version.id
        _count_as_checked(offer, actor=actor, now=now)
        _follow_title(offer, version.title, now=now)
        index_offer(offer, version)
        event = audit.record(actor, "approve_offer", offer, detail={"number": version.number})
        tell_of_approval(offer, version, act=event.id, but=actor.person_id)
    return offer


def return_offer(actor: Acting, offer_id: int, *, edition: int, reason: str, now: datetime) -> Offer:
    """Send the submitted version back with reasons; what is published stays. Raises RuleBroken, LookupError."""
    with transaction():
        offer = locked_offer(offer_id)
        version = _as_read(open_version_to("return_offer", offer), edition)
        if not reason.strip():
            raise RuleBroken("reason", "Say what has to change before it can be approved")
        if len(reason) > LONGEST_REASON:
            raise RuleBroken("reason", f"The reasons must be {LONGEST_REASON:,} characters or fewer")
        version.reason = reason.strip()
        _decide(version, "return_offer", actor=actor, now=now)
        move_offer("return_offer", offer)
        event = audit.record(actor, "return_offer", offer, detail={"number": version.number})
        tell_of_return(offer, version, act=event.id, but=actor.person_id)
    return offer


def _as_read(version: OfferVersion, edition: int) -> OfferVersion:
    if version.edition != edition:
        raise RuleBroken(None, CHANGED)
    return version


def _decide(version: OfferVersion, act: str, *, actor: Acting, now: datetime) -> None:
    version.state = VERSION_MOVES[act].leads_to
    version.decided_by_id, version.decided_at = actor.person_id, now


def _count_as_checked(offer: Offer, *, actor: Acting, now: datetime) -> None:
    today = london(now).date()
    offer.checked_on, offer.checked_by_id = today, actor.person_id
    offer.next_check_on = next_check(today, shelf_life())


def _follow_title(offer: Offer, title: str, *, now: datetime) -> None:
    """The address follows the title; the one that was goes on leading here."""
    if re.fullmatch(re.escape(slug_base(title)) + r"(-\d+)?", offer.slug):
        return
    with_new_slug(title, lambda slug: _move_to(offer, slug, now=now), but=offer.id)


def _move_to(offer: Offer, slug: str, *, now: datetime) -> None:
    earlier = db.session.get(OfferSlug, slug)
    if earlier is not None:
        db.session.delete(earlier)  # it has its own old name again
    db.session.add(OfferSlug(slug=offer.slug, offer_id=offer.id, left_at=now))
    offer.slug = slug
