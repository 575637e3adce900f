"""The last times that the team has written to a school about what is due."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, literal, select, union_all

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.insights.chasing.models import ResultReminder
from inclusion_app.insights.measures import MEASURES
from inclusion_app.reviews.models import Review, ReviewReminder
from inclusion_app.reviews.states import ReminderStep, ReviewState

SHOWN = 3


@dataclass(frozen=True)
class Contact:
    """One reminder that somebody has sent: when, about what, and who."""

    at: datetime
    about: str
    by: str


def contacts_of(school_ids: Collection[int]) -> list[Contact]:
    """The last three, of reviews and from lists of results. One statement."""
    of_reviews = (
        select(
            ReviewReminder.sent_at.label("at"),
            ReviewReminder.stage.label("stage"),
            literal("", String).label("measure"),
            ReviewReminder.sent_by_id.label("by_id"),
        )
        .join(Review, Review.id == ReviewReminder.review_id)
        .where(Review.school_id.in_(school_ids), ReviewReminder.step == ReminderStep.BY_HAND)
    )
    of_results = select(
        ResultReminder.sent_at, literal("", String), ResultReminder.measure, ResultReminder.sent_by_id
    ).where(ResultReminder.school_id.in_(school_ids))
    every = union_all(of_reviews, of_results).subquery()
    query = (
        select(every.c.at, every.c.stage, every.c.measure, Person.name)
        .outerjoin(Person, Person.id == every.c.by_id)
        .order_by(every.c.at.desc(), every.c.stage, every.c.measure)
        .limit(SHOWN)
    )
    return [Contact(at, _about(stage, measure), name or "") for at, stage, measure, name in db.session.execute(query)]


def _about(stage: str, measure: str) -> str:
    if stage:
        return ReviewState(stage).label
    return MEASURES[measure].name if measure in MEASURES else "training"
