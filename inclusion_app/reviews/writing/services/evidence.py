"""Pieces of evidence: added, changed and taken out by those who may write in the form."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import StaleEdit
from inclusion_app.reviews.models import Evidence
from inclusion_app.reviews.states import EvidenceKind, FormKind
from inclusion_app.reviews.writing.queries import questions_for
from inclusion_app.reviews.writing.services.desk import Desk, Place, opened

COMPARED = ("with_whom", "alongside", "seen")


@dataclass(frozen=True)
class Piece:
    """One piece: what was done, with how many of whom, who of the school was alongside, and what was seen."""

    kind: EvidenceKind
    seen: str
    people: int | None = None
    with_whom: str = ""
    alongside: str = ""


def add_evidence(actor: Actor, place: Place, piece: Piece, *, now: datetime) -> Evidence:
    """Add a piece to one area. Raises RuleBroken for those who may not write now, LookupError for no such area."""
    with transaction():
        desk = opened(actor, place.review_id, place.kind, now=now)
        area = questions_for(desk.review).area(place.area)
        row = Evidence(form_id=desk.form.id, area=area.code, added_by_id=actor.person_id, added_at=now)
        _fill(row, piece)
        db.session.add(row)
        _record(actor, "add_evidence", desk, row)
    return row


def change_evidence(
    actor: Actor, review_id: int, kind: FormKind, evidence_id: int, *, piece: Piece, version: int, now: datetime
) -> Evidence:
    """Change a piece. ``version`` is the one the person saw.

    Raises StaleEdit when somebody has changed it since, RuleBroken as ``add_evidence``, LookupError.
    """
    with transaction():
        desk = opened(actor, review_id, kind, now=now)
        row = _piece(desk, evidence_id)
        if row.version != version:
            raise StaleEdit({name: getattr(row, name) for name in COMPARED}, version=row.version)
        _fill(row, piece)
        _record(actor, "change_evidence", desk, row)
    return row


def remove_evidence(actor: Actor, review_id: int, kind: FormKind, evidence_id: int, *, now: datetime) -> None:
    """Take a piece out. Raises RuleBroken as ``add_evidence``, LookupError."""
    with transaction():
        desk = opened(actor, review_id, kind, now=now)
        row = _piece(desk, evidence_id)
        _record(actor, "remove_evidence", desk, row)
        db.session.delete(row)


def _piece(desk: Desk, evidence_id: int) -> Evidence:
    query = select(Evidence).where(Evidence.id == evidence_id, Evidence.form_id == desk.form.id)
    row = db.session.scalars(query.execution_options(populate_existing=True)).first()
    if row is None:
        raise LookupError(f"The form has no evidence {evidence_id}.")
    return row


def _fill(row: Evidence, piece: Piece) -> None:
    row.kind, row.seen, row.people = piece.kind, piece.seen, piece.people
    row.with_whom, row.alongside = piece.with_whom, piece.alongside


def _record(actor: Actor, act: str, desk: Desk, row: Evidence) -> None:
    detail = {"form": desk.form.id, "area": row.area, "kind": row.kind}
    audit.record(actor, act, row, school_id=desk.review.school_id, detail=detail)
