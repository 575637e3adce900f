"""Every reading and download of a report or draft is on the audit trail (docs/adr/0008)."""

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import transaction
from inclusion_app.reviews.reporting.rules.readings import Reading


def record_reading(
    actor: Actor, review_id: int, reading: Reading, *, school_id: int, version: int, what: str = "page"
) -> None:
    """Add the one audit row. ``version`` is the number of what was read (0: the working text), ``what`` its form.

    Nothing else may be added or changed while something is read.
    """
    with transaction():
        subject = ("review", review_id)
        audit.record(actor, reading, subject, school_id=school_id, detail={"version": version, "as": what})
