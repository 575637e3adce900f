"""The one scope of what is in the public directory: lists, searches, counts, feeds and suggestions begin here."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, select

from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.rules.shelf_life import last_due_hidden
from inclusion_app.directory.shelf import shelf_life
from inclusion_app.directory.states import OfferState


def is_listed(today: date) -> ColumnElement[bool]:
    """The offer is published, and its check is not overdue by so long that it is hidden."""
    return and_(Offer.state == OfferState.PUBLISHED, Offer.next_check_on > last_due_hidden(today, shelf_life()))


def listed_offers(today: date) -> Select[Offer, OfferVersion]:
    """Offers that anybody may find today, each with its published version; narrow it, order it, count it."""
    query = select(Offer, OfferVersion).join(OfferVersion, OfferVersion.id == Offer.published_version_id)
    return query.where(is_listed(today))
