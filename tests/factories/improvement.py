"""Actions of plans, and evaluations, for tests, written straight into the database."""

from datetime import timedelta
from typing import Any

from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.improvement.models import (
    EvaluationScore,
    PlanAction,
    ProcessEvaluation,
    Workshop,
    WorkshopPriority,
)
from inclusion_app.improvement.states import Item, Voice
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.states import ReviewState
from tests.factories.reviews import make_reviewer, review_at


def planned_review(stage: ReviewState = ReviewState.PLAN_AGREED, *, actions: int = 2, **review: Any) -> Review:
    """A review at that stage whose workshop was held, with so many whole actions that its coordinator owns."""
    made = review_at(stage, **review)
    workshop = Workshop(review_id=made.id, attended="Robin Ashdown, headteacher", recorded_at=clock.now())
    workshop.priorities = [WorkshopPriority(position=1, area="leading", text="Governors ask about it each term.")]
    made.workshop_on = clock.today() - timedelta(days=3)
    if stage.has_reached(ReviewState.PLAN_AGREED):
        made.follow_up_on = clock.today() + timedelta(days=120)
    db.session.add(workshop)
    db.session.commit()
    for number in range(1, actions + 1):
        action_in(made, number)
    return made


def action_in(review: Review, number: int, **said: Any) -> PlanAction:
    """A whole action of a plan, made a week ago."""
    db.session.refresh(review, ["participation", "school"])  # a transaction since may have let go of them
    action = PlanAction(
        review_id=review.id,
        position=number,
        created_at=said.pop("created_at", clock.now() - timedelta(days=7)),
        **{
            "area": "leading",
            "what": f"Do thing {number}",
            "why": "It was agreed.",
            "owner_id": review.participation.coordinator_id,
            "due_on": clock.today() + timedelta(days=60),
            "measure": "Staff say so.",
            "courses": [],
            **said,
        },
    )
    db.session.add(action)
    db.session.commit()
    return action


def champion_of(review: Review, person: Person) -> Person:
    """Make the person the champion of the review, and a peer reviewer."""
    make_reviewer(person)
    review.champion_id = person.id
    db.session.commit()
    return person


def evaluated(review: Review, person: Person, voice: Voice, *, score: int = 4, learned: str = "") -> None:
    """What the person says of how the review was done."""
    given = ProcessEvaluation(
        review_id=review.id, person_id=person.id, voice=voice, learned=learned, given_at=clock.now()
    )
    given.scores = [EvaluationScore(item=item, score=score) for item in Item]
    db.session.add(given)
    db.session.commit()
