"""Schools of a cycle with their answers, for a list in pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from inclusion_app.foundation.database import db
from inclusion_app.reviews.cycles.rounds.queries.inviting import InviteWishes, in_group
from inclusion_app.reviews.models import Participation
from inclusion_app.reviews.states import ParticipationState
from inclusion_app.schools.models import School


@dataclass(frozen=True)
class AnswerWishes:
    """Which schools of the cycle: by answer, group and phase."""

    state: str = ""
    group: str = ""
    phase: str = ""

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Self:
        """What an address asks for; what cannot be is left out."""
        schools, state = InviteWishes.of(sent), sent.get("state", "")
        return cls(state if state in set(ParticipationState) else "", schools.group, schools.phase)

    @property
    def parameters(self) -> dict[str, str]:
        """For an address that asks for the same."""
        return {name: value for name, value in vars(self).items() if value}


def answers_found(cycle_id: int, wishes: AnswerWishes) -> Select[Participation]:
    """The schools' parts by name, with school and the people named."""
    query = (
        select(Participation)
        .join(Participation.school)
        .options(contains_eager(Participation.school), joinedload(Participation.coordinator))
        .where(Participation.cycle_id == cycle_id, *in_group(InviteWishes(wishes.group, wishes.phase)))
        .order_by(School.name, School.id)
    )
    return query.where(Participation.state == wishes.state) if wishes.state else query


def numbers_of_answers(cycle_id: int) -> Mapping[str, int]:
    """How many schools have given each answer."""
    counted = select(Participation.state, func.count()).where(Participation.cycle_id == cycle_id)
    return dict(db.session.execute(counted.group_by(Participation.state)).all())
