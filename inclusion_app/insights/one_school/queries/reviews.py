"""A school's peer reviews as one person may see them: stages for all, actions where the plan is theirs to read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.foundation.database import db
from inclusion_app.improvement.models import PlanAction
from inclusion_app.improvement.queries.actions import PUBLISHED
from inclusion_app.improvement.states import OPEN, Progress
from inclusion_app.reviews.cycles.chasing.queries import UNDER_WAY
from inclusion_app.reviews.models import CycleOfficer, Participation, Review, ReviewCycle
from inclusion_app.reviews.queries import Schedule, schedules_of
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper, Setting, visible_to
from inclusion_app.reviews.states import OVER, CycleState, Preset, ReviewState


@dataclass(frozen=True)
class Round:
    """The school's part in one cycle: its answer, and its review with its schedule where there is one."""

    participation: Participation
    review: Review | None
    schedule: Schedule | None
    shows_plan: bool

    @property
    def cycle(self) -> ReviewCycle:
        """The cycle."""
        return self.participation.cycle

    @property
    def stage(self) -> ReviewState | None:
        """The stage its review has reached; none without a review."""
        return self.review.stage if self.review else None

    @property
    def is_under_way(self) -> bool:
        """There is a review which goes on and has begun to move."""
        is_going = self.review is not None and self.review.side not in OVER and self.stage != ReviewState.CLOSED
        return is_going and self.cycle.state in UNDER_WAY and self.stage != ReviewState.PLANNED

    @property
    def final_on(self) -> date | None:
        """When its report became final; none before."""
        return self.schedule.of(ReviewState.FINAL).reached_on if self.schedule else None


@dataclass(frozen=True)
class PlannedAction:
    """One action of a published plan, as those read it who may."""

    review_id: int
    what: str
    area: str
    due_on: date | None
    progress: Progress

    def is_late(self, today: date) -> bool:
        """Its day has passed, and there is still something to do."""
        return self.progress in OPEN and self.due_on is not None and self.due_on < today


def rounds_of(actor: Actor, school_ids: Collection[int], *, today: date) -> list[Round]:
    """Every cycle of these schools, the newest first. At most three statements."""
    officer = exists().where(CycleOfficer.cycle_id == ReviewCycle.id, CycleOfficer.person_id == actor.person_id)
    query = (
        select(Participation, Review, officer)
        .join(Participation.cycle)
        .outerjoin(Review, Review.participation_id == Participation.id)
        .where(Participation.school_id.in_(school_ids), ReviewCycle.state != CycleState.DRAFT)
        .options(contains_eager(Participation.cycle), joinedload(Review.cycle))
        .order_by(ReviewCycle.starts_on.desc(), Participation.id)
    )
    rows: list[tuple[Participation, Review | None, bool]] = [(p, r, o) for p, r, o in db.session.execute(query)]
    reviews = [review for _, review, _ in rows if review is not None]
    schedules = schedules_of(reviews, today=today) if reviews else {}
    return [
        Round(part, review, schedules[review.id], shows_plan=_reads_plan(actor, review, officer=is_officer))
        if review is not None
        else Round(part, None, None, shows_plan=False)
        for part, review, is_officer in rows
    ]


def actions_of(rounds: Sequence[Round]) -> list[PlannedAction]:
    """The actions of the plans that may be read here, open ones first, then by their day. One statement."""
    shown = [found.review.id for found in rounds if found.review and found.shows_plan]
    query = (
        select(PlanAction.review_id, PlanAction.what, PlanAction.area, PlanAction.due_on, PlanAction.progress)
        .join(Review, Review.id == PlanAction.review_id)
        .where(and_(PlanAction.review_id.in_(shown), Review.state.in_(PUBLISHED), Review.side.not_in(OVER)))
        .order_by(PlanAction.review_id.desc(), PlanAction.position)
    )
    found = [PlannedAction(*row[:4], Progress(row.progress)) for row in db.session.execute(query)]
    return sorted(found, key=lambda action: (action.progress not in OPEN, action.due_on or date.max))


def _reads_plan(actor: Actor, review: Review, *, officer: bool) -> bool:
    """As ``reviews/rules/visibility.py`` decides, by what somebody is to every review of a school."""
    standings = set()
    if review.school_id in actor.schools_with(Action.LEAD_SCHOOL_REVIEW):
        standings.add(Standing.HEAD)
    if actor.can(Action.VIEW_REVIEWS):
        standings |= {Standing.TEAM, Standing.OFFICER} if officer else {Standing.TEAM}
    if actor.can(Action.RUN_REVIEWS):
        standings.add(Standing.OFFICE)
    setting = Setting(preset=Preset(review.cycle.preset), stage=review.stage, side=review.side)
    return Paper.PLAN in visible_to(standings, setting)
