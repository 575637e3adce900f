"""Offers of a file are taken over: made, changed and, where that was chosen, published; all or nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from inclusion_app.accounts.models import Provider
from inclusion_app.directory.models import OfferImport, OfferSource
from inclusion_app.directory.offers.services import approve_offer, create_offer, save_offer
from inclusion_app.directory.open_data.importing.mapping import Meanings, Otherwise
from inclusion_app.directory.open_data.importing.plan import Comes, Plan, Step, planned
from inclusion_app.directory.open_data.importing.queries import facts_of
from inclusion_app.directory.open_data.importing.sheet import Sheet
from inclusion_app.directory.queries.offers import open_version
from inclusion_app.directory.rules.slugs import free_slug
from inclusion_app.directory.rules.states import TEAM
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.words import plain

CLASH = "Somebody else changed the same offers at this moment, so nothing was taken over. Try again."
NOT_AS_SEEN = "What would be made of the file is not what you have looked at. Look at it again below, then decide."
NOTHING_NEW = "Everything in this file is here already, so there is nothing to take over."


class Fate(StrEnum):
    """What becomes of offers that are taken over."""

    SUBMIT = "submit"
    PUBLISH = "publish"


@dataclass(frozen=True, kw_only=True)
class OfferFile:
    """A file, the directory it is from, what its columns mean, and what holds where it says nothing."""

    sheet: Sheet
    source: str
    meanings: Meanings
    otherwise: Otherwise


def plan_of(file: OfferFile, *, today: date) -> Plan:
    """What would be made of the file now; nothing is changed."""
    return planned(
        file.sheet, file.meanings, file.otherwise, facts=facts_of(file.sheet, source=file.source, today=today)
    )


def import_offers(actor: Acting, file: OfferFile, *, seen: str, fate: Fate, now: datetime) -> Plan:
    """Take over what is new or changed, as it was ``seen`` (the digest of the plan that was shown).

    Raises RuleBroken, and nothing has changed, when something is wrong, when it would come to something else by now,
    or when there is nothing to do.
    """
    try:
        with transaction():
            plan = plan_of(file, today=london(now).date())
            _check(plan, seen)
            _take(actor, file, plan, fate=fate, now=now)
    except IntegrityError as clash:
        raise RuleBroken(None, CLASH) from clash
    return plan


def _check(plan: Plan, seen: str) -> None:
    if plan.faults:
        raise RuleBroken.several([(None, str(fault)) for fault in plan.faults[:50]])
    if plan.digest != seen:
        raise RuleBroken(None, NOT_AS_SEEN)
    if not plan.to_do:
        raise RuleBroken(None, NOTHING_NEW)


def _take(actor: Acting, file: OfferFile, plan: Plan, *, fate: Fate, now: datetime) -> None:
    with transaction() as session:
        made, changed = len(plan.those(Comes.NEW)), len(plan.those(Comes.CHANGED))
        done = OfferImport(
            source=file.source, file_name=file.sheet.name, sha256=file.sheet.sha256, made=made, changed=changed,
            unchanged=len(plan.steps) - made - changed, published=fate == Fate.PUBLISH, imported_at=now,
            imported_by_id=actor.person_id,
        )  # fmt: skip
        session.add(done)
        session.flush()
        providers = _with_new_providers(plan)
        sources = {row.source_id: row for row in session.scalars(_sources(file.source))}
        for step in plan.to_do:
            offer_id = _write(actor, step, providers=providers, now=now)
            if fate == Fate.PUBLISH:
                _publish(actor, offer_id, now=now)
            row = sources.get(step.entry.source_id)
            if row is None:
                row = OfferSource(source=file.source, source_id=step.entry.source_id, offer_id=offer_id)
                session.add(row)
            row.sha256, row.taken_at = step.sha256, now
        detail = {"source": file.source, "made": made, "changed": changed, "fate": fate.value}
        audit.record(actor, "import_offers", done, detail=detail | {"providers": list(plan.new_providers)[:50]})


def _sources(source: str) -> Select[OfferSource]:
    return select(OfferSource).where(OfferSource.source == source)


def _write(actor: Acting, step: Step, *, providers: dict[str, int], now: datetime) -> int:
    """Make the offer, or its change, as the team does: it waits for approval. Answers the offer's number."""
    if step.known is None:
        provider_id = providers[plain(step.entry.provider)]
        return create_offer(actor, step.entry.choices, provider_id=provider_id, by=TEAM, now=now).id
    save_offer(actor, step.known.offer_id, step.entry.choices, edition=step.known.edition, by=TEAM, now=now)
    return step.known.offer_id


def _publish(actor: Acting, offer_id: int, *, now: datetime) -> None:
    version = open_version(offer_id)
    assert version is not None  # noqa: S101  # it has just been written
    approve_offer(actor, offer_id, edition=version.edition, now=now)


def _with_new_providers(plan: Plan) -> dict[str, int]:
    """Every provider by name and code, those made here among them."""
    with transaction() as session:
        rows = session.execute(select(Provider.code, Provider.name, Provider.id)).all()
        codes = {code for code, _, _ in rows}
        found = {plain(word): number for code, name, number in rows for word in (code, name)}
        for name in plan.new_providers:
            code = free_slug(name, codes)
            codes.add(code)
            provider = Provider(code=code, name=name)
            session.add(provider)
            db.session.flush()
            found[plain(name)] = provider.id
    return found
