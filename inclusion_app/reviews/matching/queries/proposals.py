"""Proposals as pages and services read them, and the problem as it stands now."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from inclusion_app.foundation.database import db
from inclusion_app.reviews.matching.rules.problem import Pinned, Problem, Weights
from inclusion_app.reviews.models import (
    Assignment,
    MatchingProposal,
    ProposedPlace,
    Review,
    ReviewCycle,
    Reviewer,
)
from inclusion_app.reviews.states import Mode, Part, ReviewState, Side
from inclusion_app.reviews.teams.queries.facts import Facts, facts_of


def cycle_by_id(cycle_id: int) -> ReviewCycle | None:
    """One cycle."""
    return db.session.get(ReviewCycle, cycle_id)


def reviews_to_match(cycle_id: int) -> Sequence[Review]:
    """Reviews of the cycle that have no team yet and go on, by school, with school and participation."""
    query = select(Review).join(Review.school).where(Review.cycle_id == cycle_id, Review.state == ReviewState.PLANNED)
    query = query.where(Review.side == Side.NONE).options(*_WHOLE).order_by(Review.school_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


_WHOLE = (joinedload(Review.school), joinedload(Review.participation), joinedload(Review.cycle))


def open_proposal(cycle_id: int) -> MatchingProposal | None:
    """The proposal that is being worked on."""
    query = select(MatchingProposal).where(MatchingProposal.cycle_id == cycle_id, MatchingProposal.state == "open")
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def places_of(proposal_id: int, review_ids: Collection[int] | None = None) -> Sequence[ProposedPlace]:
    """The places of a proposal, or those of some reviews, with their people: review by review, the lead first."""
    query = select(ProposedPlace).where(ProposedPlace.proposal_id == proposal_id)
    if review_ids is not None:
        query = query.where(ProposedPlace.review_id.in_(review_ids))
    query = query.options(joinedload(ProposedPlace.person)).order_by(
        ProposedPlace.review_id, ProposedPlace.part, ProposedPlace.id
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def place_by_id(cycle_id: int, place_id: int) -> ProposedPlace | None:
    """One place of the cycle's open proposal, with its review."""
    query = (
        select(ProposedPlace)
        .join(MatchingProposal, MatchingProposal.id == ProposedPlace.proposal_id)
        .where(MatchingProposal.cycle_id == cycle_id, MatchingProposal.state == "open", ProposedPlace.id == place_id)
        .options(joinedload(ProposedPlace.person), joinedload(ProposedPlace.review).options(*_WHOLE))
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def problem_of(cycle: ReviewCycle, weights: Weights, *, today: date) -> Problem:
    """What is to be solved now: reviews without a team, everybody who reviews, and the places that are locked."""
    reviews = reviews_to_match(cycle.id)
    facts = facts_of(cycle, reviews, today=today)
    proposal = open_proposal(cycle.id)
    there = {review.id for review in reviews}
    locked = [p for p in places_of(proposal.id) if p.locked and p.review_id in there] if proposal else []
    return Problem(
        hosts=[facts.hosts[review.id] for review in reviews],
        reviewers=list(facts.reviewers.values()),
        team_size=cycle.team_size,
        mode=Mode(cycle.mode),
        weights=weights,
        pinned=[
            Pinned(p.review_id, p.person_id, Part(p.part), frozenset(p.accepted))
            for p in locked
            if p.person_id in facts.reviewers
        ],
    )


def fingerprint_of(cycle_id: int) -> str:
    """Stands for everything that a proposal rests on: it differs once a review, reviewer or place has changed."""
    reviews = select(func.count(), func.sum(Review.version)).where(Review.cycle_id == cycle_id)
    others = (
        reviews,
        select(ReviewCycle.version).where(ReviewCycle.id == cycle_id),
        select(func.count(), func.sum(Reviewer.version)),
        select(func.count(), func.max(Assignment.id), func.sum(Assignment.version)),
        select(MatchingProposal.id, MatchingProposal.version).where(
            MatchingProposal.cycle_id == cycle_id, MatchingProposal.state == "open"
        ),
    )
    said = [tuple(db.session.execute(query).first() or ()) for query in others]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def facts_for(cycle: ReviewCycle, reviews: Sequence[Review], *, today: date) -> Facts:
    """Facts of some reviews and of everybody who could be on them."""
    return facts_of(cycle, reviews, today=today)
