"""What must be true of every copy of the database, whatever has happened to it: how a check is made, and the
foundation's own checks. Checks only read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Column, ColumnElement, ForeignKeyConstraint, Select, and_, func, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import InstrumentedAttribute

from inclusion_app.foundation.audit import DONE, REFUSED, AuditEvent
from inclusion_app.foundation.database import Base, db
from inclusion_app.foundation.outbox.models import MessageState, OutboxMessage

MOST_NAMED = 20
Find = Callable[[], list[str]]


@dataclass(frozen=True)
class Check:
    """One fact that must hold. ``find`` gives a sentence for everything that breaks it: nothing when all is well."""

    name: str
    find: Find


@dataclass(frozen=True)
class Finding:
    """What one check has found."""

    name: str
    wrong: Sequence[str]


def run_checks(checks: Sequence[Check]) -> Iterator[Finding]:
    """Run the checks one after the other. Names at most twenty things each, and says how many more there are."""
    for check in checks:
        wrong = check.find()
        shown = wrong[:MOST_NAMED]
        if len(wrong) > MOST_NAMED:
            shown.append(f"and {len(wrong) - MOST_NAMED} more")
        yield Finding(check.name, shown)


def rows(query: Select[*tuple[object, ...]], sentence: str) -> list[str]:
    """One sentence for every row; ``sentence`` names the columns in braces, by position."""
    return [sentence.format(*row) for row in db.session.execute(query)]


def _repeated(column: InstrumentedAttribute[str], what: str) -> list[str]:
    query = select(column, func.count()).group_by(column).having(func.count() > 1).order_by(column)
    return rows(query, f"the {what} {{0}} is there {{1}} times")


def _outbox_states() -> list[str]:
    message = OutboxMessage
    unknown = message.state.not_in(list(MessageState))
    unmarked = (message.state == MessageState.SENT) != message.sent_at.is_not(None)
    query = select(message.id, message.state, message.sent_at).where(or_(unknown, unmarked)).order_by(message.id)
    return rows(query, "message {0} is {1!r} with sent_at {2}")


def _outbox_addresses() -> list[str]:
    breaks = or_(*(column.contains(c) for column in (OutboxMessage.subject, OutboxMessage.email) for c in "\r\n"))
    return rows(select(OutboxMessage.id).where(breaks), "message {0} has a line break in its subject or address")


def _outbox_calendars() -> list[str]:
    unpaired = OutboxMessage.calendar.is_(None) != OutboxMessage.calendar_method.is_(None)
    return rows(select(OutboxMessage.id).where(unpaired), "message {0} has a calendar without a method, or the reverse")


def _audit_outcomes() -> list[str]:
    blank = or_(AuditEvent.act == "", AuditEvent.actor_name == "", AuditEvent.subject_type == "")
    wrong = or_(AuditEvent.outcome.not_in((DONE, REFUSED)), blank)
    return rows(select(AuditEvent.id, AuditEvent.act, AuditEvent.outcome).where(wrong), "row {0} says {1!r} {2!r}")


def _orphans() -> list[str]:
    """Every foreign key of every table, whatever the database itself has been told to enforce."""
    return [
        sentence
        for table in Base.metadata.sorted_tables
        for key in sorted(table.foreign_key_constraints, key=lambda key: [column.name for column in key.columns])
        for sentence in _orphans_of(key)
    ]


def _orphans_of(key: ForeignKeyConstraint) -> list[str]:
    child = key.table
    parent = key.referred_table.alias("parent")
    pairs = [(element.parent, parent.c[element.column.name]) for element in key.elements]
    named: list[Column[object]] = [own for own, _ in pairs]
    match: ColumnElement[bool] = and_(*(own == theirs for own, theirs in pairs))
    set_: ColumnElement[bool] = and_(*(own.is_not(None) for own in named))
    missing = ~select(parent.c[key.elements[0].column.name]).where(match).exists()
    query = select(*child.primary_key.columns, *named).where(set_, missing)
    column = ", ".join(own.name for own in named)
    return [
        f"{child.name} {_said(row[: -len(named)])} points by {column} at {key.referred_table.name} "
        f"{_said(row[-len(named) :])}, which is not there"
        for row in db.session.execute(query)
    ]


def _said(values: Sequence[object]) -> str:
    return " ".join(str(value) for value in values)


def _file() -> list[str]:
    """SQLite's own look at its file; PostgreSQL looks after itself."""
    connection = db.session.connection()
    return _sqlite_problems(connection) if connection.dialect.name == "sqlite" else []


def _sqlite_problems(connection: Connection) -> list[str]:
    said = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
    foreign = [f"{row[0]} row {row[1]}: no {row[2]}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
    return [line for line in said if line != "ok"] + foreign


CHECKS = (
    Check("database: the file is whole", _file),
    Check("database: nothing points at what is not there", _orphans),
    Check("outbox: every message is in a state there is, and marked sent only when it was", _outbox_states),
    Check("outbox: no event tells anybody twice", partial(_repeated, OutboxMessage.key, "key")),
    Check("outbox: every message has its own Message-ID", partial(_repeated, OutboxMessage.message_id, "Message-ID")),
    Check("outbox: subject and address are one line each", _outbox_addresses),
    Check("outbox: every invitation says what it is", _outbox_calendars),
    Check("audit trail: every row says who did what", _audit_outcomes),
)
