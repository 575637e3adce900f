"""The same form sent twice acts once."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base, db

KEPT_FOR = timedelta(days=7)


class FormUse(Base):
    """A form that has been acted on, known by who sent it, its one-time key and what it said."""

    __tablename__ = "form_use"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    used_at: Mapped[datetime] = mapped_column(index=True)
    location: Mapped[str] = mapped_column(String(500), default="")
    message: Mapped[str] = mapped_column(String(500), default="")


def digest_of(person_id: int | None, path: str, fields: Mapping[str, Sequence[str]]) -> str:
    """One value for one person sending one form with one content; a changed field makes it another act."""
    return hashlib.sha256(json.dumps([person_id, path, sorted(fields.items())]).encode()).hexdigest()


def claim(digest: str, *, person_id: int | None, now: datetime) -> FormUse | None:
    """Take the key for this transaction: nothing when it is ours, the earlier use when it is taken.

    A second sender of the same form waits here until the first has committed, on either database.
    """
    try:
        with db.session.begin_nested():
            db.session.execute(insert(FormUse).values(digest=digest, person_id=person_id, used_at=now))
    except IntegrityError:
        return find(digest)
    return None


def find(digest: str) -> FormUse | None:
    """The earlier use of that form, if it has been acted on."""
    return db.session.scalars(select(FormUse).where(FormUse.digest == digest)).first()


def keep_result(digest: str, *, location: str, message: str) -> None:
    """Remember where the first sending led, for the second."""
    db.session.execute(
        update(FormUse).where(FormUse.digest == digest).values(location=location[:500], message=message[:500])
    )


def forget_old_uses(now: datetime) -> None:
    """Drop keys nobody can send again: the sessions that made them are long over."""
    db.session.execute(delete(FormUse).where(FormUse.used_at < now - KEPT_FOR))
