"""Reviewers as lists and pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, String, cast, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.foundation.paging import Page, paginate
from inclusion_app.reviews.models import Assignment, Review, Reviewer, ReviewerTie
from inclusion_app.reviews.reviewers.rules import Standing
from inclusion_app.reviews.states import OVER, STANDING, ReviewState


@dataclass(frozen=True)
class Wishes:
    """What a list of reviewers is narrowed by; empty: not at all."""

    words: str = ""
    phase: str = ""
    expertise: str = ""
    standing: str = ""
    role: str = ""
    load: str = ""
    page: int = 1


def reviewers_found(wishes: Wishes, *, today: date) -> Page[tuple[Reviewer, int]]:
    """One page of the reviewers that answer the wishes, with how many reviews each stands on. Two statements."""
    load = _load()
    query = (
        select(Reviewer, load.label("load"))
        .join(Reviewer.person)
        .options(contains_eager(Reviewer.person), joinedload(Reviewer.home_school))
        .where(*_conditions(wishes, load, today=today))
        .order_by(Person.name, Reviewer.id)
    )
    return paginate(query, wishes.page)


def reviewer_by_id(reviewer_id: int) -> Reviewer | None:
    """One reviewer with ties, days away, home school and person. Three statements."""
    return _one(Reviewer.id == reviewer_id)


def reviewer_of_person(person_id: int | None) -> Reviewer | None:
    """The same by the person."""
    return _one(Reviewer.person_id == person_id)


def reviews_of_person(person_id: int) -> Sequence[Assignment]:
    """What somebody stands on, those they have not answered first, with review, school and cycle."""
    query = (
        select(Assignment)
        .join(Assignment.review)
        .options(contains_eager(Assignment.review).options(joinedload(Review.school), joinedload(Review.cycle)))
        .where(Assignment.person_id == person_id, Assignment.state.in_(STANDING), Review.side.not_in(OVER))
        .order_by(Assignment.state.desc(), Assignment.id)
    )
    return db.session.scalars(query).all()


def _one(condition: ColumnElement[bool]) -> Reviewer | None:
    query = select(Reviewer).where(condition)
    query = query.options(
        joinedload(Reviewer.person),
        joinedload(Reviewer.home_school),
        selectinload(Reviewer.ties).joinedload(ReviewerTie.school),
        selectinload(Reviewer.away),
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def _load() -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(Assignment)
        .join(Review, Review.id == Assignment.review_id)
        .where(Assignment.person_id == Reviewer.person_id, Assignment.state.in_(STANDING))
        .where(Review.state != ReviewState.CLOSED, Review.side.not_in(OVER))
        .scalar_subquery()
    )


def _conditions(wishes: Wishes, load: ColumnElement[int], *, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        Person.name.ilike(f"%{_escaped(word)}%", escape="\\") for word in wishes.words.split()
    ]
    listed = ((Reviewer.phases, wishes.phase), (Reviewer.expertise, wishes.expertise))
    found += [cast(column, String).like(f'%"{_escaped(code)}"%', escape="\\") for column, code in listed if code]
    roles = {"lead": Reviewer.may_lead, "champion": Reviewer.may_champion, "leader": Reviewer.inclusion_leader}
    found += [roles[wishes.role].is_(True)] if wishes.role in roles else []
    loads = {"free": load < Reviewer.capacity, "full": load >= Reviewer.capacity, "none": load == 0}
    found += [loads[wishes.load]] if wishes.load in loads else []
    return found + _standing(wishes.standing, today=today)


def _standing(standing: str, *, today: date) -> list[ColumnElement[bool]]:
    begun = Reviewer.accredited_on.is_not(None) & (Reviewer.accredited_on <= today)
    over = Reviewer.accredited_until.is_not(None) & (Reviewer.accredited_until < today)
    holds = or_(Reviewer.accredited_until.is_(None), Reviewer.accredited_until >= today)
    narrowed: dict[str, list[ColumnElement[bool]]] = {
        "accredited": [begun, holds],
        "expired": [begun, over],
        "pending": [~begun],
    }
    return narrowed.get(standing, [])


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def standing_of(reviewer: Reviewer, *, today: date) -> Standing:
    """Whether somebody may review today."""
    if reviewer.accredited_on is None or reviewer.accredited_on > today:
        return Standing.PENDING
    over = reviewer.accredited_until is not None and reviewer.accredited_until < today
    return Standing.EXPIRED if over else Standing.ACCREDITED
