"""Who has read a report, from the audit trail: the record that every agreement promises the school."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from inclusion_app.foundation.audit import DONE, AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.paging import Page, paginate
from inclusion_app.reviews.models import ReportVersion, Review
from inclusion_app.reviews.reporting.rules.readings import Reading


@dataclass(frozen=True)
class HasRead:
    """One reading: who, when, which version (0: the text before any was kept) and its kind, and in what form."""

    name: str
    at: datetime
    version: int
    kind: str
    form: str


def readings_of(review: Review, *, number: int) -> Page[HasRead]:
    """One page of the readings of a review's drafts and reports, the latest first. Three statements."""
    found = paginate(
        select(AuditEvent)
        .where(AuditEvent.school_id == review.school_id)  # what the trail has an index for
        .where(AuditEvent.subject_type == "review", AuditEvent.subject_id == str(review.id))
        .where(AuditEvent.act.in_(list(Reading)), AuditEvent.outcome == DONE)
        .order_by(AuditEvent.id.desc()),
        number,
    )
    versions = select(ReportVersion.number, ReportVersion.kind).where(ReportVersion.review_id == review.id)
    kinds = {row.number: row.kind for row in db.session.execute(versions)}
    return Page([_reading(event, kinds) for event in found.items], found.number, found.per_page, found.total)


def _reading(event: AuditEvent, kinds: dict[int, str]) -> HasRead:
    version = int(event.detail.get("version", 0))
    form = str(event.detail.get("as", ""))
    return HasRead(event.actor_name, event.at, version, kinds.get(version, ""), form)
