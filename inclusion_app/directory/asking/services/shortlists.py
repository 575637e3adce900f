"""Offers are put on a school's shortlist, noted on, and taken off."""

from datetime import datetime

from sqlalchemy import func, select

from inclusion_app.access.actor import Actor
from inclusion_app.directory.asking.models import ShortlistEntry
from inclusion_app.directory.asking.queries.shortlists import entry_of
from inclusion_app.directory.asking.rules.shortlists import LONGEST_NOTE, MOST_ON_SHORTLIST
from inclusion_app.directory.offers.services.locking import locked_offer
from inclusion_app.directory.states import OfferState
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit

NOT_OFFERED = "This offer is not in the directory any more."
FULL = f"There are {MOST_ON_SHORTLIST} offers on the shortlist. Take one off before you add another."


def add_to_shortlist(actor: Actor, school_id: int, offer_id: int, *, now: datetime) -> ShortlistEntry:
    """Put the offer on the shortlist; it stays as it is where it stands there already.

    Raises RuleBroken for an offer that is not published and above a hundred, LookupError.
    """
    with transaction() as session:
        offer = locked_offer(offer_id)  # two colleagues at once: the second finds it there
        entry = entry_of(school_id, offer_id)
        if entry is not None:
            return entry
        if offer.state != OfferState.PUBLISHED:
            raise RuleBroken(None, NOT_OFFERED)
        if _number_on(school_id) >= MOST_ON_SHORTLIST:
            raise RuleBroken(None, FULL)
        entry = ShortlistEntry(school_id=school_id, offer_id=offer_id, added_by_id=actor.person_id, added_at=now)
        session.add(entry)
        audit.record(actor, "add_to_shortlist", entry, school_id=school_id, detail={"offer": offer_id})
    return entry


def remove_from_shortlist(actor: Actor, school_id: int, offer_id: int) -> None:
    """Take the offer off, with its note; nothing happens where it is not on it. Raises LookupError."""
    with transaction() as session:
        locked_offer(offer_id)
        entry = entry_of(school_id, offer_id)
        if entry is None:
            return
        audit.record(actor, "remove_from_shortlist", entry, school_id=school_id, detail={"offer": offer_id})
        session.delete(entry)


def note_on_shortlist(actor: Actor, school_id: int, offer_id: int, *, note: str, version: int) -> ShortlistEntry:
    """Say beside the offer what colleagues should know. ``version`` is the one the writer saw.

    Raises StaleEdit when a colleague has changed the note since, RuleBroken when it is too long, LookupError.
    """
    with transaction():
        locked_offer(offer_id)
        entry = entry_of(school_id, offer_id)
        if entry is None:
            raise LookupError(f"Offer {offer_id} is not on the shortlist of school {school_id}.")
        if len(note) > LONGEST_NOTE:
            raise RuleBroken("note", f"The note must be {LONGEST_NOTE} characters or fewer")
        if entry.version != version:
            raise StaleEdit({"note": entry.note}, version=entry.version)
        entry.note = note
        audit.record(actor, "note_on_shortlist", entry, school_id=school_id, detail={"offer": offer_id})
    return entry


def _number_on(school_id: int) -> int:
    query = select(func.count()).select_from(ShortlistEntry).where(ShortlistEntry.school_id == school_id)
    return db.session.scalar(query) or 0
