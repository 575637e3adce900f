"""The row of an offer, held until the commit: nobody edits, decides or checks in between."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.queries.offers import open_version
from inclusion_app.directory.rules.states import OFFER_MOVES, VERSION_MOVES
from inclusion_app.directory.states import OfferState
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken

ARCHIVED = "This offer is archived, so it cannot be changed"


def locked_offer(offer_id: int) -> Offer:
    """The offer as it stands after the lock is held, with its provider. Raises LookupError."""
    query = select(Offer).where(Offer.id == offer_id).with_for_update(of=Offer).options(joinedload(Offer.provider))
    offer = db.session.scalars(query.execution_options(populate_existing=True)).first()
    if offer is None:
        raise LookupError(f"There is no offer {offer_id}.")
    return offer


def open_version_to(act: str, offer: Offer) -> OfferVersion:
    """The open version, when the table lets that act begin with it. Raises RuleBroken."""
    version, move = open_version(offer.id), VERSION_MOVES[act]
    if offer.state == OfferState.ARCHIVED:
        raise RuleBroken(None, ARCHIVED)
    if version is None or version.state not in move.starts:
        raise RuleBroken(None, move.refusal)
    return version


def move_offer(act: str, offer: Offer) -> None:
    """Move the offer itself, where the table has it begin; one that is published stays so while a change goes on."""
    move = OFFER_MOVES[act]
    if offer.state in move.starts:
        offer.state = move.leads_to
