"""Reviews brought along through the services, each so far as its turn says: together they stand at every stage."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.demo_data.people import SchoolPeople
from inclusion_app.demo_data.reviews import improvement, reporting, teams, visits, writing
from inclusion_app.foundation.clock import from_london, london
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Review, ReviewCycle
from inclusion_app.reviews.states import ReviewState, Side

Step = Callable[..., None]
STEPS: tuple[tuple[Step, int], ...] = (
    (visits.agree_date, 1),
    (visits.lay_file_beside, 1),
    (writing.write_self_review, 2),
    (writing.sign_self_review, 0),
    (visits.prepare, 1),
    (visits.hold_visit, 0),
    (writing.begin_review_form, 0),
    (writing.submit_review_forms, 1),
    (reporting.consolidate, 1),
    (reporting.release, 0),
    (reporting.make_points, 1),
    (reporting.answer_points, 1),
    (reporting.finish, 1),
    (improvement.arrange_workshop, 1),
    (improvement.hold_workshop, 14),
    (improvement.write_plan, 2),
    (improvement.publish_plan, 1),
    (improvement.mark_actions, 20),
    (improvement.follow_up, 60),
    (improvement.evaluate, 1),
    (improvement.close, 0),
)
"""Each step of a review once its team is confirmed, and how many days after the one before it is done."""
FAR = len(STEPS)
TURNS = (FAR, 17, 13, 8, 7, 8, 6, 4, 15, 10, 2, FAR, 18, 0, 19)
"""How many of the steps the reviews of a cycle have behind them, in turn."""
FIRST_TURN = 3
"""Each cycle begins its turns so many later than the one before it: this year's first reviews are being written."""
TEAMS_ASKED = timedelta(days=41)


def bring_along(
    office: Actor,
    cycles: Sequence[ReviewCycle],
    people: Sequence[SchoolPeople],
    known: Sequence[Person],
    *,
    now: datetime,
) -> None:
    """Reviewers are made, teams asked, and reviews go on as far as time allows. ``known`` can sign in as reviewers."""
    teams.make_reviewers(office, people, known, now=now)
    for place, cycle in enumerate(cycles):
        asked = from_london(cycle.starts_on, london(now).time().replace(hour=9, minute=0)) + TEAMS_ASKED
        if asked > now:
            continue
        teams.ask_teams(office, cycle, now=asked)
        for number, review_id in enumerate(_with_team(cycle), place * FIRST_TURN):
            _bring(office, review_id, TURNS[number % len(TURNS)], asked=asked, now=now)


def _with_team(cycle: ReviewCycle) -> Sequence[int]:
    asked = Review.cycle_id == cycle.id, Review.state == ReviewState.TEAM_PROPOSED, Review.side == Side.NONE
    return db.session.scalars(select(Review.id).where(*asked).order_by(Review.id)).all()


def _bring(office: Actor, review_id: int, steps: int, *, asked: datetime, now: datetime) -> None:
    if not steps:
        return  # nobody has declared yet
    moment = asked + timedelta(days=2)
    teams.declare_all(review_id, now=moment)
    teams.confirm(office, review_id, now=moment)
    for number, (step, days) in enumerate(STEPS[:steps], 1):
        if step is writing.begin_review_form and number < steps:
            continue  # only left begun where the review stops there
        moment = _moment_of(step, review_id, moment + timedelta(days=days))
        if moment > now:
            return
        step(review_id, now=moment)


def _moment_of(step: Step, review_id: int, moment: datetime) -> datetime:
    """A visit is held on its day; everything else when it is its turn."""
    visit = db.session.get_one(Review, review_id).visit_until
    if step is not visits.hold_visit or visit is None:
        return moment
    return max(moment, from_london(visit, london(moment).time().replace(hour=16, minute=0)))
