"""Who goes on the demonstration's runs: full ones and empty ones, waiting lists, cancellations, outcomes."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.accounts.models import Person
from inclusion_app.demo_data.accounts import SCHOOLS_WITH_ACCOUNTS
from inclusion_app.demo_data.people import SchoolPeople
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.bookings.services.baskets import put_in_basket, take_out_of_basket
from inclusion_app.training.bookings.services.cancelling import cancel_booking
from inclusion_app.training.bookings.services.confirming import Confirmation, confirm_basket
from inclusion_app.training.models import (
    Basket,
    BasketLine,
    Booking,
    CoursePrerequisite,
    OutcomeOfRun,
    Run,
    Session,
)
from inclusion_app.training.registers.services.closing import close_register
from inclusion_app.training.registers.services.marking import Said, mark_session
from inclusion_app.training.states import BookingState, Mark, RunOutcome

DEMAND = (0.2, 0.5, 0.7, 0.9, 1.0, 1.0, 1.3)
"""How many people want a place, as a share of the places."""
NEEDS = (
    "Large print handouts",
    "A seat near the front",
    "Step-free route from the car park",
    "A quiet place at breaks",
)
DIETS = ("Vegetarian", "Vegan", "Halal", "No nuts", "Gluten free")
SHARE_OF_THE_FIRST = 0.12
MARKS = (Mark.PRESENT,) * 46 + (Mark.ABSENT,) * 2 + (Mark.EXCUSED, Mark.PART)
STILL_OPEN = timedelta(days=5)
"""Registers of runs that ended so lately are not closed yet."""


class Booker:
    """Books for the schools of the demonstration, as their offices would."""

    def __init__(self, schools: Sequence[SchoolPeople], *, now: datetime, random: Random) -> None:
        self._schools, self._now, self._random = schools, now, random
        self._completed: dict[int, set[int]] = defaultdict(set)
        self._requires: dict[int, set[int]] = defaultdict(set)
        for course_id, required_id in db.session.execute(
            select(CoursePrerequisite.course_id, CoursePrerequisite.required_id)
        ):
            self._requires[course_id].add(required_id)

    def fill(self, runs: Sequence[tuple[Run, datetime]], progress: Callable[[], None]) -> None:
        """Book people on every run, the earliest first, so that what must come first has been completed."""
        for run, announced in sorted(runs, key=lambda pair: pair[0].starts_at):
            self._fill(run.id, run.course_id, run.capacity, self._moments(run, announced))
            if run.ends_at < self._now:
                self._finish(run.id, run.course_id, ended=run.ends_at)
            else:
                self._mark_what_is_over(run.id)
            progress()

    def _moments(self, run: Run, announced: datetime) -> Sequence[datetime]:
        """Moments between the announcement and the end of booking, or now, in order."""
        last = min(run.book_by, self._now) - timedelta(minutes=1)
        span = (last - announced) / 60
        return [announced + span * step for step in range(1, 60)]

    def _fill(self, run_id: int, course_id: int, capacity: int, moments: Sequence[datetime]) -> None:
        wanted = round(capacity * self._random.choice(DEMAND))
        asked = 0
        for moment in moments:
            if asked >= wanted:
                break
            # those who can sign in should find something to look at
            shown = self._random.random() < SHARE_OF_THE_FIRST
            school = self._random.choice(self._schools[:SCHOOLS_WITH_ACCOUNTS] if shown else self._schools)
            people = self._who(school, course_id)
            if people:
                asked += self._book(school, run_id, people, moment)
        self._cancel_some(run_id, moments[-1])

    def _who(self, school: SchoolPeople, course_id: int) -> list[Person]:
        able = [p for p in school.trainable if self._requires[course_id] <= self._completed[p.id]]
        return self._random.sample(able, k=min(len(able), self._random.randint(1, 3)))

    def _book(self, school: SchoolPeople, run_id: int, people: Sequence[Person], moment: datetime) -> int:
        who = school.booker if self._random.random() < 0.6 else school.head
        actor = Actor(person_id=who.id, name=who.name, email=who.email)
        put_in_basket(
            actor, school.school.id, run_id, person_ids=[p.id for p in people], now=moment, today=london(moment).date()
        )
        lines = self._lines(actor, school)
        said = Confirmation(
            access={line: self._random.choice(NEEDS) for line in lines if self._random.random() < 0.06},
            diet={line: self._random.choice(DIETS) for line in lines if self._random.random() < 0.15},
            accepted=frozenset(lines),
            when_full={run_id: self._random.choice(("wait", "wait", "together"))},
        )
        try:
            confirm_basket(actor, school.school.id, said, now=moment, today=london(moment).date())
        except RuleBroken:  # booked already, or over the school's share: the office thinks again
            for line in lines:
                take_out_of_basket(actor, school.school.id, line)
            return 0
        return len(people)

    def _lines(self, actor: Actor, school: SchoolPeople) -> list[int]:
        return list(
            db.session.scalars(
                select(BasketLine.id)
                .join(Basket, Basket.id == BasketLine.basket_id)
                .where(
                    Basket.owner_id == actor.person_id,
                    Basket.school_id == school.school.id,
                    Basket.confirmed_at.is_(None),
                )
            )
        )

    def _cancel_some(self, run_id: int, moment: datetime) -> None:
        bookings = db.session.scalars(
            select(Booking.id).where(Booking.run_id == run_id, Booking.state == BookingState.CONFIRMED)
        ).all()
        for booking_id in bookings:
            if self._random.random() < 0.05:
                cancel_booking(SYSTEM, booking_id, reason="Needed at school on the day", now=moment)

    def _finish(self, run_id: int, course_id: int, *, ended: datetime) -> None:
        """Attendance is taken at every session; the register is closed the next day, but for the latest runs."""
        placed = dict(
            db.session.execute(
                select(Booking.id, Booking.person_id).where(
                    Booking.run_id == run_id, Booking.state == BookingState.CONFIRMED
                )
            ).all()
        )
        after = min(ended + timedelta(days=1), self._now)
        for session_id in db.session.scalars(select(Session.id).where(Session.run_id == run_id)).all():
            marks = {number: self._mark() for number in placed}
            mark_session(SYSTEM, run_id, session_id, marks=marks, now=after)
        if self._now - ended > STILL_OPEN:
            close_register(SYSTEM, run_id, rest="absent", now=after)
        completed = select(OutcomeOfRun.booking_id).where(
            OutcomeOfRun.booking_id.in_(placed), OutcomeOfRun.outcome == RunOutcome.COMPLETED
        )
        for booking_id in db.session.scalars(completed):
            self._completed[placed[booking_id] or 0].add(course_id)

    def _mark_what_is_over(self, run_id: int) -> None:
        """Of a run that goes on, the sessions so far."""
        over = select(Session.id).where(Session.run_id == run_id, Session.ends_at < self._now).order_by(Session.id)
        for session_id in db.session.scalars(over).all():
            mark_session(SYSTEM, run_id, session_id, marks={}, rest=Mark.PRESENT, now=self._now)

    def _mark(self) -> Said:
        mark = self._random.choice(MARKS)
        return Said(mark, 45 if mark == Mark.PART else None)
