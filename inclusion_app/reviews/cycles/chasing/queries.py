"""Who owes what: a fixed number of statements for any number of reviews."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.queries.people import people_with_role
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Assignment, Participation, Review, ReviewCycle, ReviewForm, ReviewReminder
from inclusion_app.reviews.queries import Due, Schedule, schedules_of
from inclusion_app.reviews.rules.owing import OWED_BY, WHAT, WHERE
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import STANDING, AssignmentState, CycleState, FormKind, Part, ReviewState, Side

UNDER_WAY = (CycleState.MATCHING, CycleState.RUNNING)
WHOLE = (
    joinedload(Review.cycle),
    joinedload(Review.school),
    joinedload(Review.champion),
    joinedload(Review.participation).joinedload(Participation.coordinator),
)
"""What a review has to come with."""


@dataclass(frozen=True)
class Owing:
    """One person who owes the next stage of a review, and what they are to it."""

    person: Person
    standing: Standing


@dataclass(frozen=True)
class Chased:
    """A review with its schedule, the stage that is next, and everybody who owes it (nobody: the office)."""

    review: Review
    schedule: Schedule
    due: Due | None
    owing: tuple[Owing, ...]

    @property
    def what(self) -> str:
        """What is owed; empty when nothing is."""
        return WHAT.get(self.due.stage, "") if self.due else ""

    @property
    def href(self) -> str:
        """The page where it is done."""
        where = WHERE.get(self.due.stage, "") if self.due else ""
        return f"/reviews/{self.review.id}/{where}".rstrip("/")


def chased(reviews: Sequence[Review], *, today: date) -> list[Chased]:
    """Each review, ``WHOLE``, with who owes its next stage. At most four statements."""
    if not reviews:
        return []
    schedules = schedules_of(reviews, today=today)
    tied = _Tied(reviews)
    found = []
    for review in reviews:
        due = next_stage(review, schedules[review.id])
        owing = tuple(tied.owing(review, due.stage)) if due else ()
        found.append(Chased(review, schedules[review.id], due, owing))
    return found


def next_stage(review: Review, schedule: Schedule) -> Due | None:
    """The stage that somebody has to bring about now; nothing for a review that stands aside or is at its end."""
    if review.side != Side.NONE:
        return None
    ahead = (due for due in schedule.stages if not review.stage.has_reached(due.stage))
    return next((due for due in ahead if OWED_BY.get(due.stage)), None)


class _Tied:
    """Heads, teams and forms of these reviews, read once."""

    def __init__(self, reviews: Sequence[Review]) -> None:
        ids = [review.id for review in reviews]
        self._heads: defaultdict[int, list[Person]] = defaultdict(list)
        for held in people_with_role(Role.HEADTEACHER, school_ids={review.school_id for review in reviews}):
            self._heads[held.school_id or 0].append(held.person)
        self._team: defaultdict[int, list[Assignment]] = defaultdict(list)
        self._submitted = set[tuple[int, int]]()
        for assignment, submitted_at in db.session.execute(_standing_with_forms(ids)):
            self._team[assignment.review_id].append(assignment)
            if submitted_at is not None:
                self._submitted.add((assignment.review_id, assignment.person_id))

    def owing(self, review: Review, stage: ReviewState) -> Iterator[Owing]:
        """Whoever owes the stage; without anybody the lead does."""
        wanted = OWED_BY[stage]
        found = [owing for owing in self._of(review) if owing.standing in wanted]
        if stage == ReviewState.FORMS_IN:
            found = [o for o in found if (review.id, o.person.id) not in self._submitted]
        if not found and wanted - {Standing.ASKED, Standing.OFFICE} and stage != ReviewState.FORMS_IN:
            found = [owing for owing in self._of(review) if owing.standing == Standing.LEAD]
        yield from {owing.person.id: owing for owing in found if owing.person.deactivated_at is None}.values()

    def _of(self, review: Review) -> Iterator[Owing]:
        for head in self._heads[review.school_id]:
            yield Owing(head, Standing.HEAD)
        if review.participation.coordinator is not None:
            yield Owing(review.participation.coordinator, Standing.COORDINATOR)
        if review.champion is not None:
            yield Owing(review.champion, Standing.CHAMPION)
        for assignment in self._team[review.id]:
            yield Owing(assignment.person, _standing(assignment))


def _standing_with_forms(ids: Collection[int]) -> Select[Assignment, datetime | None]:
    """Those who stand on these teams, with when they submitted their own form."""
    own = (
        (ReviewForm.review_id == Assignment.review_id)
        & (ReviewForm.author_id == Assignment.person_id)
        & (ReviewForm.kind == FormKind.REVIEW)
    )
    return (
        select(Assignment, ReviewForm.submitted_at)
        .outerjoin(ReviewForm, own)
        .where(Assignment.review_id.in_(ids), Assignment.state.in_(STANDING))
        .options(joinedload(Assignment.person))
        .order_by(Assignment.id)
    )


def _standing(assignment: Assignment) -> Standing:
    if assignment.state == AssignmentState.PROPOSED:
        return Standing.ASKED
    return Standing.LEAD if assignment.part == Part.LEAD else Standing.REVIEWER


def running_reviews() -> Sequence[Review]:
    """Reviews of cycles that are under way, with cycle, school and participation; those that stand aside are out."""
    query = select(Review).join(Review.cycle).options(*WHOLE).where(Review.side == Side.NONE)
    query = query.where(ReviewCycle.state.in_(UNDER_WAY), Review.state != ReviewState.CLOSED)
    return db.session.scalars(query.order_by(Review.id)).all()


def reminders_of(ids: Collection[int]) -> Mapping[int, list[ReviewReminder]]:
    """Every reminder of these reviews, the oldest first."""
    found: defaultdict[int, list[ReviewReminder]] = defaultdict(list)
    query = select(ReviewReminder).where(ReviewReminder.review_id.in_(ids)).order_by(ReviewReminder.id)
    for reminder in db.session.scalars(query):
        found[reminder.review_id].append(reminder)
    return found
