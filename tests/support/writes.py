"""Which tables this process has written to: told by the statements themselves, so that nothing need be read to know."""

import re
from typing import Any

from sqlalchemy import Engine, Table, event

WRITES = re.compile(
    r'\b(?:insert\s+(?:or\s+\w+\s+)?into|update(?:\s+or\s+\w+)?|delete\s+from|replace\s+into)\s+(?:only\s+)?"?(\w+)"?',
    re.IGNORECASE,
)
KNOWN = {"SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "VALUES"}
NEVER_WRITE = {"PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET", "SHOW", "EXPLAIN"}


class Writes:
    """The tables named by every writing statement since ``forget``: too many at most, where a statement was undone."""

    def __init__(self, tables: list[Table]) -> None:
        self._all = {table.name for table in tables}
        self._dragged = _dragged_along(tables)
        self._seen: set[str] = set()
        event.listen(Engine, "before_cursor_execute", self._note)

    @property
    def tables(self) -> set[str]:
        """What may have changed: the tables written to, and those whose rows the database changes along with theirs."""
        return self._seen.union(*(self._dragged[name] for name in self._seen))

    def forget(self) -> None:
        """From here on."""
        self._seen.clear()

    def stop(self) -> None:
        """Listen no more."""
        event.remove(Engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        first = statement.split(maxsplit=1)[0].upper().rstrip(";") if statement.strip() else "SELECT"
        if first in KNOWN:
            self._seen |= self._all.intersection(WRITES.findall(statement))
        elif first not in NEVER_WRITE:
            self._seen |= self._all  # whatever it does


def _dragged_along(tables: list[Table]) -> dict[str, set[str]]:
    """For each table those that lose or change rows with it, by ON DELETE and ON UPDATE, however far along."""
    direct: dict[str, set[str]] = {table.name: set() for table in tables}
    for table in tables:
        for key in table.foreign_keys:
            if key.ondelete or key.onupdate:
                direct[key.column.table.name].add(table.name)
    found = {}
    for name in direct:
        reached, edge = set(), {name}
        while edge:
            reached |= edge
            edge = set().union(*(direct[n] for n in edge)) - reached
        found[name] = reached
    return found
