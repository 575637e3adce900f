"""Summaries: figures kept beside the facts they come from, in the transaction that changes the facts.

Triggers of the database put a mark (``summary_touch``: which kind of summary, of which key) wherever a fact that a
summary rests on is written, so that no service, no bulk statement and no later feature can forget it. Just before a
commit the transaction takes its own marks away and makes the summaries of those keys anew, from the facts: never by
adding to what stands there. On PostgreSQL it holds a lock on each key by then, so that of two transactions which touch
the same key the later one sees what the earlier one has written. SQLite has one writer at a time.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, String, delete, event, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from inclusion_app.foundation.database import Base, db, transaction

ALL = 0
"""The key of a mark that concerns every row of its kind."""
MOST_LOCKS = 500
"""Keys of one kind that are locked one by one; beyond that the whole kind is, as the database has room for so many."""
AT_ONCE = 5_000
LOCKS = 731_000
"""Our own range of PostgreSQL's advisory locks: this and the number of the kind."""
WRITES = re.compile(r'\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+(?:ONLY\s+)?"?(\w+)', re.IGNORECASE)
READS = ("SELECT", "PRAGMA", "BEGIN", "SAVEPO", "RELEAS", "SET", "SHOW")
IN_ORDER = text(
    "SELECT CASE WHEN shared THEN pg_advisory_xact_lock_shared(lock, key)::text "
    "ELSE pg_advisory_xact_lock(lock, key)::text END "
    "FROM (SELECT * FROM unnest(CAST(:locks AS int[]), CAST(:keys AS int[]), CAST(:shared AS bool[])) "
    "WITH ORDINALITY AS wanted(lock, key, shared, place) ORDER BY place) AS in_order"
)
WRITTEN, CONNECTION = "wrote-what-is-summed-up", "connection-of-session"


class SummaryTouch(Base):
    """A mark that summaries of this kind and key are to be made anew; gone by the time its transaction commits."""

    __tablename__ = "summary_touch"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    key: Mapped[int]


@dataclass(frozen=True)
class Summary:
    """One kind of summary. ``watches`` are the tables whose triggers may put marks of this kind.

    ``recompute`` makes the rows of some keys anew (none given: of every key); ``keys`` gives every key there is a fact
    or a summary of; ``difference`` says what stands there and should not, or should and does not.
    """

    kind: str
    watches: frozenset[str]
    recompute: Callable[[Connection, Collection[int] | None], None]
    keys: Callable[[Connection], Sequence[int]]
    difference: Callable[[Connection], list[str]]


_KEPT: dict[str, Summary] = {}
_WATCHED: set[str] = set()


def keep(summaries: Iterable[Summary]) -> None:
    """Have these kept from now on, in this order: one that rests on another comes after it."""
    for summary in summaries:
        _KEPT[summary.kind] = summary
        _WATCHED.update(summary.watches)


def kept_summaries() -> Mapping[str, Summary]:
    """Every kind that is kept, in order."""
    return _KEPT


def watched_tables() -> frozenset[str]:
    """Every table that has triggers which put marks."""
    return frozenset(_WATCHED)


def make_all_anew(kind: str, *, progress: Callable[[int, int], None]) -> None:
    """Every summary of one kind, in one transaction that holds all of it. ``progress`` is told how many keys are done,
    and of how many."""
    summary = _KEPT[kind]
    with transaction() as session:
        connection = session.connection()
        _lock(connection, {kind: {ALL}})
        connection.execute(delete(SummaryTouch).where(SummaryTouch.kind == kind))
        keys = summary.keys(connection)
        for done in range(0, len(keys), AT_ONCE):
            progress(done, len(keys))
            summary.recompute(connection, keys[done : done + AT_ONCE])
        progress(len(keys), len(keys))


def differences() -> list[str]:
    """What any summary says that the facts do not; marks that nobody has taken count as well. Nothing is changed."""
    connection = db.session.connection()
    left = connection.execute(
        select(SummaryTouch.kind, func.count()).group_by(SummaryTouch.kind).order_by(SummaryTouch.kind)
    )
    waiting = [f"summary_touch: {count} marks of {kind} wait to be taken" for kind, count in left]
    return waiting + [line for summary in _KEPT.values() for line in summary.difference(connection)]


def bring_up_to_date(connection: Connection) -> None:
    """Take the marks that can be seen, and make the summaries they name anew; what that marks in turn as well."""
    while marks := _taken(connection):
        _lock(connection, marks)
        for kind, summary in _KEPT.items():
            if kind in marks:
                summary.recompute(connection, None if ALL in marks[kind] else marks[kind])


def take_what_is_left(_now: datetime) -> None:
    """Take marks that no transaction has taken: a migration puts them where it brings a summary in."""
    if db.session.scalar(select(SummaryTouch.id).limit(1)) is not None:
        with transaction() as session:
            bring_up_to_date(session.connection())


def _taken(connection: Connection) -> dict[str, set[int]]:
    marks: defaultdict[str, set[int]] = defaultdict(set)
    for kind, key in connection.execute(delete(SummaryTouch).returning(SummaryTouch.kind, SummaryTouch.key)):
        marks[kind].add(key)
    return marks


def _lock(connection: Connection, marks: Mapping[str, Collection[int]]) -> None:
    """Wait for every key, always in the same order, in one statement. The kind itself is shared, unless all of it or
    too much of it is wanted."""
    if connection.dialect.name != "postgresql":
        return
    wanted: list[tuple[int, int, bool]] = []
    for number, kind in enumerate(_KEPT):
        keys = marks.get(kind, ())
        whole = ALL in keys or len(keys) > MOST_LOCKS
        if keys:
            wanted.append((LOCKS + number, ALL, not whole))
        if not whole:
            wanted.extend((LOCKS + number, key, False) for key in sorted(keys))
    locks, chosen, shared = zip(*wanted, strict=True)
    connection.execute(IN_ORDER, {"locks": list(locks), "keys": list(chosen), "shared": list(shared)}).all()


@event.listens_for(Engine, "begin")
def _forget_what_was_written(connection: Connection) -> None:
    connection.info.pop(WRITTEN, None)


@event.listens_for(Engine, "before_cursor_execute")
def _note_what_is_written(connection: Connection, _cursor: Any, statement: str, *_others: Any) -> None:
    """So that a transaction which wrote nothing of it need not look for marks."""
    if statement.lstrip()[:6].upper().startswith(READS):
        return
    if not _WATCHED.isdisjoint(WRITES.findall(statement)):
        connection.info[WRITTEN] = True


@event.listens_for(Session, "after_begin")
def _note_connection(session: Session, _transaction: Any, connection: Connection) -> None:
    session.info[CONNECTION] = connection


@event.listens_for(Session, "before_commit")
def _before_commit(session: Session) -> None:
    """The last thing that a transaction does."""
    if session.in_nested_transaction():
        return
    session.flush()
    connection = session.info.pop(CONNECTION, None)
    if connection is not None and connection.info.pop(WRITTEN, False):
        bring_up_to_date(connection)


@event.listens_for(Session, "after_rollback")
def _after_rollback(session: Session) -> None:
    session.info.pop(CONNECTION, None)
