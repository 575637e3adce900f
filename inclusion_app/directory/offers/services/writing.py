"""Writing offers: what everybody else sees stays as it is until a change has been approved."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from inclusion_app.accounts.models import Provider
from inclusion_app.directory.choices import FIELDS, OfferChoices, texts_of
from inclusion_app.directory.models import Offer, OfferSlug, OfferVersion
from inclusion_app.directory.offers.services.content import blank_version, check_codes, on_map, write_version
from inclusion_app.directory.offers.services.locking import ARCHIVED, locked_offer
from inclusion_app.directory.queries.offers import choices_of_version, open_version, published_version
from inclusion_app.directory.queries.terms import labels
from inclusion_app.directory.rules.content import offer_problems, submit_problems, tidied
from inclusion_app.directory.rules.slugs import free_slug, slug_base
from inclusion_app.directory.rules.states import TEAM, state_of_offer
from inclusion_app.directory.states import OfferState, VersionState
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.foundation.links import full_address

Taken = TypeVar("Taken")
MOST_CLASHES = 10
MANY_AT_ONCE = "Several offers of this title are being made at this moment. Save it once more"


def create_offer(actor: Acting, choices: OfferChoices, *, provider_id: int, by: str, now: datetime) -> Offer:
    """A new offer of the provider with its first version: a draft, or waiting for approval when the team wrote it.

    Raises RuleBroken with everything that is wrong at once, LookupError when there is no such provider.
    """
    with transaction() as session:
        if session.get(Provider, provider_id) is None:
            raise LookupError(f"There is no provider {provider_id}.")
        said = on_map(checked_choices(choices, by=by))
        offer = with_new_slug(said.title, lambda slug: _new_offer(slug, provider_id=provider_id, now=now))
        version = blank_version(offer.id, number=1)
        _write(version, said, actor=actor, by=by, now=now)
        offer.state = state_of_offer(None, open_state=version.state)
        audit.record(actor, "create_offer", offer, detail={"slug": offer.slug, "provider_id": provider_id})
    return offer


def save_offer(
    actor: Acting, offer_id: int, choices: OfferChoices, *, edition: int, by: str, now: datetime
) -> OfferVersion:
    """Write on the offer's open version, or begin one; ``edition`` is that of the text the writer began with.

    A provider's saving is kept as it stands; the team's is whole, and waits for approval at once. Raises StaleEdit
    when somebody has changed the text since, RuleBroken with everything that is wrong at once, LookupError.
    """
    with transaction():
        offer = locked_offer(offer_id)
        if offer.state == OfferState.ARCHIVED:
            raise RuleBroken(None, ARCHIVED)
        version, shown = open_version(offer_id), published_version(offer)
        stands = version or shown
        assert stands is not None  # noqa: S101  # an offer is made with a version
        if stands.edition != edition:
            raise _stale(choices, stands, now=now)
        before = choices_of_version(stands)
        said = on_map(checked_choices(choices, by=by), known=before.places)
        if version is None:
            version = blank_version(offer_id, number=stands.number + 1)
        _write(version, said, actor=actor, by=by, now=now)
        offer.state = state_of_offer(offer.published_version_id, open_state=version.state)
        changed = [name for name in FIELDS if getattr(said, name) != getattr(before, name)]
        audit.record(actor, "save_offer", offer, detail={"number": version.number, "changed": changed})
    return version


def checked_choices(choices: OfferChoices, *, by: str) -> OfferChoices:
    """The choices as they are kept. Raises RuleBroken; what the team writes has to be whole as well."""
    said, problems = tidied(choices)
    problems += offer_problems(said) + check_codes(said)
    if by == TEAM:
        problems += submit_problems(said)
    if problems:
        raise RuleBroken.several(problems)
    return said


def with_new_slug(title: str, take: Callable[[str], Taken], *, but: int | None = None) -> Taken:
    """What ``take`` makes of an address for that title which no other offer has or had; ``but`` is the offer it is for.

    Whoever takes the same one at the same moment is waited for, and the next one taken.
    """
    session = db.session()
    for _ in range(MOST_CLASHES):
        try:
            with session.begin_nested():
                taken = take(_free_slug(title, but=but))
                session.flush()
        except IntegrityError:
            continue
        return taken
    raise RuleBroken("title", MANY_AT_ONCE)


def _free_slug(title: str, *, but: int | None) -> str:
    base = slug_base(title)
    now_used = select(Offer.slug).where(Offer.slug.startswith(base, autoescape=True), Offer.id != but)
    earlier = select(OfferSlug.slug).where(OfferSlug.slug.startswith(base, autoescape=True), OfferSlug.offer_id != but)
    return free_slug(title, {*db.session.scalars(now_used), *db.session.scalars(earlier)})


def _new_offer(slug: str, *, provider_id: int, now: datetime) -> Offer:
    public_id = str(uuid5(NAMESPACE_URL, full_address(f"/directory/{slug}")))
    offer = Offer(public_id=public_id, provider_id=provider_id, slug=slug, state=OfferState.DRAFT, created_at=now)
    db.session.add(offer)
    return offer


def _write(version: OfferVersion, said: OfferChoices, *, actor: Acting, by: str, now: datetime) -> None:
    write_version(version, said)
    version.author_id, version.written_at = actor.person_id, now
    if by == TEAM:
        version.state = VersionState.SUBMITTED
        version.submitted_at = version.submitted_at or now
    db.session.flush()


def _stale(mine: OfferChoices, stands: OfferVersion, *, now: datetime) -> StaleEdit:
    """The fields in which the two texts differ, with what stands there now."""
    said, _ = tidied(mine)
    names = labels(london(now).date())
    theirs = texts_of(choices_of_version(stands), names)
    own = texts_of(replace(said), names)
    return StaleEdit({name: text for name, text in theirs.items() if own[name] != text}, version=stands.edition)
