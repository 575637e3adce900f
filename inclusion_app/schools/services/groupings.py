"""Communities, areas and cohorts: groups that the council makes itself."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from inclusion_app.foundation import audit
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.schools.models import Grouping, School, SchoolGrouping
from inclusion_app.schools.register.memberships import GroupingRow
from inclusion_app.schools.register.problems import FileRefused, Problem
from inclusion_app.schools.states import FROM_REGISTER, GroupingKind
from inclusion_app.vocabulary.loading import Loaded

FROM_THE_REGISTER = "Districts, trusts and federations come from the national register; import its file instead."


def save_grouping(actor: audit.Acting, *, kind: GroupingKind, code: str, name: str) -> Grouping:
    """Make the group, or rename it. Raises RuleBroken for a kind that the register keeps."""
    if kind in FROM_REGISTER:
        raise RuleBroken("kind", FROM_THE_REGISTER)
    with transaction() as session:
        group = session.scalar(select(Grouping).where(Grouping.kind == kind, Grouping.code == code))
        if group is not None and group.name == name:
            return group
        group = group or Grouping(kind=kind, code=code)
        group.name = name
        session.add(group)
        audit.record(actor, "save_grouping", group, detail={"kind": kind, "code": code, "name": name})
        return group


def place_schools_in_grouping(
    actor: audit.Acting, kind: GroupingKind, *, rows: Sequence[GroupingRow], file_name: str, today: date
) -> Loaded:
    """Put schools into groups of one kind, all of them or none; a second time changes nothing.

    A school leaves its former group of the kind on the day it joins the next, except cohorts, of which it may be in
    several. Without a date a first placing holds as far back as is known, and a move happens today. Raises
    FileRefused, naming line and column.
    """
    if kind in FROM_REGISTER:
        raise FileRefused(file_name, [Problem(FROM_THE_REGISTER)])
    done = Loaded(f"Schools in a {kind}")
    with transaction() as session:
        placing = _Placing(session, kind, rows, today)
        problems = list(placing.problems())
        if problems:
            raise FileRefused(file_name, problems)
        for row in rows:
            placing.place(row, done)
        if done.did_something:
            detail = done.detail | {"kind": kind, "file": file_name}
            audit.record(actor, "place_schools_in_grouping", ("grouping", kind), detail=detail)
    return done


class _Placing:
    """The schools, groups and lines concerned, read once."""

    def __init__(self, session: Session, kind: GroupingKind, rows: Sequence[GroupingRow], today: date) -> None:
        self._session, self._kind, self._rows, self._today = session, kind, rows, today
        urns = {row.urn for row in rows}
        self._ids = dict(session.execute(select(School.urn, School.id).where(School.urn.in_(urns))).all())
        self._groups = {g.code: g for g in session.scalars(select(Grouping).where(Grouping.kind == kind))}
        lines = session.scalars(
            select(SchoolGrouping).where(SchoolGrouping.kind == kind, SchoolGrouping.until.is_(None))
        )
        self._current: dict[int, list[SchoolGrouping]] = {}
        for line in lines:
            self._current.setdefault(line.school_id, []).append(line)

    def problems(self) -> Iterator[Problem]:
        """What stands in the way, line by line."""
        first: dict[object, int] = {}
        names: dict[str, str] = {}
        for row in self._rows:
            key = (row.urn, row.code) if self._kind is GroupingKind.COHORT else row.urn
            if first.setdefault(key, row.line) != row.line:
                yield Problem(f"The school is on line {first[key]} already.", row.line, "URN")
            elif row.urn not in self._ids:
                yield Problem(f"There is no school with the URN {row.urn}.", row.line, "URN")
            elif names.setdefault(row.code, row.name) != row.name:
                yield Problem(f"The group {row.code} is called '{names[row.code]}' further up.", row.line, "name")
            elif (former := self._former(row)) and former.since and former.since > (row.since or self._today):
                yield Problem(f"The school joined its present group later, on {former.since}.", row.line, "since")

    def place(self, row: GroupingRow, done: Loaded) -> None:
        """Place one school."""
        renamed = self._group_said(row)
        if self._here(row):
            done.changed, done.unchanged = done.changed + renamed, done.unchanged + (not renamed)
            return
        former = self._former(row)
        since = self._since(row, former)
        if former is not None and former.since == since:
            self._session.delete(former)
            self._session.flush()
        elif former is not None:
            former.until = since
            self._session.flush()  # before the next line, which the database would refuse beside it
        school_id, group = self._ids[row.urn], self._groups[row.code]
        self._session.add(SchoolGrouping(school_id=school_id, grouping_id=group.id, kind=self._kind, since=since))
        done.changed, done.new = done.changed + (former is not None), done.new + (former is None)

    def _group_said(self, row: GroupingRow) -> bool:
        """Make or rename the row's group; True when an existing one was renamed."""
        group = self._groups.get(row.code)
        if group is None:
            group = self._groups[row.code] = Grouping(kind=self._kind, code=row.code, name=row.name)
            self._session.add(group)
            self._session.flush()
            return False
        renamed = group.name != row.name
        group.name = row.name
        return renamed

    def _here(self, row: GroupingRow) -> bool:
        group = self._groups[row.code]
        return any(line.grouping_id == group.id for line in self._current.get(self._ids[row.urn], ()))

    def _since(self, row: GroupingRow, former: SchoolGrouping | None) -> date | None:
        return row.since or (self._today if former else None)

    def _former(self, row: GroupingRow) -> SchoolGrouping | None:
        """The line of another group of the kind that the school leaves."""
        if self._kind is GroupingKind.COHORT or row.urn not in self._ids:
            return None
        group = self._groups.get(row.code)
        lines = self._current.get(self._ids[row.urn], [])
        return next((line for line in lines if group is None or line.grouping_id != group.id), None)
