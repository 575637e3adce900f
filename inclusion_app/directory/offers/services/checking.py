"""An offer is said to be still true."""

from dataclasses import dataclass, replace
from datetime import datetime

from inclusion_app.directory.models import Offer, OfferCheck, OfferVersion
from inclusion_app.directory.offers.notices import tell_of_submission
from inclusion_app.directory.offers.services.content import blank_version, write_version
from inclusion_app.directory.offers.services.locking import locked_offer
from inclusion_app.directory.queries.offers import choices_of_version, open_version, published_version
from inclusion_app.directory.rules.content import offer_problems, submit_problems, tidied
from inclusion_app.directory.rules.shelf_life import next_check
from inclusion_app.directory.shelf import shelf_life
from inclusion_app.directory.states import CostKind, OfferState, VersionState
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken

NOT_PUBLISHED = "Only an offer that is published can be checked"
BEING_WRITTEN = (
    "There is a change of this offer that has not been submitted. Put what has changed into it and submit it, then "
    "say here that the rest is still true"
)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The facts most likely to change: how to make contact, how long one waits now, and what it costs."""

    contact_name: str
    contact_email: str
    contact_phone: str
    waiting: str
    cost_kind: str
    cost: str


FACTS = tuple(Facts.__dataclass_fields__)


def facts_of(version: OfferVersion) -> Facts:
    """The facts as a version says them."""
    return Facts(**{name: getattr(version, name) for name in FACTS})


def confirm_still_true(actor: Acting, offer_id: int, facts: Facts, *, now: datetime) -> tuple[Offer, list[str]]:
    """The published text is still true, but for the facts that differ: these wait for approval as a change, and are
    named in the answer.

    The next check is due as long from today as the settings say. Raises RuleBroken, LookupError.
    """
    with transaction() as session:
        offer = locked_offer(offer_id)
        published = published_version(offer)
        if offer.state != OfferState.PUBLISHED or published is None:
            raise RuleBroken(None, NOT_PUBLISHED)
        changed = _put_right(offer, published, facts, actor=actor, now=now)
        today = london(now).date()
        offer.checked_on, offer.checked_by_id = today, actor.person_id
        offer.next_check_on = next_check(today, shelf_life())
        session.add(
            OfferCheck(
                offer_id=offer_id,
                checked_on=today,
                at=now,
                by_id=actor.person_id,
                facts=vars(facts) | {"changed": changed},
            )
        )
        event = audit.record(actor, "confirm_still_true", offer, detail={"changed": changed})
        if changed:
            tell_of_submission(offer, published, act=event.id)
    return offer, changed


def _put_right(offer: Offer, published: OfferVersion, facts: Facts, *, actor: Acting, now: datetime) -> list[str]:
    """Begin, or add to, the change that waits; names what differs. Nothing when all is as published."""
    version = open_version(offer.id)
    stands = version if version is not None and version.state == VersionState.SUBMITTED else published
    said, problems = tidied(replace(choices_of_version(stands), **vars(facts)))
    if facts.cost_kind not in list(CostKind):
        problems.append(("cost_kind", "Choose from the list"))
    if problems := [*problems, *offer_problems(said), *submit_problems(said)]:
        raise RuleBroken.several([(field if field in FACTS else None, text) for field, text in problems])
    changed = [name for name in FACTS if getattr(said, name) != getattr(stands, name)]
    if not changed:
        return []
    if version is not None and version is not stands:
        raise RuleBroken(None, BEING_WRITTEN)
    target = version or blank_version(offer.id, number=published.number + 1)
    write_version(target, said)
    target.state, target.submitted_at = VersionState.SUBMITTED, target.submitted_at or now
    target.author_id, target.written_at = actor.person_id, now
    db.session.flush()
    return changed
