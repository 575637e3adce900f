"""The audit trail and the outbox as lists."""

from datetime import date, time, timedelta

from sqlalchemy import Select, func, or_, select

from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.clock import from_london
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import OutboxMessage


def events_found(*, act: str, person: str, day: date | None) -> Select[AuditEvent]:
    """Events whose act and doer have these words, on that London day; the newest first."""
    query = select(AuditEvent).order_by(AuditEvent.id.desc())
    if act.strip():
        query = query.where(AuditEvent.act.icontains("_".join(act.split()), autoescape=True))
    if person.strip():
        query = query.where(AuditEvent.actor_name.icontains(person.strip(), autoescape=True))
    if day is not None:
        begins, ends = from_london(day, time()), from_london(day + timedelta(days=1), time())
        query = query.where(AuditEvent.at >= begins, AuditEvent.at < ends)
    return query


def messages_in(state: str, words: str = "") -> Select[OutboxMessage]:
    """Messages in one state, or in any, whose address or subject has every word; the newest first."""
    query = select(OutboxMessage).order_by(OutboxMessage.id.desc())
    for word in words.split():
        found = [column.icontains(word, autoescape=True) for column in (OutboxMessage.email, OutboxMessage.subject)]
        query = query.where(or_(*found))
    return query.where(OutboxMessage.state == state) if state else query


def message_counts() -> dict[str, int]:
    """How many messages there are in each state."""
    rows = db.session.execute(select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state))
    return {state: count for state, count in rows}  # noqa: C416  # rows are not pairs to the type checker
