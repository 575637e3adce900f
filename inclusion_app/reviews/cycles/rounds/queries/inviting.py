"""Whom an invitation would reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from sqlalchemy import ColumnElement, select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Participation
from inclusion_app.schools.models import Grouping, School, SchoolGrouping
from inclusion_app.schools.states import OPEN, GroupingKind, Phase

KINDS = (
    GroupingKind.DISTRICT,
    GroupingKind.COMMUNITY,
    GroupingKind.AREA,
    GroupingKind.TRUST,
    GroupingKind.COHORT,
)


@dataclass(frozen=True)
class InviteWishes:
    """Which schools: those of a group, of a phase, or both; ``group`` is ``kind:code``. Neither: every open school."""

    group: str = ""
    phase: str = ""

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Self:
        """What an address or a form asks for."""
        phase = sent.get("phase", "")
        return cls(sent.get("group", "")[:80], phase if phase in set(Phase) else "")

    @property
    def parameters(self) -> dict[str, str]:
        """For an address that asks for the same."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class ToInvite:
    """Schools that would be invited, how many of the group are in the cycle already, and whose head has no account."""

    schools: Sequence[School]
    already: int
    without_head: frozenset[int]


def schools_to_invite(cycle_id: int, wishes: InviteWishes) -> ToInvite:
    """Open schools of the group by name; three statements."""
    asked = select(School).where(*in_group(wishes), School.status.in_(list(OPEN))).order_by(School.name, School.id)
    schools = db.session.scalars(asked).all()
    there = set(db.session.scalars(select(Participation.school_id).where(Participation.cycle_id == cycle_id)))
    new = [school for school in schools if school.id not in there]
    heads = select(Membership.school_id).where(Membership.role == Role.HEADTEACHER, Membership.until.is_(None))
    with_head = set(db.session.scalars(heads))
    missing = frozenset(school.id for school in new if school.id not in with_head)
    return ToInvite(new, len(schools) - len(new), missing)


def in_group(wishes: InviteWishes) -> list[ColumnElement[bool]]:
    """What narrows schools to those of a group and a phase."""
    conditions = []
    if wishes.phase:
        conditions.append(School.phase == wishes.phase)
    if wishes.group:
        kind, _, code = wishes.group.partition(":")
        members = select(SchoolGrouping.school_id).join(SchoolGrouping.grouping)
        members = members.where(SchoolGrouping.until.is_(None), Grouping.kind == kind, Grouping.code == code)
        conditions.append(School.id.in_(members))
    return conditions


def group_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups that schools can be chosen by, kind by kind, as (value, label)."""
    found: dict[str, list[tuple[str, str]]] = {kind.value: [] for kind in KINDS}
    rows = select(Grouping.kind, Grouping.code, Grouping.name).where(Grouping.kind.in_(KINDS))
    for kind, code, name in db.session.execute(rows.order_by(Grouping.name, Grouping.code)):
        found[kind].append((f"{kind}:{code}", name))
    return [(GroupingKind(kind).label, groups) for kind, groups in found.items() if groups]
