"""Lines of the daily digest: news that can wait until the end of the day."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy.dialects import postgresql, sqlite

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, is_writing
from inclusion_app.foundation.outbox.models import DigestLine


@dataclass(frozen=True, kw_only=True)
class DigestNote:
    """One thing to tell one person at the end of the day. ``key`` is unique for event, reader and version.

    ``text`` is one sentence, ``link`` a path of this service.
    """

    key: str
    person_id: int
    school_id: int | None
    text: str
    link: str = ""


def post_digest_notes(notes: Sequence[DigestNote]) -> None:
    """Add lines in the transaction of the event they tell of; a key that is there already stays as it is.

    Raises RuntimeError outside a transaction.
    """
    if not is_writing():
        raise RuntimeError("A line of the digest is posted in the transaction of the event it tells of.")
    if not notes:
        return
    db.session.flush()
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    rows = [asdict(note) | {"text": " ".join(note.text.split())[:500], "at": clock.now()} for note in notes]
    db.session.execute(dialect.insert(DigestLine).values(rows).on_conflict_do_nothing(index_elements=["key"]))
