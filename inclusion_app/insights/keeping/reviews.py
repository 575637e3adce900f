"""Peer reviews by school and cycle: how far they are, and when each stage was reached and due.

Deadlines are counted in working days of the county's terms, by the rules of the reviews themselves, so these are made
in the service and not by the database.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Integer, and_, case, cast, delete, func, insert, select, union
from sqlalchemy.orm import Session, joinedload

from inclusion_app.foundation.clock import london
from inclusion_app.foundation.summaries import Summary
from inclusion_app.insights.keeping.making import MOST_NAMED, in_parts, table_of
from inclusion_app.insights.models import ReviewSummary, StageSummary
from inclusion_app.reviews.cycles.measures import COUNTED_FROM
from inclusion_app.reviews.models import Assignment, Participation, Review, ReviewForm
from inclusion_app.reviews.queries import Schedule, schedules_of
from inclusion_app.reviews.states import AssignmentState, FormKind, ReviewState

Row = dict[str, Any]
Forms = Mapping[int, tuple[int, int]]
MODELS = (ReviewSummary, StageSummary)
READ_AT_ONCE = 500
NO_DAY = date.min
"""What is late today is not kept, so that nothing need be made anew when a day begins."""


def keep_reviews(connection: Connection, keys: Collection[int] | None) -> None:
    """Both tables for these participations, or for all."""
    for some in in_parts(_keys(connection) if keys is None else keys, READ_AT_ONCE):
        wanted = some or []
        found = rows_of(connection, wanted)
        for model in MODELS:
            connection.execute(delete(model).where(model.participation_id.in_(wanted)))
            if found[model]:
                connection.execute(insert(table_of(model)), found[model])


def rows_of(connection: Connection, keys: Collection[int]) -> dict[type[ReviewSummary] | type[StageSummary], list[Row]]:
    """What should stand in both tables for these participations.

    They are read by a session of its own on the same connection: what a service holds in its hands stays as it is.
    """
    summed, stages = list[Row](), list[Row]()
    with Session(connection, autoflush=False, join_transaction_mode="rollback_only") as own:
        of_keys, whole = Participation.id.in_(keys), joinedload(Participation.cycle)
        parts = own.scalars(select(Participation).where(of_keys).options(whole)).all()
        query = select(Review).where(Review.participation_id.in_(keys)).options(joinedload(Review.cycle))
        reviews = {review.participation_id: review for review in own.scalars(query)}
        schedules = schedules_of(list(reviews.values()), today=NO_DAY) if reviews else {}
        forms = _forms(connection, [review.id for review in reviews.values()])
        for part in parts:
            review = reviews.get(part.id)
            schedule = schedules[review.id] if review else None
            row = _summed(part, review, schedule, forms=forms)
            summed.append(row)
            stages += _stages(row, schedule) if schedule and row["counted"] else []
    return {ReviewSummary: summed, StageSummary: stages}


def _summed(part: Participation, review: Review | None, schedule: Schedule | None, *, forms: Forms) -> Row:
    withdrawn_on = london(part.withdrawn_at).date() if part.withdrawn_at else None
    stays = withdrawn_on is None or withdrawn_on > part.cycle.starts_on + COUNTED_FROM
    assigned, submitted = forms.get(review.id, (0, 0)) if review else (0, 0)
    days = [due.reached_on for due in schedule.stages if due.reached_on] if schedule else []
    return {
        "participation_id": part.id,
        "cycle_id": part.cycle_id,
        "school_id": part.school_id,
        "state": part.state,
        "counted": review is not None and stays,
        "withdrawn": withdrawn_on is not None,
        "stage": review.stage.number if review else 0,
        "forms_assigned": assigned,
        "forms_submitted": submitted,
        "final_on": schedule.of(ReviewState.FINAL).reached_on if schedule else None,
        "followed_up_on": schedule.of(ReviewState.FOLLOWED_UP).reached_on if schedule else None,
        "last_on": max(days, default=None),
    }


def _stages(row: Row, schedule: Schedule) -> Iterator[Row]:
    for due in schedule.stages:
        yield {
            "participation_id": row["participation_id"],
            "stage": due.stage.number,
            "cycle_id": row["cycle_id"],
            "school_id": row["school_id"],
            "reached_on": due.reached_on,
            "due_on": due.due_on,
        }


def _forms(connection: Connection, review_ids: Collection[int]) -> Forms:
    """Places of reviewers who have accepted, and how many of their forms are submitted, by review."""
    mine = and_(
        ReviewForm.review_id == Assignment.review_id,
        ReviewForm.author_id == Assignment.person_id,
        ReviewForm.kind == FormKind.REVIEW,
        ReviewForm.submitted_at.is_not(None),
    )
    query = (
        select(
            Assignment.review_id,
            cast(func.count(), Integer),
            cast(func.count(case((ReviewForm.id.is_not(None), 1))), Integer),
        )
        .outerjoin(ReviewForm, mine)
        .where(Assignment.review_id.in_(review_ids), Assignment.state == AssignmentState.ACCEPTED)
        .group_by(Assignment.review_id)
    )
    return {review_id: (assigned, submitted) for review_id, assigned, submitted in connection.execute(query)}


def _keys(connection: Connection) -> Sequence[int]:
    """Every participation."""
    return sorted(connection.scalars(union(select(Participation.id), select(ReviewSummary.participation_id))))


def _difference(connection: Connection) -> list[str]:
    found = list[str]()
    for some in in_parts(_keys(connection), READ_AT_ONCE):
        for model, wanted in rows_of(connection, some or []).items():
            table = table_of(model)
            stored = connection.execute(select(table).where(table.c.participation_id.in_(some or []))).mappings()
            should, does = {_line(row) for row in wanted}, {_line(dict(row)) for row in stored}
            found += [f"{table.name}: stands there, and should not: {line}" for line in sorted(does - should)]
            found += [f"{table.name}: is missing: {line}" for line in sorted(should - does)]
    return found[:MOST_NAMED]


def _line(row: Row) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(row.items()))


REVIEWS = Summary(
    "reviews",
    frozenset(
        {"participation", "review", "review_change", "stage_deadline", "assignment", "review_form", "review_cycle"}
        | {"term", "bank_holiday"}
    ),
    keep_reviews,
    _keys,
    _difference,
)
