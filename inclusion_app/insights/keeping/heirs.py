"""Who carries on whom: every way from a school along the register's links, itself first."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from inclusion_app.foundation.summaries import ALL, Summary
from inclusion_app.insights.keeping.making import table_of
from inclusion_app.insights.models import SchoolHeir
from inclusion_app.schools.models import School, SchoolLink

Pair = tuple[int, int]


def pairs(connection: Connection) -> set[Pair]:
    """Every school with each that carries it on. A ring of links does no harm."""
    ids: dict[int, int] = {urn: id_ for urn, id_ in connection.execute(select(School.urn, School.id))}  # noqa: C416  # a row is no pair
    later: defaultdict[int, set[int]] = defaultdict(set)
    for urn, other, kind in connection.execute(select(SchoolLink.urn, SchoolLink.link_urn, SchoolLink.link_type)):
        if kind.startswith("Successor"):
            later[urn].add(other)
        elif kind.startswith("Predecessor"):
            later[other].add(urn)
    return {(id_, ids[heir]) for urn, id_ in ids.items() for heir in _reached(urn, later) if heir in ids}


def _reached(urn: int, later: dict[int, set[int]]) -> set[int]:
    found, to_look_at = {urn}, [urn]
    while to_look_at:
        fresh = later.get(to_look_at.pop(), set()) - found
        found |= fresh
        to_look_at += fresh
    return found


def keep_heirs(connection: Connection, _keys: Collection[int] | None) -> None:
    """All of them: a link may lengthen any chain. Only what differs is written."""
    wanted, stored = pairs(connection), _stored(connection)
    table: Table = table_of(SchoolHeir)
    for school_id, heir_id in stored - wanted:
        connection.execute(delete(table).where(table.c.school_id == school_id, table.c.heir_id == heir_id))
    new: list[dict[str, Any]] = [{"school_id": one, "heir_id": heir} for one, heir in sorted(wanted - stored)]
    if new:
        connection.execute(insert(table), new)


def _stored(connection: Connection) -> set[Pair]:
    return {(one, heir) for one, heir in connection.execute(select(SchoolHeir.school_id, SchoolHeir.heir_id))}


def _difference(connection: Connection) -> list[str]:
    wanted, stored = pairs(connection), _stored(connection)
    return [
        *(f"school_heir: stands there, and should not: {one} carried on by {heir}" for one, heir in stored - wanted),
        *(f"school_heir: is missing: {one} carried on by {heir}" for one, heir in wanted - stored),
    ]


def _keys(_connection: Connection) -> Sequence[int]:
    return [ALL]


HEIRS = Summary("heirs", frozenset({"school", "school_link"}), keep_heirs, _keys, _difference)
