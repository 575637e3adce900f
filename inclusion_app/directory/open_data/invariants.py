"""What must be true of offers from elsewhere in every copy of the database. Checks only read."""

from sqlalchemy import func, select

from inclusion_app.directory.models import OfferImport, OfferSource
from inclusion_app.foundation.invariants import Check, rows


def _from_nowhere() -> list[str]:
    """Whatever an offer is called elsewhere was read in a file that was taken over, at that moment or since."""
    files = select(OfferImport.source, func.max(OfferImport.imported_at).label("last")).group_by(OfferImport.source)
    last = files.subquery()
    query = select(OfferSource.source, OfferSource.source_id).outerjoin(last, last.c.source == OfferSource.source)
    late = last.c.last.is_(None) | (last.c.last < OfferSource.taken_at)
    return rows(
        query.where(late).order_by(OfferSource.source, OfferSource.source_id),
        "‘{1}’ of ‘{0}’ was in no file that was taken over",
    )


def _lost() -> list[str]:
    """Each offer that a file made is still known by what its source calls it."""
    known = (
        select(OfferSource.source, func.count(OfferSource.id).label("known")).group_by(OfferSource.source).subquery()
    )
    made = func.sum(OfferImport.made)
    query = (
        select(OfferImport.source, made, func.coalesce(known.c.known, 0))
        .outerjoin(known, known.c.source == OfferImport.source)
        .group_by(OfferImport.source, known.c.known)
        .having(made > func.coalesce(known.c.known, 0))
        .order_by(OfferImport.source)
    )
    return rows(query, "files of ‘{0}’ made {1} offers, of which {2} are known by their source")


CHECKS = (
    Check("directory: what came from elsewhere came in a file that was taken over", _from_nowhere),
    Check("directory: every offer that a file made is known by its source", _lost),
)
