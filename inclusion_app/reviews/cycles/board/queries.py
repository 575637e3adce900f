"""The team's board: stages, dates and names alone, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.reviews.cycles.chasing.queries import WHOLE, Chased, Owing, chased, reminders_of
from inclusion_app.reviews.cycles.rounds.queries.inviting import InviteWishes, in_group
from inclusion_app.reviews.models import Assignment, AssignmentConflict, Review, ReviewReminder
from inclusion_app.reviews.queries import is_visible_to
from inclusion_app.reviews.states import ORDER, OVER, STANDING, ReminderStep, ReviewState, Side
from inclusion_app.schools.models import School


@dataclass(frozen=True)
class BoardWishes:
    """Which reviews: by group and phase of the school, stage reached, and only those that are late or stand aside."""

    group: str = ""
    phase: str = ""
    stage: str = ""
    only: str = ""

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Self:
        """What an address asks for; what cannot be is left out."""
        schools, stage, only = InviteWishes.of(sent), sent.get("stage", ""), sent.get("only", "")
        return cls(
            schools.group,
            schools.phase,
            stage if stage in ORDER else "",
            only if only in ONLY else "",
        )

    @property
    def parameters(self) -> dict[str, str]:
        """For an address that asks for the same."""
        return {name: value for name, value in vars(self).items() if value}


ONLY = {
    "late": "Late",
    "stopped": "Late, and reminders have stopped",
    "conflict": "With a conflict that has come up",
    "aside": "Postponed, cancelled or withdrawn",
}


@dataclass(frozen=True)
class Line:
    """One review on the board.

    ``last_reminded`` is its latest reminder; ``stopped_on`` when reminders of it stopped; ``conflicted`` are those of
    its team with a conflict that has come up since they were asked, and that nobody has set aside.
    """

    chased: Chased
    reminders: Sequence[ReviewReminder]
    conflicted: Sequence[str] = ()

    @property
    def review(self) -> Review:
        """The review, with school and cycle."""
        return self.chased.review

    @property
    def is_late(self) -> bool:
        """The stage that is next was due before today."""
        return self.chased.due is not None and self.chased.due.is_overdue

    @property
    def owing(self) -> tuple[Owing, ...]:
        """Who owes it."""
        return self.chased.owing

    @property
    def last_reminded(self) -> date | None:
        """When somebody was last reminded of the stage that is next."""
        return max((row.sent_on for row in self._of_this), default=None)

    @property
    def stopped_on(self) -> date | None:
        """When the office was told, and reminders of this deadline stopped."""
        return next((row.sent_on for row in self._of_this if row.step == ReminderStep.OFFICE), None)

    @property
    def _of_this(self) -> list[ReviewReminder]:
        due = self.chased.due
        return [r for r in self.reminders if due and (r.stage, r.due_on) == (due.stage, due.due_on)]


@dataclass(frozen=True)
class FunnelStep:
    """One of the sixteen stages: how many reviews stand at it, have reached it, and stand at it and are late."""

    stage: ReviewState
    here: int
    reached: int
    late: int


@dataclass(frozen=True)
class Board:
    """The reviews that answer the wishes by school, and the funnel of all that the group and phase leave."""

    lines: Sequence[Line]
    funnel: Sequence[FunnelStep]
    total: int


def board_of(actor: Actor, cycle_id: int, wishes: BoardWishes, *, today: date) -> Board:
    """At most twelve statements, whatever the number of reviews."""
    query = select(Review).join(Review.school).options(*WHOLE).where(Review.cycle_id == cycle_id, is_visible_to(actor))
    query = query.where(*in_group(InviteWishes(wishes.group, wishes.phase))).order_by(School.name, School.id)
    reviews = db.session.scalars(query).all()
    reminders = reminders_of([review.id for review in reviews])
    conflicted = _conflicted([review.id for review in reviews])
    lines = [
        Line(found, reminders[found.review.id], conflicted[found.review.id]) for found in chased(reviews, today=today)
    ]
    shown = [line for line in lines if _answers(line, wishes)]
    return Board(shown, funnel([line for line in lines if line.review.side not in OVER]), len(lines))


def _conflicted(review_ids: Sequence[int]) -> defaultdict[int, list[str]]:
    """Names of those with an open conflict, by review."""
    query = (
        select(Assignment.review_id, Person.name, Assignment.overrides, AssignmentConflict.code)
        .join(AssignmentConflict, AssignmentConflict.assignment_id == Assignment.id)
        .join(Person, Person.id == Assignment.person_id)
        .where(
            Assignment.review_id.in_(review_ids), Assignment.state.in_(STANDING), AssignmentConflict.gone_at.is_(None)
        )
        .order_by(Assignment.review_id, Person.name, Person.id)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for review_id, name, overrides, code in db.session.execute(query):
        if code not in overrides and name not in found[review_id]:
            found[review_id].append(name)
    return found


def funnel(lines: Sequence[Line]) -> list[FunnelStep]:
    """Counts for each stage, of reviews that go on or are postponed."""
    found = []
    for stage in ORDER:
        here = [line for line in lines if line.review.state == stage]
        reached = sum(1 for line in lines if line.review.stage.has_reached(stage))
        found.append(FunnelStep(stage, len(here), reached, sum(1 for line in here if line.is_late)))
    return found


def _answers(line: Line, wishes: BoardWishes) -> bool:
    if wishes.stage and line.review.state != wishes.stage:
        return False
    match wishes.only:
        case "late":
            return line.is_late
        case "stopped":
            return line.stopped_on is not None
        case "conflict":
            return bool(line.conflicted)
        case "aside":
            return line.review.side != Side.NONE
    return True
