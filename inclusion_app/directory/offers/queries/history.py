"""What has become of an offer: its versions, and its checks."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.directory.choices import Labels, texts_of
from inclusion_app.directory.models import OfferCheck, OfferVersion
from inclusion_app.directory.queries.offers import choices_of_version, whole_versions
from inclusion_app.directory.rules.diffs import FieldDiff, differing
from inclusion_app.foundation.database import db

MOST_SHOWN = 30


def versions_of(offer_id: int) -> Sequence[OfferVersion]:
    """The latest versions with who wrote and who decided, newest first."""
    people = joinedload(OfferVersion.author), joinedload(OfferVersion.decided_by)
    query = select(OfferVersion).where(OfferVersion.offer_id == offer_id).options(*people)
    return db.session.scalars(query.order_by(OfferVersion.number.desc()).limit(MOST_SHOWN)).all()


def version_of(offer_id: int, number: int) -> OfferVersion | None:
    """One version of the offer, with all that hangs on it."""
    query = whole_versions().where(OfferVersion.offer_id == offer_id, OfferVersion.number == number)
    return db.session.scalars(query).first()


def checks_of(offer_id: int) -> Sequence[OfferCheck]:
    """The latest times that somebody said it is still true, newest first."""
    query = select(OfferCheck).where(OfferCheck.offer_id == offer_id).options(joinedload(OfferCheck.by))
    return db.session.scalars(query.order_by(OfferCheck.id.desc()).limit(MOST_SHOWN)).all()


def changes_between(before: OfferVersion, after: OfferVersion, *, names: Labels) -> list[FieldDiff]:
    """The fields in which two versions differ, in words; both have everything loaded that hangs on them.

    ``names`` are what codes are called, as ``labels`` gives them.
    """
    return differing(texts_of(choices_of_version(before), names), texts_of(choices_of_version(after), names))
