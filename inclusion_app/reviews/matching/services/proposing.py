"""Proposals: kept as they were solved, changed by hand, and confirmed, which asks the people."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.matching.queries.proposals import fingerprint_of, open_proposal, places_of
from inclusion_app.reviews.matching.rules.problem import Answer, Problem
from inclusion_app.reviews.models import MatchingProposal, ProposedPlace, Review, ReviewCycle
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import locked_review
from inclusion_app.reviews.states import CycleState, Part, ReviewState, Side
from inclusion_app.reviews.teams.queries.facts import facts_of
from inclusion_app.reviews.teams.rules.conflicts import Code
from inclusion_app.reviews.teams.services.asking import Wanted, propose_teams, refuse_conflicts

CHANGED = "Schools, reviewers or teams have changed while this was worked out. Nothing was saved: propose again"
NOTHING_OPEN = "There is no proposal that is being worked on. Somebody may have confirmed it: look at the reviews"
SEEN = "Seen and accepted when the proposal was confirmed"


def keep_proposal(
    actor: Actor, cycle_id: int, problem: Problem, answer: Answer, *, fingerprint: str, now: datetime
) -> MatchingProposal:
    """Keep an answer in place of the proposal there was; what was locked stays locked. Nobody is told.

    ``fingerprint`` was taken before the problem was read: solving holds no lock. Raises RuleBroken when something has
    changed since, also by somebody who has proposed at the same moment; LookupError.
    """
    with transaction():
        cycle = _held(cycle_id)
        if cycle.state not in (CycleState.MATCHING, CycleState.RUNNING):
            raise RuleBroken(None, "Teams are proposed once enrolment is over: move the cycle to matching first")
        if fingerprint_of(cycle_id) != fingerprint:
            raise RuleBroken(None, CHANGED)
        before = open_proposal(cycle_id)
        kept = {(p.review_id, p.person_id): p for p in places_of(before.id) if p.locked} if before else {}
        _drop(before, now=now)
        proposal = MatchingProposal(
            cycle_id=cycle_id,
            made_at=now,
            made_by_id=actor.person_id,
            weights=problem.weights.said,
            figures=_figures(problem, answer),
            unserved={str(number): list(reasons) for number, reasons in answer.unserved.items()},
            fingerprint=fingerprint,
        )
        db.session.add(proposal)
        db.session.flush()
        db.session.add_all(_places(proposal.id, problem, answer, kept))
        audit.record(actor, "propose_matching", proposal, detail=proposal.figures)
    return proposal


def choose_for_place(
    actor: Actor, cycle_id: int, place_id: int, person_id: int, *, accepted: Collection[str], reason: str, today: date
) -> ProposedPlace:
    """Put somebody in a place, which locks it. Raises RuleBroken for conflicts not set aside; LookupError."""
    with transaction():
        place, proposal = _held_place(cycle_id, place_id)
        review = locked_review(place.review_id)
        others = [p for p in places_of(proposal.id) if p.id != place.id]
        if any(p.person_id == person_id and p.review_id == place.review_id for p in others):
            raise RuleBroken("person", "They are on this team already")
        facts = facts_of(review.cycle, [review], today=today, person_ids=[person_id])
        if person_id not in facts.reviewers:
            raise RuleBroken("person", "Choose somebody who is a reviewer")
        for other in others:
            if other.person_id == person_id:
                facts = facts.with_standing([person_id], other.review_id)
        found = facts.conflicts(person_id, review.id, place.part)
        place.accepted = refuse_conflicts(found, accepted, reason, name=facts.reviewers[person_id].name)
        place.person_id, place.locked = person_id, True
        place.reason = reason.strip() if place.accepted else ""
        proposal.figures = proposal.figures | {"changed": int(proposal.figures.get("changed", 0)) + 1}
        audit.record(actor, "choose_reviewer", place, detail={"person_id": person_id, "set_aside": place.accepted})
    return place


def lock_place(actor: Actor, cycle_id: int, place_id: int, *, act: str) -> ProposedPlace:
    """Keep a place as it is when solving again (act ``lock``), or let it go (``unlock``). Raises RuleBroken."""
    with transaction():
        place, proposal = _held_place(cycle_id, place_id)
        if place.person_id is None:
            raise RuleBroken(None, "Nobody is in this place")
        place.locked = act == "lock"
        proposal.figures = proposal.figures | {"changed": int(proposal.figures.get("changed", 0)) + 1}
        audit.record(actor, "lock_place" if place.locked else "unlock_place", place)
    return place


def confirm_proposal(actor: Actor, cycle_id: int, *, version: int, now: datetime, today: date) -> int:
    """Ask everybody of every whole team; how many reviews. Those without a whole team stay as they are.

    One act. Conflicts are looked at again; one that blocks and was not set aside stops all of it, and is named.
    Raises RuleBroken, also for a proposal that has changed since the page was shown; LookupError.
    """
    with transaction():
        cycle = _held(cycle_id)
        proposal = open_proposal(cycle_id)
        if proposal is None:
            raise RuleBroken(None, NOTHING_OPEN)
        if version and proposal.version != version:
            raise RuleBroken(None, "The proposal has changed since you opened the page. Look at it again")
        teams = _whole_teams(cycle, proposal)
        if not teams:
            raise RuleBroken(None, "No review has a whole team yet")
        event = audit.record(actor, "confirm_matching", proposal, detail={"reviews": len(teams)})
        wanted = _with_soft_accepted(cycle, teams, today=today)
        propose_teams(wanted, event=event, standings={Standing.OFFICE}, now=now, today=today)
        proposal.state, proposal.ended_at = "confirmed", now
    return len(teams)


_Team = tuple[Review, Sequence[ProposedPlace]]


def _whole_teams(cycle: ReviewCycle, proposal: MatchingProposal) -> list[_Team]:
    by_review: defaultdict[int, list[ProposedPlace]] = defaultdict(list)
    for place in places_of(proposal.id):
        if place.person_id is not None:
            by_review[place.review_id].append(place)
    found: list[_Team] = []
    for review_id, places in sorted(by_review.items()):
        review = locked_review(review_id)
        goes_on = review.state == ReviewState.PLANNED and review.side == Side.NONE
        if goes_on and len(places) >= cycle.team_size and sum(p.part == Part.LEAD for p in places) == 1:
            found.append((review, places))
    return found


def _with_soft_accepted(
    cycle: ReviewCycle, teams: Sequence[_Team], *, today: date
) -> list[tuple[Review, list[Wanted]]]:
    """What only warns was shown on the page of the proposal; what blocks must have been set aside place by place."""
    people = {place.person_id for _, places in teams for place in places if place.person_id}
    facts = facts_of(cycle, [review for review, _ in teams], today=today, person_ids=people)
    soft = frozenset(code.value for code in Code if not code.blocks)
    return [
        (
            review,
            [
                Wanted(
                    person_id=place.person_id,
                    part=Part(place.part),
                    accepted=soft | frozenset(place.accepted),
                    reason=place.reason or SEEN,
                )
                for place in places
                if place.person_id in facts.reviewers
            ],
        )
        for review, places in teams
    ]


def _held(cycle_id: int) -> ReviewCycle:
    query = select(ReviewCycle).where(ReviewCycle.id == cycle_id).with_for_update()
    cycle = db.session.scalars(query.execution_options(populate_existing=True)).first()
    if cycle is None:
        raise LookupError(f"There is no cycle {cycle_id}.")
    return cycle


def _held_place(cycle_id: int, place_id: int) -> tuple[ProposedPlace, MatchingProposal]:
    _held(cycle_id)
    proposal = open_proposal(cycle_id)
    if proposal is None:
        raise RuleBroken(None, NOTHING_OPEN)
    place = db.session.get(ProposedPlace, place_id, populate_existing=True)
    if place is None or place.proposal_id != proposal.id:
        raise LookupError(f"There is no place {place_id} in the proposal.")
    return place, proposal


def _drop(before: MatchingProposal | None, *, now: datetime) -> None:
    if before is not None:
        before.state, before.ended_at = "dropped", now
        db.session.flush()


def _figures(problem: Problem, answer: Answer) -> dict[str, object]:
    return {
        "seconds": round(answer.seconds, 2),
        "gap": round(answer.gap, 4),
        "hosts": len(problem.hosts),
        "reviewers": len(problem.reviewers),
        "served": len(problem.hosts) - len(answer.unserved),
    }


def _places(
    proposal_id: int, problem: Problem, answer: Answer, kept: dict[tuple[int, int | None], ProposedPlace]
) -> list[ProposedPlace]:
    rows = []
    for placed in answer.places:
        before = kept.get((placed.review_id, placed.person_id))
        row = ProposedPlace(proposal_id=proposal_id, review_id=placed.review_id, part=placed.part)
        row.person_id, row.locked = placed.person_id, before is not None
        if before is not None:
            row.accepted, row.reason = before.accepted, before.reason
        rows.append(row)
    for host in problem.hosts:
        mine = [row for row in rows if row.review_id == host.review_id]
        parts = [] if any(row.part == Part.LEAD for row in mine) else [Part.LEAD]
        parts += [Part.REVIEWER] * (problem.team_size - len(mine) - len(parts))
        rows += [ProposedPlace(proposal_id=proposal_id, review_id=host.review_id, part=part) for part in parts]
    return rows
