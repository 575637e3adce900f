"""The team's list of runs, with how full each is and what is at risk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from inclusion_app.accounts.models import Provider
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.paging import Page, paginate
from inclusion_app.training.catalogue.words import wanted_words
from inclusion_app.training.models import Course, Run
from inclusion_app.training.planning.queries.risks import condition_of, number_in_state
from inclusion_app.training.planning.rules.risks import Risk, RiskFound, risks_of
from inclusion_app.training.planning.rules.wishes import Order, RunWishes, When
from inclusion_app.training.states import BookingState
from inclusion_app.vocabulary.models import Concept


@dataclass(frozen=True)
class RunRow:
    """One run of the list. ``waiting`` and ``offers`` count bookings."""

    run: Run
    waiting: int
    offers: int
    risks: Sequence[RiskFound]

    @property
    def percent(self) -> int:
        """How much of it is taken, of a hundred."""
        return self.run.taken * 100 // self.run.capacity

    @property
    def minimum_at(self) -> int:
        """Where on the same bar the fewest people stand."""
        return self.run.minimum * 100 // self.run.capacity


def runs_for_team(wishes: RunWishes, *, now: datetime) -> Page[RunRow]:
    """One page of the runs that answer the wishes; two statements."""
    found = paginate(_asked_for(wishes, now=now), wishes.page)
    rows = [_row(row, now) for row in found.items]
    return Page(items=rows, number=found.number, per_page=found.per_page, total=found.total)


def all_runs_for_team(wishes: RunWishes, *, now: datetime) -> list[RunRow]:
    """All of them; one statement."""
    return [_row(row, now) for row in db.session.execute(_asked_for(wishes, now=now))]


def courses_with_runs() -> Sequence[tuple[int, str]]:
    """Id and title of every course, by title."""
    rows = db.session.execute(select(Course.id, Course.title).order_by(Course.title, Course.id))
    return [(course_id, title) for course_id, title in rows]


def _row(row: Any, now: datetime) -> RunRow:
    run, waiting, offers = row
    return RunRow(run, waiting, offers, risks_of(run, waiting=waiting, now=now))


def _asked_for(wishes: RunWishes, *, now: datetime) -> Select[Run, int, int]:
    waiting, offers = number_in_state(BookingState.WAITING), number_in_state(BookingState.OFFERED)
    query = (
        select(Run, waiting.label("waiting"), offers.label("offers"))
        .join(Course, Course.id == Run.course_id)
        .join(Provider, Provider.id == Run.provider_id)
        .join(Concept, Concept.id == Course.strand_id)
        .options(joinedload(Run.course).joinedload(Course.strand), joinedload(Run.provider))
        .where(*_matching(wishes), *_dated(wishes, now))
        .order_by(*_ordered(wishes, waiting), Run.id)
    )
    return query.where(condition_of(Risk(wishes.risk), now=now)) if wishes.risk else query


def _matching(wishes: RunWishes) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        Course.search_text.contains(word, autoescape=True) for word in wanted_words(wishes.words)
    ]
    if wishes.course:
        found.append(Run.course_id == int(wishes.course))
    if wishes.provider:
        found.append(Provider.code == wishes.provider)
    if wishes.strand:
        found.append(Concept.code == wishes.strand)
    if wishes.state:
        found.append(Run.state == wishes.state)
    return found


def _dated(wishes: RunWishes, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wishes.time == When.COMING:
        found.append(Run.ends_at > now)
    elif wishes.time == When.PAST:
        found.append(Run.ends_at <= now)
    if wishes.earliest:
        found.append(Run.starts_at >= clock.from_london(wishes.earliest, time()))
    if wishes.latest:
        found.append(Run.starts_at < clock.from_london(wishes.latest + timedelta(days=1), time()))
    return found


def _ordered(wishes: RunWishes, waiting: Any) -> list[Any]:
    if wishes.order == Order.WAITING:
        return [waiting.desc(), Run.starts_at]
    if wishes.order in (Order.EMPTY, Order.FULL):
        filled = Run.taken * 1.0 / Run.capacity
        return [filled if wishes.order == Order.EMPTY else filled.desc(), Run.starts_at]
    return [Run.starts_at.desc() if wishes.time == When.PAST else Run.starts_at]
