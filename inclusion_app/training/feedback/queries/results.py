"""What feedback comes to: response rates, confidence, change in pairs. Sums leave this module, never an answer."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased, selectinload

from inclusion_app.foundation.database import db
from inclusion_app.training.feedback.rules.figures import Rate, Sum, texts_to_show, total_of
from inclusion_app.training.models import (
    Booking,
    Course,
    CourseOutcome,
    FeedbackAnswer,
    FeedbackConfidence,
    FeedbackRequest,
    Run,
)
from inclusion_app.training.states import BookingState, FeedbackPoint

SINCE_BEFORE = (FeedbackPoint.AFTER, FeedbackPoint.LATER)
Key = tuple[int, FeedbackPoint, int]


@dataclass(frozen=True)
class OutcomeFigures:
    """One outcome of the course: confidence at each point, and the change since *before* in pairs."""

    text: str
    confidence: Mapping[FeedbackPoint, Sum]
    change: Mapping[FeedbackPoint, Sum]


@dataclass(frozen=True)
class Results:
    """What feedback on one run, or on several together, comes to."""

    rates: Mapping[FeedbackPoint, Rate]
    outcomes: Sequence[OutcomeFigures]
    rating: Sum


@dataclass(frozen=True)
class RunResults:
    """One run of a course and what feedback on it comes to."""

    run_id: int
    starts_at: datetime
    results: Results


@dataclass(frozen=True)
class Words:
    """What people wrote, where enough did: by point, and what their managers added at the last."""

    texts: Mapping[FeedbackPoint, Sequence[str]]
    comments: Sequence[str]


@dataclass
class _Read:
    """The sums of some runs, as read."""

    rates: dict[tuple[int, FeedbackPoint], Rate] = field(default_factory=dict)
    confidence: dict[Key, Sum] = field(default_factory=dict)
    change: dict[Key, Sum] = field(default_factory=dict)
    rating: dict[int, Sum] = field(default_factory=dict)

    def results(self, outcomes: Iterable[CourseOutcome], run_ids: Sequence[int]) -> Results:
        """The runs together: for one of them, what it comes to by itself."""
        return Results(
            rates={p: sum((self.rates.get((i, p), Rate()) for i in run_ids), Rate()) for p in FeedbackPoint},
            outcomes=[
                OutcomeFigures(
                    outcome.text,
                    {p: _together(self.confidence, run_ids, p, outcome.id) for p in FeedbackPoint},
                    {p: _together(self.change, run_ids, p, outcome.id) for p in SINCE_BEFORE},
                )
                for outcome in outcomes
            ],
            rating=total_of(self.rating.get(i, Sum()) for i in run_ids),
        )


def results_of_run(run: Run) -> Results:
    """One run's; five statements."""
    outcomes = db.session.scalars(
        select(CourseOutcome).where(CourseOutcome.course_id == run.course_id).order_by(CourseOutcome.position)
    ).all()
    return _read([run.id]).results(outcomes, [run.id])


def course_with_outcomes(course_id: int) -> Course | None:
    """The course, if there is one."""
    query = select(Course).where(Course.id == course_id).options(selectinload(Course.outcomes))
    return db.session.scalars(query).first()


def results_of_course(course: Course, which: ColumnElement[bool] | None) -> tuple[Results, list[RunResults]]:
    """All runs of a course together, and each that anybody was asked about, the latest first; five statements.

    ``which`` keeps to some of the runs.
    """
    query = select(Run.id, Run.starts_at).where(Run.course_id == course.id)
    if which is not None:
        query = query.where(which)
    runs = db.session.execute(query.order_by(Run.starts_at.desc(), Run.id.desc())).all()
    read = _read([run.id for run in runs])
    with_requests = {run_id for run_id, _ in read.rates}
    shown = [run for run in runs if run.id in with_requests]
    together = read.results(course.outcomes, [run.id for run in shown])
    return together, [RunResults(r.id, r.starts_at, read.results(course.outcomes, [r.id])) for r in shown]


def gives_runs_of(course_id: int, which: ColumnElement[bool]) -> bool:
    """One of these runs is of the course."""
    query = select(Run.id).where(Run.course_id == course_id, which).limit(1)
    return db.session.scalar(query) is not None


def words_of_run(run_id: int) -> Words:
    """What people wrote about one run, without names; one statement."""
    rows = db.session.execute(
        select(FeedbackAnswer.point, FeedbackAnswer.text, FeedbackAnswer.manager_comment)
        .join(Booking, Booking.id == FeedbackAnswer.booking_id)
        .where(*_counted([run_id]))
    ).all()
    texts = {p: texts_to_show([row.text for row in rows if row.point == p]) for p in FeedbackPoint}
    return Words({p: shown for p, shown in texts.items() if shown}, texts_to_show([r.manager_comment for r in rows]))


def _together(sums: Mapping[Key, Sum], run_ids: Sequence[int], point: FeedbackPoint, outcome_id: int) -> Sum:
    return total_of(sums.get((run_id, point, outcome_id), Sum()) for run_id in run_ids)


def _counted(run_ids: Collection[int]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Those with a place: who has cancelled since counts neither as asked nor as answered."""
    return Booking.run_id.in_(run_ids), Booking.state == BookingState.CONFIRMED


def _read(run_ids: Sequence[int]) -> _Read:
    return _Read(_rates(run_ids), _confidence(run_ids), _change(run_ids), _rating(run_ids))


def _rates(run_ids: Sequence[int]) -> dict[tuple[int, FeedbackPoint], Rate]:
    same = and_(FeedbackAnswer.booking_id == FeedbackRequest.booking_id, FeedbackAnswer.point == FeedbackRequest.point)
    rows = db.session.execute(
        select(Booking.run_id, FeedbackRequest.point, func.count(FeedbackAnswer.id), func.count())
        .join(Booking, Booking.id == FeedbackRequest.booking_id)
        .outerjoin(FeedbackAnswer, same)
        .where(*_counted(run_ids))
        .group_by(Booking.run_id, FeedbackRequest.point)
    )
    return {(run_id, FeedbackPoint(point)): Rate(answered, asked) for run_id, point, answered, asked in rows}


def _confidence(run_ids: Sequence[int]) -> dict[Key, Sum]:
    value, outcome = FeedbackConfidence.value, FeedbackConfidence.outcome_id
    rows = db.session.execute(
        select(Booking.run_id, FeedbackAnswer.point, outcome, func.count(), func.sum(value))
        .join(FeedbackAnswer, FeedbackAnswer.id == FeedbackConfidence.answer_id)
        .join(Booking, Booking.id == FeedbackAnswer.booking_id)
        .where(*_counted(run_ids))
        .group_by(Booking.run_id, FeedbackAnswer.point, outcome)
    )
    return {(run_id, FeedbackPoint(p), o): Sum(count, int(total)) for run_id, p, o, count, total in rows}


def _change(run_ids: Sequence[int]) -> dict[Key, Sum]:
    """In pairs alone: the same booking has said how confident it was before, and at the point."""
    first, then = aliased(FeedbackAnswer), aliased(FeedbackAnswer)
    was, is_now = aliased(FeedbackConfidence), aliased(FeedbackConfidence)
    rows = db.session.execute(
        select(Booking.run_id, then.point, is_now.outcome_id, func.count(), func.sum(is_now.value - was.value))
        .join(first, and_(first.booking_id == Booking.id, first.point == FeedbackPoint.BEFORE))
        .join(then, and_(then.booking_id == Booking.id, then.point.in_(SINCE_BEFORE)))
        .join(was, was.answer_id == first.id)
        .join(is_now, and_(is_now.answer_id == then.id, is_now.outcome_id == was.outcome_id))
        .where(*_counted(run_ids))
        .group_by(Booking.run_id, then.point, is_now.outcome_id)
    )
    return {(run_id, FeedbackPoint(p), o): Sum(count, int(total)) for run_id, p, o, count, total in rows}


def _rating(run_ids: Sequence[int]) -> dict[int, Sum]:
    rows = db.session.execute(
        select(Booking.run_id, func.count(), func.sum(FeedbackAnswer.rating))
        .join(Booking, Booking.id == FeedbackAnswer.booking_id)
        .where(*_counted(run_ids), FeedbackAnswer.rating.is_not(None))
        .group_by(Booking.run_id)
    )
    return {run_id: Sum(count, int(total or 0)) for run_id, count, total in rows}
