"""Reviewers of the fictitious county, and the teams that the solver finds for a cycle."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.demo_data.people import SchoolPeople
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.reviews.matching.queries.proposals import fingerprint_of, open_proposal, problem_of
from inclusion_app.reviews.matching.rules.problem import Weights
from inclusion_app.reviews.matching.services.proposing import confirm_proposal, keep_proposal
from inclusion_app.reviews.matching.solver import solve
from inclusion_app.reviews.models import Assignment, Review, ReviewCycle
from inclusion_app.reviews.reviewers.services import (
    Accredited,
    Marks,
    Profile,
    make_reviewer,
    mark_reviewer,
    save_profile,
)
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import AssignmentState, ReviewState
from inclusion_app.reviews.teams.queries.facts import facts_of
from inclusion_app.reviews.teams.queries.teams import team_of
from inclusion_app.reviews.teams.rules.naming import Named, naming_problems
from inclusion_app.reviews.teams.services.answering import declare_no_conflict
from inclusion_app.reviews.teams.services.confirming import confirm_team
from inclusion_app.reviews.teams.services.naming import name_beside_team

MOST_REVIEWERS = 90
EXPERTISE = ("autism", "social-emotional-mental-health", "teaching", "partnership", "checking")
CAPACITY = 3
EVERY_LEAD, EVERY_CHAMPION = 2, 3
ACCREDITED_DAYS_AGO = 450
WHY = "Everybody has declared, and the school is content."


def make_reviewers(office: Actor, people: Sequence[SchoolPeople], known: Sequence[Person], *, now: datetime) -> None:
    """The SENCO of many a school, and those who can sign in as reviewers, who all may lead; else every other one."""
    today = london(now).date()
    since = today - timedelta(days=ACCREDITED_DAYS_AGO)
    sencos = [one.senco for one in reversed(people)][:MOST_REVIEWERS]
    homes = {one.senco.id: one.school for one in people}
    for number, person in enumerate([*known, *sencos]):
        home = homes.get(person.id) or people[-1 - number].school
        accredited = Accredited(since, None)
        reviewer = make_reviewer(office, person.id, accredited=accredited, now=now, today=today)
        profile = Profile(
            phases=(home.phase,),
            expertise=(EXPERTISE[number % len(EXPERTISE)],),
            capacity=CAPACITY,
            home_school_id=home.id,
        )
        reviewer = save_profile(office, reviewer.id, profile, version=reviewer.version)
        leads = number < len(known) or number % EVERY_LEAD == 0
        marks = Marks(may_lead=leads, may_champion=number % EVERY_CHAMPION == 0)
        mark_reviewer(office, reviewer.id, marks, version=reviewer.version)


def ask_teams(office: Actor, cycle: ReviewCycle, *, now: datetime) -> None:
    """The office proposes, looks, and asks everybody of every whole team."""
    today = london(now).date()
    fingerprint, problem = fingerprint_of(cycle.id), problem_of(cycle, Weights(), today=today)
    keep_proposal(office, cycle.id, problem, solve(problem), fingerprint=fingerprint, now=now)
    proposal = open_proposal(cycle.id)
    if proposal is not None and problem.hosts:
        confirm_proposal(office, cycle.id, version=proposal.version, now=now, today=today)


def declare_all(review_id: int, *, now: datetime) -> None:
    """Everybody who has been asked says that there is no conflict."""
    today = london(now).date()
    for person_id in _asked(review_id):
        declare_no_conflict(actor_for(person_id, today=today), review_id, now=now, today=today)


def confirm(office: Actor, review_id: int, *, now: datetime) -> None:
    """The office confirms the team, and names a champion of another school where there is one."""
    today = london(now).date()
    if db.session.get_one(Review, review_id).state == ReviewState.TEAM_PROPOSED:
        confirm_team(office, review_id, reason=WHY, standings={Standing.OFFICE}, now=now, today=today)
    champion = _champion_for(review_id, now=now)
    if champion is not None:
        name_beside_team(office, review_id, Named.CHAMPION, champion, today=today)


def _asked(review_id: int) -> Sequence[int]:
    asked = Assignment.review_id == review_id, Assignment.state == AssignmentState.PROPOSED
    return db.session.scalars(select(Assignment.person_id).where(*asked).order_by(Assignment.id)).all()


def _champion_for(review_id: int, *, now: datetime) -> int | None:
    """Somebody trained for it, of another school, against whom nothing speaks."""
    whole = joinedload(Review.cycle), joinedload(Review.school), joinedload(Review.participation)
    review = db.session.scalars(select(Review).where(Review.id == review_id).options(*whole)).one()
    facts = facts_of(review.cycle, [review], today=london(now).date())
    team = [one.person_id for one in team_of(review_id)]
    fits = (
        person_id
        for person_id, reviewer in sorted(facts.reviewers.items())
        if person_id not in team
        and not naming_problems(reviewer, facts.hosts[review_id], part=Named.CHAMPION, team=team)
    )
    return next(fits, None)
