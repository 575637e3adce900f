"""Where schools stand, by the register: a change closes the old line and opens a new one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from inclusion_app.schools.models import Grouping, School, SchoolGrouping
from inclusion_app.schools.register.columns import GROUPINGS
from inclusion_app.schools.register.reading import SchoolRow
from inclusion_app.schools.services.chunks import in_chunks
from inclusion_app.schools.states import FROM_REGISTER

Groups = Mapping[tuple[str, str], int]
"""The id of a grouping by kind and code."""


def save_register_groups(session: Session, names: Mapping[tuple[str, str], str]) -> tuple[Groups, int]:
    """Bring the groups' names to what the register says; gives their ids, and how many were new or renamed."""
    rows = session.scalars(select(Grouping).where(Grouping.kind.in_(FROM_REGISTER)))
    here = {(group.kind, group.code): group for group in rows}
    count = 0
    for (kind, code), name in names.items():
        group = here.get((kind, code))
        if group is None:
            here[kind, code] = Grouping(kind=kind, code=code, name=name)
            session.add(here[kind, code])
            count += 1
        elif group.name != name:
            group.name = name
            count += 1
    session.flush()
    return {key: group.id for key, group in here.items()}, count


def place_by_register(
    session: Session, groups: Groups, *, new: Sequence[SchoolRow], changed: Sequence[tuple[int, SchoolRow]], today: date
) -> None:
    """Put schools where the register puts them.

    A new school stands there as far back as is known; a school that is here already moves today.
    """
    if new:
        ids = dict(session.execute(select(School.urn, School.id)).all())
        _insert(session, (_line(ids[r.urn], kind, gid, None) for r in new for kind, gid in _wanted(r, groups).items()))
    for chunk in in_chunks(changed):
        _move(session, groups, chunk, today=today)


class _Line(NamedTuple):
    """Where a school stands now."""

    id: int
    grouping_id: int
    since: date | None


def _move(session: Session, groups: Groups, rows: Sequence[tuple[int, SchoolRow]], *, today: date) -> None:
    current = _current(session, [id_ for id_, _ in rows])
    ended: list[int] = []
    undone: list[int] = []
    opened: list[dict[str, Any]] = []
    for school_id, row in rows:
        wanted = _wanted(row, groups)
        for kind in FROM_REGISTER:
            line, gid = current.get((school_id, kind)), wanted.get(kind)
            if line is not None and line.grouping_id != gid:
                (undone if line.since == today else ended).append(line.id)  # nothing lasts from today until today
            if gid is not None and (line is None or line.grouping_id != gid):
                opened.append(_line(school_id, kind, gid, today))
    if ended:
        session.execute(update(SchoolGrouping).where(SchoolGrouping.id.in_(ended)).values(until=today))
    if undone:
        session.execute(delete(SchoolGrouping).where(SchoolGrouping.id.in_(undone)))
    _insert(session, opened)


def _current(session: Session, school_ids: Sequence[int]) -> dict[tuple[int, str], _Line]:
    here = SchoolGrouping
    lines = select(here.school_id, here.kind, here.id, here.grouping_id, here.since).where(
        here.school_id.in_(school_ids), here.kind.in_(FROM_REGISTER), here.until.is_(None)
    )
    rows = session.execute(lines)
    return {(school_id, kind): _Line(id_, group_id, since) for school_id, kind, id_, group_id, since in rows}


def _wanted(row: SchoolRow, groups: Groups) -> dict[str, int]:
    return {kind: groups[kind, code] for kind, code in zip(GROUPINGS, row.groups, strict=True) if code}


def _line(school_id: int, kind: str, grouping_id: int, since: date | None) -> dict[str, Any]:
    return {"school_id": school_id, "kind": kind, "grouping_id": grouping_id, "since": since}


def _insert(session: Session, lines: Iterable[dict[str, Any]]) -> None:
    for chunk in in_chunks(lines):
        session.execute(insert(SchoolGrouping), chunk)
