"""Server-side drafts: typed text outlives an expired session, a closed laptop and a dropped line."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import request
from flask_login import current_user
from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import Base, db, transaction
from inclusion_app.foundation.numbers import whole_number

if TYPE_CHECKING:
    from inclusion_app.foundation.forms import Form

LARGEST_BYTES = 400_000
MOST_PER_PERSON = 60
KEPT_FOR = timedelta(days=30)
NEVER_KEPT = ("csrf_token", "form_key", "password")
RESEND = "resend-"
SENT = 2**31 - 1  # the sequence of a form that has been sent: no save of the same showing comes after it


class Draft(Base):
    """What one person has typed into one form and not yet sent; nobody else ever sees it."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(String(200))
    path: Mapped[str] = mapped_column(String(500), default="")
    fields: Mapped[dict[str, Any]]
    stream: Mapped[str] = mapped_column(String(40), default="")
    sequence: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime] = mapped_column(index=True)


def kept_fields(sent: "MultiDict[str, str]") -> dict[str, list[str]]:
    """What of a sent form may be kept: everything but tokens and passwords (and NUL, which no database keeps)."""
    kept = {name: sent.getlist(name) for name in sent if not any(word in name for word in NEVER_KEPT)}
    return {name.replace("\0", ""): [text.replace("\0", "") for text in texts] for name, texts in kept.items()}


def save(
    person_id: int,
    key: str,
    fields: Mapping[str, list[str]],
    *,
    now: datetime,
    stream: str = "",
    sequence: int = 0,
    path: str = "",
) -> bool:
    """Keep the newest text; False when an older or far too large text arrived, which changes nothing.

    ``stream`` is one showing of the form and ``sequence`` counts its saves, so that a late older request never wins.
    """
    if sum(len(text) for texts in fields.values() for text in texts) > LARGEST_BYTES:
        return False
    with transaction():
        draft = _locked(person_id, key) or _begun(person_id, key, now=now)
        if draft is None or (stream and draft.stream == stream and sequence <= draft.sequence):
            return False
        draft.fields, draft.stream, draft.sequence = dict(fields), stream, sequence
        draft.path, draft.saved_at = path, now
    return True


def save_sent(person_id: int, key: str, sent: "MultiDict[str, str]") -> bool:
    """Keep a form as its page sends it while somebody types."""
    return save(
        person_id,
        key[:200],
        kept_fields(sent),
        now=clock.now(),
        stream=sent.get("form_key", "")[:40],
        sequence=whole_number(sent.get("sequence")),
    )


def find(person_id: int, key: str) -> Draft | None:
    """The person's own draft of that form, if there is one."""
    query = select(Draft).where(Draft.person_id == person_id, Draft.key == key, Draft.sequence < SENT)
    return db.session.scalars(query).first()


def forget(person_id: int, key: str) -> None:
    """Drop a draft that is not wanted."""
    with transaction() as session:
        session.execute(delete(Draft).where(Draft.person_id == person_id, Draft.key == key))


def close(person_id: int, key: str, *, stream: str, now: datetime) -> None:
    """Drop the draft of a form that has been sent; a save of it that arrives late brings nothing back, nor does the
    first one of all, which is under way when somebody types little and sends at once.

    ``stream`` is the showing of the form that was sent. One statement, for every form that is sent pays it.
    """
    mark = {"fields": {}, "stream": stream[:40], "sequence": SENT, "path": ""}
    with transaction() as session:
        insert = (postgresql if db.engine.dialect.name == "postgresql" else sqlite).insert
        row = insert(Draft).values(person_id=person_id, key=key, saved_at=now, **mark)
        session.execute(row.on_conflict_do_update(index_elements=["person_id", "key"], set_=mark))


def forget_old_drafts(now: datetime) -> None:
    """Drop drafts that nobody has touched for ``KEPT_FOR``."""
    with transaction() as session:
        session.execute(delete(Draft).where(Draft.saved_at < now - KEPT_FOR))


def restore(form: "Form", key: str) -> None:
    """Fill a form that is being shown with the person's draft, where there is one, and mark when it was kept."""
    form.draft_key = key
    person_id = getattr(current_user, "person_id", None)
    draft = find(person_id, key) if person_id and request.method == "GET" else None
    if draft is not None:
        version = form.version.data
        form.process(MultiDict([(name, text) for name, texts in draft.fields.items() for text in texts]))
        form.version.data = draft.fields.get("version", [version])[0]
        form.restored_at = draft.saved_at


def keep_for_resending(person_id: int, path: str, sent: "MultiDict[str, str]") -> str:
    """Keep a form that could not be accepted (the session was over); returns the key to show it again by."""
    key = RESEND + secrets.token_urlsafe(9)
    save(person_id, key, kept_fields(sent), now=clock.now(), path=path)
    return key


def _locked(person_id: int, key: str) -> Draft | None:
    """The row, also of a form that has been sent, held until the transaction ends."""
    query = select(Draft).where(Draft.person_id == person_id, Draft.key == key).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def _begun(person_id: int, key: str, *, now: datetime) -> Draft | None:
    """A new row, or that of somebody who began it at the same moment; none when there are too many already."""
    if _count(person_id) >= MOST_PER_PERSON:
        return None
    draft = Draft(person_id=person_id, key=key, fields={}, saved_at=now, sequence=-1)
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        return _locked(person_id, key)
    return draft


def _count(person_id: int) -> int:
    return db.session.scalar(select(func.count()).where(Draft.person_id == person_id, Draft.sequence < SENT)) or 0
