"""A report becomes final, and is opened again where it must be."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update

from inclusion_app.access.actor import Actor
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import ReportTheme, ReportVersion, ReviewChange
from inclusion_app.reviews.reporting.notices import tell_readers
from inclusion_app.reviews.reporting.queries.content import working_content
from inclusion_app.reviews.reporting.queries.versions import FINAL
from inclusion_app.reviews.reporting.rules.checks import FEWEST_THEMES
from inclusion_app.reviews.reporting.services.releasing import kept_version, next_number, refuse_gaps
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import locked_review, move_on, step_back
from inclusion_app.reviews.states import ReviewState

THEMES_FIRST = "Give the report at least one theme first: the programme sees these, and no text."
NOT_FINAL = "Only a final report can be opened again, before the workshop."
READ_AGAIN = "The review has moved on since you opened the page. Read the report again before you finish it."


def finalise_report(
    actor: Actor, review_id: int, *, standings: Collection[Standing], version: int, now: datetime
) -> ReportVersion:
    """Freeze the report with the school's response, and tell everybody who may read it.

    ``version`` is the review's as the lead saw it. An earlier final version is marked as replaced. Raises RuleBroken
    naming what is missing, without a theme, and at another stage; LookupError.
    """
    with transaction():
        review = locked_review(review_id)
        if version and review.version != version:
            raise RuleBroken(None, READ_AGAIN)
        content = working_content(review)
        refuse_gaps(content)
        themes = select(func.count()).where(ReportTheme.review_id == review_id)
        if (db.session.scalar(themes) or 0) < FEWEST_THEMES:
            raise RuleBroken(None, THEMES_FIRST)
        detail: dict[str, object] = {"version": next_number(review_id)}
        event = move_on(actor, review, ReviewState.FINAL, standings=standings, now=now, detail=detail)
        _replace_earlier(review_id, now=now)
        made = kept_version(actor, review, FINAL, content=content, now=now)
        tell_readers("report_final", review, once=event.id)
    return made


def reopen_report(
    actor: Actor, review_id: int, *, reason: str, standings: Collection[Standing], version: int, now: datetime
) -> None:
    """Open a final report again for a new version; the one there is stays, and its readers are told.

    Raises RuleBroken without a reason, by others than lead and office, and once the workshop has been held.
    """
    with transaction():
        if locked_review(review_id).stage != ReviewState.FINAL:
            raise RuleBroken(None, NOT_FINAL)
        review = step_back(actor, review_id, reason=reason, standings=standings, version=version, now=now)
        tell_readers("report_reopened", review, once=_last_event(review_id))


def _last_event(review_id: int) -> int:
    """The audit row of the move that has just been made."""
    db.session.flush()
    query = select(func.max(AuditEvent.id)).join(ReviewChange, ReviewChange.audit_id == AuditEvent.id)
    return db.session.scalar(query.where(ReviewChange.review_id == review_id)) or 0


def _replace_earlier(review_id: int, *, now: datetime) -> None:
    earlier = update(ReportVersion).where(
        ReportVersion.review_id == review_id, ReportVersion.kind == FINAL, ReportVersion.replaced_at.is_(None)
    )
    db.session.execute(earlier.values(replaced_at=now, version=ReportVersion.version + 1))
