"""Putting what was written elsewhere into a form: always below what stands there, never in its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import FormText
from inclusion_app.reviews.states import FormKind
from inclusion_app.reviews.writing.queries import questions_for
from inclusion_app.reviews.writing.rules.questions import MOST
from inclusion_app.reviews.writing.rules.saving import joined, length_of
from inclusion_app.reviews.writing.services.desk import Desk, opened

NOTHING = "There is nothing to put into the form."


@dataclass(frozen=True)
class Added:
    """Words for one text of one area."""

    area: str
    field: str
    text: str


def add_pieces(actor: Actor, review_id: int, kind: FormKind, pieces: Sequence[Added], *, now: datetime) -> int:
    """Put each piece below what stands in its place, all or none; gives how many there were. One act.

    Raises RuleBroken for those who may not write now, for nothing, and where a text would grow too long; LookupError
    for areas and fields that there are not.
    """
    with transaction():
        desk = opened(actor, review_id, kind, now=now)
        if not pieces:
            raise RuleBroken(None, NOTHING)
        questions = questions_for(desk.review)
        for piece in pieces:
            if piece.field not in questions.area(piece.area).fields(kind):
                raise LookupError(f"Area {piece.area} has no {piece.field}.")
            _add(actor, desk, piece, now=now)
        detail = {"form": kind, "lengths": {f"{p.area} {p.field}": length_of(p.text) for p in pieces}}
        audit.record(actor, "paste_form", desk.form, school_id=desk.review.school_id, detail=detail)
    return len(pieces)


def _add(actor: Actor, desk: Desk, piece: Added, *, now: datetime) -> None:
    text = FormText
    query = select(text).where(text.form_id == desk.form.id, text.area == piece.area, text.field == piece.field)
    row = db.session.scalars(query.execution_options(populate_existing=True)).first()
    row = row or FormText(form_id=desk.form.id, area=piece.area, field=piece.field, text="")
    row.text = joined(row.text, piece.text)
    if length_of(row.text) > MOST:
        raise RuleBroken(None, f"“{piece.field}” would grow too long. Put less into it.")
    row.changed_by_id, row.changed_at, row.stream, row.sequence = actor.person_id, now, "", 0
    db.session.add(row)
    db.session.flush()
