"""Freezing what results say at the end of a month."""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import transaction
from inclusion_app.insights.frozen.content import hash_of, last_month_end, written
from inclusion_app.insights.frozen.models import Freeze
from inclusion_app.insights.frozen.queries import figures_as_of, freeze_of


def freeze_last_month(now: datetime) -> bool:
    """Keep the figures of the end of last month, unless they are kept; says whether they were. Any number may try."""
    as_of = last_month_end(london(now).date())
    if freeze_of(as_of) is not None:
        return False
    try:
        freeze(as_of, now=now)
    except IntegrityError:  # another worker was quicker
        return False
    return True


def freeze(as_of: date, *, now: datetime) -> Freeze:
    """Keep the figures of that day as the summaries say them now. Raises IntegrityError where they are kept."""
    content = written(figures_as_of(as_of))
    with transaction() as session:
        row = Freeze(as_of=as_of, taken_at=now, content=content, sha256=hash_of(content))
        session.add(row)
        audit.record(SYSTEM, "freeze_figures", row, detail={"as_of": as_of.isoformat(), "sha256": row.sha256})
    return row
