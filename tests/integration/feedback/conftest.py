"""A run with people on it, and the moments of its feedback."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.training.feedback.rules.answers import Said
from inclusion_app.training.feedback.services.answering import give_feedback
from inclusion_app.training.feedback.services.asking import ask_for_feedback
from inclusion_app.training.models import Attendance, Booking, CourseOutcome, FeedbackRequest, Run, Session
from inclusion_app.training.states import FeedbackPoint, Mark
from tests.factories.bookings import BookingFactory
from tests.factories.training import CourseFactory, RunFactory
from tests.factories.vocabulary import ConceptFactory
from tests.integration.bookings.conftest import sign_in
from tests.support.html import posting_forms
from tests.support.visitor import Visitor

__all__ = ["sign_in"]

BEFORE, AFTER, LATER = FeedbackPoint
SECOND = timedelta(seconds=1)


@dataclass
class Group:
    """A run and the bookings on it, by what each is for."""

    run: Run
    bookings: list[Booking]

    def at(self, point: FeedbackPoint) -> datetime:
        """A moment at which that point has just been asked."""
        if point == BEFORE:
            return self.run.starts_at - timedelta(days=7) + SECOND
        return self.run.ends_at + (timedelta(weeks=6, hours=2) if point == LATER else SECOND)

    def mark(self, number: int, mark: Mark) -> None:
        """What the register says of one of them."""
        at = self.run.ends_at
        with transaction() as session:
            row = Attendance(booking_id=self.bookings[number].id, mark=mark, marked_at=at, told_at=at)
            row.session_id = session.scalars(select(Session.id).where(Session.run_id == self.run.id)).one()
            session.add(row)

    def outcomes(self) -> list[int]:
        """Ids of what the course is to give."""
        query = select(CourseOutcome.id).where(CourseOutcome.course_id == self.run.course_id)
        return list(db.session.scalars(query.order_by(CourseOutcome.position)))

    def said(self, value: int = 3, **more: object) -> Said:
        """An answer with the same number for every outcome, and what each point asks besides."""
        usual: dict[str, object] = {"rating": 4, "manager_name": "Kim Vale"}
        return Said(dict.fromkeys(self.outcomes(), value), **(usual | more))  # type: ignore[arg-type]  # the test names them

    def give(self, number: int, point: FeedbackPoint, value: int = 3, *, seen: int = 0, **more: object) -> None:
        """Somebody answers."""
        self.give_said(number, point, self.said(value, **more), seen=seen)

    def give_said(
        self, number: int, point: FeedbackPoint, said: Said, *, seen: int = 0, now: datetime | None = None
    ) -> None:
        """Somebody answers with exactly that; an hour after being asked, unless a moment is named."""
        booking = self.bookings[number]
        person = db.session.get_one(Person, booking.person_id)
        actor = Acts(person.id, person.name)
        moment = now or self.at(point) + timedelta(hours=1)
        give_feedback(actor, booking.id, point, said=said, seen=seen, now=moment)

    def ask(self, *points: FeedbackPoint) -> None:
        """Everybody is asked at these points."""
        for point in points:
            ask_for_feedback(self.at(point))


@dataclass(frozen=True)
class Acts:
    """Whoever acts."""

    person_id: int | None
    name: str


@pytest.fixture
def group(database: SQLAlchemy) -> Group:
    """Three people on a run whose course has two outcomes."""
    return new_group(3)


def new_group(people: int, *, run: Run | None = None) -> Group:
    """So many people on a run."""
    if run is None:
        outcomes = [CourseOutcome(position=n, text=text) for n, text in ((1, "Plan for all"), (2, "Ask pupils"))]
        audience = [ConceptFactory(scheme="audience")]
        run = RunFactory(course=CourseFactory(outcomes=outcomes, concepts=audience), capacity=40)
    return Group(run, [BookingFactory(run=run) for _ in range(people)])


def asked_at(point: FeedbackPoint) -> set[int]:
    """The bookings that have been asked at that point."""
    query = select(FeedbackRequest.booking_id).where(FeedbackRequest.point == point)
    return set(db.session.scalars(query))


def mails(kind: str) -> list[OutboxMessage]:
    """What went out."""
    query = select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
    return list(db.session.scalars(query))


def link_in(mail: OutboxMessage) -> str:
    """The link in a message, as a path."""
    found = re.search(r"/feedback/\S+", mail.text)
    assert found
    return found[0]


def form_on(visitor: Visitor, path: str) -> dict[str, object]:
    """The form of that page as it is shown now, for sending later."""
    [form] = [form for form in posting_forms(visitor.get(path).text, path) if form.action.endswith(path)]
    return dict(form.fields)


def in_order() -> None:
    """Every check of the database is content."""
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}
