"""What must be true of forms in every copy of the database."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.reviews.models import Evidence, FormText, Review, ReviewForm
from inclusion_app.reviews.states import ORDER, FormKind, ReviewState, Side
from inclusion_app.reviews.writing.rules.snapshots import digest_of_snapshot

_SIGNED = ORDER[ORDER.index(ReviewState.SELF_REVIEW_SUBMITTED) :]


def _digests() -> list[str]:
    query = select(ReviewForm.id, ReviewForm.snapshot, ReviewForm.digest).where(ReviewForm.submitted_at.is_not(None))
    return [
        f"form {number} has been submitted, and its digest is not that of its snapshot"
        for number, snapshot, digest in db.session.execute(query.order_by(ReviewForm.id))
        if digest_of_snapshot(snapshot or {}) != digest
    ]


def _touched() -> list[str]:
    """What stands in a submitted form is what was frozen."""
    frozen = select(ReviewForm.id, ReviewForm.snapshot).where(ReviewForm.snapshot.is_not(None)).order_by(ReviewForm.id)
    texts: dict[int, dict[tuple[str, str], str]] = {}
    submitted = select(ReviewForm.id).where(ReviewForm.submitted_at.is_not(None))
    query = select(FormText.form_id, FormText.area, FormText.field, FormText.text)
    for form_id, area, field, text in db.session.execute(query.where(FormText.form_id.in_(submitted))):
        texts.setdefault(form_id, {})[area, field] = text
    return [
        f"form {number} has been submitted, and {area} {field} is not as it was then"
        for number, snapshot in db.session.execute(frozen)
        for area, field, text in _frozen_texts(snapshot)
        if texts.get(number, {}).get((area, field), "") != text
    ]


def _frozen_texts(snapshot: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for area in snapshot.get("areas", ()):
        for text in area.get("texts", ()):
            yield area["code"], text["field"], text["text"]


def _evidence_after() -> list[str]:
    query = (
        select(Evidence.id, Evidence.form_id)
        .join(ReviewForm, ReviewForm.id == Evidence.form_id)
        .where(ReviewForm.submitted_at.is_not(None), Evidence.added_at > ReviewForm.submitted_at)
        .order_by(Evidence.id)
    )
    return rows(query, "evidence {0} was added to form {1} after it was submitted")


def _signed() -> list[str]:
    """A review that is past its self-review has one that is signed, if anything was written."""
    query = (
        select(Review.id, Review.state)
        .join(ReviewForm, (ReviewForm.review_id == Review.id) & (ReviewForm.kind == FormKind.SELF_REVIEW))
        .where(Review.state.in_(_SIGNED), Review.side == Side.NONE, ReviewForm.submitted_at.is_(None))
        .order_by(Review.id)
    )
    return rows(query, "review {0} is {1} and its self-review is not signed")


CHECKS = (
    Check("submitted forms have the digest of their snapshot", _digests),
    Check("submitted forms are as they were submitted", _touched),
    Check("no evidence was added to a submitted form", _evidence_after),
    Check("reviews past their self-review have it signed", _signed),
)
