"""Providers are reminded of the check of their offers, before it is due, when it is, and when an offer is hidden."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from inclusion_app.accounts.models import Person
from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.offers.notices import DUE, HIDDEN, SOON, check_notes
from inclusion_app.directory.offers.queries.people import members_by_provider
from inclusion_app.directory.rules.shelf_life import ShelfLife, hidden_from, shelf_of
from inclusion_app.directory.shelf import shelf_life
from inclusion_app.directory.states import OfferState, Shelf
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import DigestLine, DigestNote, post_digest_notes

AT_A_TIME = 200
STAGES = {Shelf.FRESH: SOON, Shelf.DUE: DUE, Shelf.HIDDEN: HIDDEN}


def remind_of_checks(now: datetime) -> int:
    """A line in the digest of every member of a provider whose offer is due within the days the settings say, is due,
    or is hidden; how many lines. Once for each check and stage. Safe to run at any time, twice, and in two processes.
    """
    today, life = london(now).date(), shelf_life()
    ids = _to_be_checked(today, life)
    return sum(_remind(ids[start : start + AT_A_TIME], today, life) for start in range(0, len(ids), AT_A_TIME))


def _to_be_checked(today: date, life: ShelfLife) -> Sequence[int]:
    soon = today + timedelta(days=life.remind_before_days)
    query = select(Offer.id).where(Offer.state == OfferState.PUBLISHED, Offer.next_check_on <= soon)
    return db.session.scalars(query.order_by(Offer.id)).all()


def _remind(ids: Sequence[int], today: date, life: ShelfLife) -> int:
    """Still so, now that the offers are held: a check that came in between is not asked for again."""
    with transaction() as session:
        soon = today + timedelta(days=life.remind_before_days)
        rows = session.execute(
            select(Offer, OfferVersion.title)
            .join(OfferVersion, OfferVersion.id == Offer.published_version_id)
            .where(Offer.id.in_(ids), Offer.state == OfferState.PUBLISHED, Offer.next_check_on <= soon)
            .order_by(Offer.id)
            .with_for_update(of=Offer)
        ).all()
        members = members_by_provider({offer.provider_id for offer, _ in rows})
        notes = [note for offer, title in rows for note in _notes(offer, title, members, today=today, life=life)]
        known = set(session.scalars(select(DigestLine.key).where(DigestLine.key.in_([note.key for note in notes]))))
        fresh = [note for note in notes if note.key not in known]
        post_digest_notes(fresh)
    return len(fresh)


def _notes(
    offer: Offer, title: str, members: dict[int, list[Person]], *, today: date, life: ShelfLife
) -> list[DigestNote]:
    assert offer.next_check_on is not None  # noqa: S101  # it is published
    stage = STAGES[shelf_of(offer.next_check_on, today, life)]
    gone = hidden_from(offer.next_check_on, life)
    return check_notes(offer, title, members[offer.provider_id], stage=stage, hidden_from=gone)
