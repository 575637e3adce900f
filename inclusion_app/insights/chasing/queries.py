"""What was sent to schools from lists of results."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.insights.chasing.models import ResultReminder


@dataclass(frozen=True)
class Sent:
    """The last reminder of one school: when, about which measure, and who sent it."""

    at: datetime
    measure: str
    by: str
    times: int


def last_sent(school_ids: Collection[int]) -> dict[int, Sent]:
    """For each of these schools that was ever reminded. One statement."""
    last = (
        select(ResultReminder.school_id, func.max(ResultReminder.id).label("id"), func.count().label("times"))
        .where(ResultReminder.school_id.in_(school_ids))
        .group_by(ResultReminder.school_id)
        .subquery()
    )
    query = (
        select(ResultReminder.school_id, ResultReminder.sent_at, ResultReminder.measure, Person.name, last.c.times)
        .join(last, last.c.id == ResultReminder.id)
        .outerjoin(Person, Person.id == ResultReminder.sent_by_id)
    )
    rows = db.session.execute(query)
    return {school_id: Sent(at, measure, name or "", times) for school_id, at, measure, name, times in rows}
