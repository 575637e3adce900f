"""How a summary that is one query is made anew and compared: the query stands in one place for both."""

from collections.abc import Callable, Collection
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, Table, delete, except_, insert, select, text
from sqlalchemy.orm import InstrumentedAttribute

from inclusion_app.foundation.database import Base

Facts = Callable[[Connection, Collection[int] | None], Select[*tuple[Any, ...]]]
"""What the rows should be, for some keys or (none given) for all; columns are named as the table's."""
MOST_AT_ONCE = 5_000
"""Keys in one statement: a database that reads a large table for each of them reads it seldom."""
MOST_NAMED = 20
FEW = 100
"""Up to so many keys a plan that PostgreSQL keeps is as good as one made for them."""


def table_of(model: type[Base]) -> Table:
    """The table of a model."""
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101  # a model is mapped to a table
    return table


def make_anew(
    connection: Connection,
    model: type[Base],
    key: InstrumentedAttribute[int],
    *,
    facts: Facts,
    keys: Collection[int] | None,
) -> None:
    """Rows of those keys, or all of them, as the facts say; none that stood there before is left."""
    if keys is not None and len(keys) > FEW:
        _plan_each_time(connection)
    for some in in_parts(keys):
        gone = delete(model) if some is None else delete(model).where(key.in_(some))
        connection.execute(gone)
        query = facts(connection, some)
        names = [column.name for column in query.selected_columns]
        connection.execute(insert(model).from_select(names, query))


def _plan_each_time(connection: Connection) -> None:
    """A plan that PostgreSQL keeps for any hundreds of keys reads whole tables for each of them."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))


def in_parts(keys: Collection[int] | None, size: int = MOST_AT_ONCE) -> list[list[int] | None]:
    """Some keys after the others, so that no statement carries too many; or None for all of them at once."""
    if keys is None:
        return [None]
    left = iter(sorted(keys))
    parts: list[list[int] | None] = []
    while part := list(islice(left, size)):
        parts.append(part)
    return parts


def differences(connection: Connection, model: type[Base], facts: Facts) -> list[str]:
    """What stands in the table against the facts, and what is missing, row by row; the first few of each."""
    query = facts(connection, None)
    table = table_of(model)
    stored = select(*(table.c[column.name] for column in query.selected_columns))
    return [
        *_named(connection, f"{table.name}: stands there, and should not", except_(stored, query)),
        *_named(connection, f"{table.name}: is missing", except_(query, stored)),
    ]


def _named(connection: Connection, what: str, query: Any) -> list[str]:
    found = connection.execute(query.limit(MOST_NAMED)).mappings()
    return [f"{what}: {', '.join(f'{name} {value}' for name, value in row.items())}" for row in found]
