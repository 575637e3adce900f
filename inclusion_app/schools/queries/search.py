"""The team's list of schools, with counts for every choice."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from inclusion_app.foundation.database import db
from inclusion_app.foundation.paging import Page, paginate
from inclusion_app.schools.models import Grouping, School, SchoolGrouping
from inclusion_app.schools.rules.search import ANY_STATUS, SchoolWishes, wanted_words
from inclusion_app.schools.states import OPEN, GroupingKind, Phase, Status

SHOWN_KINDS = (GroupingKind.DISTRICT, GroupingKind.TRUST)


@dataclass(frozen=True)
class Choice:
    """One choice of a filter, and how many schools it would show."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """A filter with its choices; ``nothing`` is what choosing none of them means."""

    name: str
    legend: str
    nothing: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Found:
    """One page of schools; ``groups`` has the names of each one's groups, by school id and kind."""

    page: Page[School]
    groups: Mapping[int, Mapping[str, str]]
    filters: tuple[Filter, ...]


def find_schools(wishes: SchoolWishes) -> Found:
    """One page of the schools that answer the wishes; the number of statements does not grow with them."""
    query = select(School).where(*_conditions(wishes)).order_by(School.name, School.urn)
    page = paginate(query, wishes.page)
    groups = _current_groups(select(School.id).where(School.id.in_([school.id for school in page.items])))
    return Found(page=page, groups=groups, filters=_filters(wishes))


def all_found(wishes: SchoolWishes) -> tuple[Sequence[School], Mapping[int, Mapping[str, str]]]:
    """Every school that answers the wishes, and the names of each one's groups: for a file."""
    conditions = _conditions(wishes)
    schools = db.session.scalars(select(School).where(*conditions).order_by(School.name, School.urn)).all()
    return schools, _current_groups(select(School.id).where(*conditions))


def _conditions(wishes: SchoolWishes) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [School.status.in_(wishes.statuses)]
    found += [School.search_text.contains(word, autoescape=True) for word in wanted_words(wishes.words)]
    if wishes.phase:
        found.append(School.phase == wishes.phase)
    if wishes.district:
        found.append(School.id.in_(_placed_in(GroupingKind.DISTRICT, wishes.district)))
    if wishes.trust:
        found.append(School.id.in_(_placed_in(GroupingKind.TRUST, wishes.trust)))
    return found


def _placed_in(kind: GroupingKind, code: str) -> Select[int]:
    now_in = select(SchoolGrouping.school_id).join(SchoolGrouping.grouping).where(SchoolGrouping.until.is_(None))
    return now_in.where(Grouping.kind == kind, Grouping.code == code)


def _current_groups(ids: Select[int]) -> Mapping[int, Mapping[str, str]]:
    lines = select(SchoolGrouping.school_id, Grouping.kind, Grouping.name).join(SchoolGrouping.grouping)
    lines = lines.where(
        SchoolGrouping.until.is_(None), Grouping.kind.in_(SHOWN_KINDS), SchoolGrouping.school_id.in_(ids)
    )
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for school_id, kind, name in db.session.execute(lines):
        found[school_id][kind] = name
    return found


def _filters(wishes: SchoolWishes) -> tuple[Filter, ...]:
    """Each filter counts what the others leave."""
    phases = _counts(School.phase, replace(wishes, phase=""))
    statuses = _counts(School.status, replace(wishes, status=ANY_STATUS))
    labels = _group_labels()
    districts = _group_counts(GroupingKind.DISTRICT, replace(wishes, district=""))
    trusts = _group_counts(GroupingKind.TRUST, replace(wishes, trust=""))
    today = f"Open today ({sum(statuses.get(status, 0) for status in OPEN)})"
    every = Choice(ANY_STATUS, "Any status", sum(statuses.values()), wishes.status == ANY_STATUS)
    status_choices = _choices({s.value: s.label for s in Status}, statuses, wishes.status)
    return (
        Filter("district", "District", "Any district", _choices(labels["district"], districts, wishes.district)),
        Filter("phase", "Phase", "Any phase", _choices({p.value: p.label for p in Phase}, phases, wishes.phase)),
        Filter("trust", "Trust", "Any trust or none", _choices(labels["trust"], trusts, wishes.trust)),
        Filter("status", "Status", today, (*status_choices, every)),
    )


def _choices(labels: Mapping[str, str], counts: Mapping[str, int], chosen: str) -> tuple[Choice, ...]:
    """The choices that would show something, and the one that was made."""
    shown = [code for code in labels if counts.get(code) or code == chosen]
    return tuple(Choice(code, labels[code], counts.get(code, 0), code == chosen) for code in shown)


def _counts(column: InstrumentedAttribute[str], wishes: SchoolWishes) -> dict[str, int]:
    rows = db.session.execute(select(column, func.count()).where(*_conditions(wishes)).group_by(column))
    return dict(rows.all())


def _group_counts(kind: GroupingKind, wishes: SchoolWishes) -> dict[str, int]:
    query = select(Grouping.code, func.count()).select_from(School)
    query = query.join(SchoolGrouping, SchoolGrouping.school_id == School.id).join(SchoolGrouping.grouping)
    query = query.where(SchoolGrouping.until.is_(None), Grouping.kind == kind, *_conditions(wishes))
    return dict(db.session.execute(query.group_by(Grouping.code)).all())


def _group_labels() -> dict[str, dict[str, str]]:
    labels: dict[str, dict[str, str]] = {kind.value: {} for kind in SHOWN_KINDS}
    rows = select(Grouping.kind, Grouping.code, Grouping.name).where(Grouping.kind.in_(SHOWN_KINDS))
    for kind, code, name in db.session.execute(rows.order_by(Grouping.name, Grouping.code)):
        labels[kind][code] = name
    return labels
