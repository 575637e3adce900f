"""One digest a day to whoever books for a school: news that could wait."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import select, update

from inclusion_app.accounts.message_groups import MessageGroup
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.queries.preferences import who_wants
from inclusion_app.foundation.clock import from_london, london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import DigestLine, Message, post_messages
from inclusion_app.foundation.settings import number
from inclusion_app.schools.models import School

NOT_WANTED = "not wanted"


def send_digests(now: datetime) -> int:
    """From the hour of the digest on (setting ``digest_hour``, London): everybody with news of before that hour gets
    one message with all of it, at most one a day. Returns how many messages were posted."""
    today = london(now).date()
    hour = from_london(today, time(number("digest_hour")))
    if now < hour:
        return 0
    with transaction() as session:
        lines = session.scalars(
            select(DigestLine)
            .where(DigestLine.digest_key.is_(None), DigestLine.at < hour)
            .order_by(DigestLine.person_id, DigestLine.school_id, DigestLine.id)
            .with_for_update()
        ).all()
        by_reader: dict[int, list[DigestLine]] = defaultdict(list)
        for line in lines:
            by_reader[line.person_id].append(line)
        people = {p.id: p for p in session.scalars(select(Person).where(Person.id.in_(by_reader)))}
        wanting = who_wants(MessageGroup.DIGEST, by_reader)
        schools = _schools(lines)
        messages = []
        for person_id, own in by_reader.items():
            reader, key = people[person_id], f"digest:{person_id}:{today}"
            is_read = person_id in wanting and reader.deactivated_at is None
            _close(own, key if is_read else NOT_WANTED)
            if is_read:
                messages.append(_message(reader, own, schools, key=key))
        post_messages(messages)
    return len(messages)


def _close(lines: Sequence[DigestLine], key: str) -> None:
    db.session.execute(
        update(DigestLine)
        .where(DigestLine.id.in_([line.id for line in lines]))
        .values(digest_key=key)
        .execution_options(synchronize_session=False)
    )


def _schools(lines: Sequence[DigestLine]) -> dict[int, str]:
    ids = {line.school_id for line in lines if line.school_id}
    return dict(db.session.execute(select(School.id, School.name).where(School.id.in_(ids))).all())


def _message(reader: Person, lines: Sequence[DigestLine], schools: dict[int, str], *, key: str) -> Message:
    parts: dict[str, list[DigestLine]] = defaultdict(list)
    for line in lines:
        parts[schools.get(line.school_id or 0, "")].append(line)
    subject, text = render_message(
        "accounts/digest", reader=reader, parts=parts, number=len(lines), full_address=full_address
    )
    return Message(key=key, kind="digest", person_id=reader.id, email=reader.email, subject=subject, text=text)
