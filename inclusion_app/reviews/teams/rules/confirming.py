"""When a team is complete, and what keeps it from being confirmed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from inclusion_app.reviews.states import AssignmentState, Part


@dataclass(frozen=True)
class Member:
    """Somebody who stands on a team. ``open_objection``: the school objects and nobody has decided."""

    name: str
    part: str
    state: str
    may_object_until: date
    open_objection: bool = False


def obstacles(team: Sequence[Member], *, size: int, today: date | None) -> list[str]:
    """Why the team cannot be confirmed yet, in words; empty when it can. ``size`` is how many the cycle wants.

    Without ``today`` the school's time to object is not waited for.
    """
    return list(_obstacles(team, size=size, today=today))


def _obstacles(team: Sequence[Member], *, size: int, today: date | None) -> Iterator[str]:
    if not any(member.part == Part.LEAD for member in team):
        yield "There is no lead reviewer"
    if len(team) < size:
        yield f"There {'is' if len(team) == 1 else 'are'} {len(team)} of {size} people on the team"
    for member in team:
        if member.state != AssignmentState.ACCEPTED:
            yield f"{member.name} has not declared yet"
        if member.open_objection:
            yield f"The school objects to {member.name}, and nobody has decided on it"
        elif today is not None and today <= member.may_object_until:
            yield f"The school may object to {member.name} until {member.may_object_until:%d.%m.%Y}"
