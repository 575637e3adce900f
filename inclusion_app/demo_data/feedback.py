"""What people of the demonstration say of their training: before, straight after, and some weeks later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.training.feedback.rules.answers import Said
from inclusion_app.training.feedback.services.answering import give_feedback
from inclusion_app.training.feedback.services.asking import ask_about_run, ask_for_feedback
from inclusion_app.training.models import Booking, CourseOutcome, FeedbackRequest, Run
from inclusion_app.training.states import BookingState, FeedbackPoint

RUNS = 8
ENOUGH_PEOPLE = 12
SHARE = {FeedbackPoint.BEFORE: 0.92, FeedbackPoint.AFTER: 0.9, FeedbackPoint.LATER: 0.6}
"""How many of those asked answer."""
CONFIDENT = {FeedbackPoint.BEFORE: (1, 2, 2, 2, 3, 3), FeedbackPoint.AFTER: (3, 3, 4, 4, 4, 5),
             FeedbackPoint.LATER: (3, 3, 4, 4, 5)}  # fmt: skip
TALKATIVE = 0.7
WORDS = {
    FeedbackPoint.BEFORE: (
        "How to begin with a class of thirty.",
        "Something I can use on Monday.",
        "I have a new class in September and want to plan for everybody from the start.",
        "What to say to parents who are worried.",
        "How other schools do this with few staff.",
        "To understand what I see in two of the children I teach.",
        "Where to go for advice.",
    ),
    FeedbackPoint.AFTER: (
        "The case studies were the most useful part. More time for them, please.",
        "Clear, practical, and at the right pace.",
        "Talking to colleagues from other schools. I did not know that so many have the same questions.",
        "The slides were too full to read from the back.",
        "I would have liked examples from a small school.",
        "The afternoon was long after a full morning: two half days would be better.",
        "A list of what to read next would help.",
        "The best training I have had in years.",
    ),
    FeedbackPoint.LATER: (
        "We plan together now, and fewer pupils leave the room.",
        "I have changed how I give instructions. It helps everybody, not only the two I had in mind.",
        "I still find it hard with so little time, but I ask the pupils first now.",
        "We have a quiet corner in every classroom of the year group.",
        "Meetings with families begin differently: we listen first.",
        "I have gone back to the handout more often than I thought.",
    ),
}
NOTICED = (
    "Calmer starts to lessons.",
    "Has shown the team at two staff meetings what was learned.",
    "More confident with parents.",
    "Asks for help earlier.",
    "Other staff come to watch.",
    "The plan for one pupil is much clearer.",
)
MANAGERS = ("Kim Vale", "Jo Hartwell", "Sasha Brook", "Chris Penrose")


@dataclass(frozen=True)
class _Given:
    """A run that is over, and the moments of its three points."""

    run_id: int
    course_id: int
    moments: dict[FeedbackPoint, datetime]


def give_demo_feedback(*, random: Random, now: datetime) -> None:
    """Some past runs with answers at all three points; then everybody is asked whose time it is now."""
    for given in _past_runs(now):
        outcomes = list(db.session.scalars(select(CourseOutcome.id).where(CourseOutcome.course_id == given.course_id)))
        for point, moment in given.moments.items():
            if moment < now:
                ask_about_run(given.run_id, point, now=moment)
                _answer(given, point, outcomes=outcomes, random=random, now=now)
    ask_for_feedback(now)


def _past_runs(now: datetime) -> list[_Given]:
    """The latest that are over, with enough people for figures to be shown."""
    people = func.count(Booking.id)
    rows = db.session.execute(
        select(Run.id, Run.course_id, Run.starts_at, Run.ends_at)
        .join(Booking, Booking.run_id == Run.id)
        .where(Run.ends_at < now - timedelta(weeks=1), Booking.state == BookingState.CONFIRMED)
        .group_by(Run.id)
        .having(people >= ENOUGH_PEOPLE)
        .order_by(Run.ends_at.desc(), Run.id)
        .limit(RUNS)
    )
    return [_Given(run_id, course_id, _moments(starts, ends)) for run_id, course_id, starts, ends in rows]


def _moments(starts_at: datetime, ends_at: datetime) -> dict[FeedbackPoint, datetime]:
    soon = timedelta(hours=2)
    return {
        FeedbackPoint.BEFORE: starts_at - timedelta(days=6),
        FeedbackPoint.AFTER: ends_at + soon,
        FeedbackPoint.LATER: ends_at + timedelta(weeks=6) + soon,
    }


def _answer(given: _Given, point: FeedbackPoint, *, outcomes: Sequence[int], random: Random, now: datetime) -> None:
    asked = db.session.execute(
        select(Booking.id, Person.id, Person.name)
        .join(Booking.person)
        .join(FeedbackRequest, FeedbackRequest.booking_id == Booking.id)
        .where(Booking.run_id == given.run_id, FeedbackRequest.point == point)
        .order_by(Booking.id)
    ).all()
    words, noticed = (random.sample(texts, k=len(texts)) for texts in (WORDS[point], NOTICED))
    for booking_id, person_id, name in asked:
        if random.random() < SHARE[point]:
            said = _said(point, outcomes, words=words, noticed=noticed, random=random)
            moment = min(given.moments[point] + timedelta(hours=random.randint(1, 60)), now)
            give_feedback(Actor(person_id=person_id, name=name), booking_id, point, said=said, seen=0, now=moment)


def _said(
    point: FeedbackPoint, outcomes: Sequence[int], *, words: list[str], noticed: list[str], random: Random
) -> Said:
    later = point == FeedbackPoint.LATER
    return Said(
        confidences={outcome: random.choice(CONFIDENT[point]) for outcome in outcomes},
        rating=random.choice((3, 4, 4, 5, 5)),
        text=words.pop() if words and random.random() < TALKATIVE else "",
        manager_name=random.choice(MANAGERS) if later else "",
        manager_comment=noticed.pop() if later and noticed and random.random() < TALKATIVE else "",
    )
