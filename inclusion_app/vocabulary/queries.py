"""Concepts by scheme and code; read once for a request."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from inclusion_app.foundation.database import db
from inclusion_app.vocabulary.models import Concept

KEPT = "concepts"


def concepts(scheme: str) -> list[Concept]:
    """The scheme's terms in order, without those that are retired."""
    return [concept for concept in all_concepts() if concept.scheme == scheme and not concept.retired]


def concept_by_code(scheme: str, code: str) -> Concept | None:
    """One term, retired or not."""
    return next((c for c in all_concepts() if c.scheme == scheme and c.code == code), None)


def all_concepts() -> Sequence[Concept]:
    """Every term of every scheme: one statement, kept until the database session's next commit or end."""
    kept = db.session().info
    if KEPT not in kept:
        kept[KEPT] = db.session.scalars(select(Concept).order_by(Concept.scheme, Concept.position, Concept.id)).all()
    found: Sequence[Concept] = kept[KEPT]
    return found


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, _transaction: Any) -> None:
    """What another request, or this one, has committed since is read again."""
    session.info.pop(KEPT, None)
