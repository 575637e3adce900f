"""Matching as the office does it: proposed without telling anybody, changed, and confirmed as one act."""

import pytest
from sqlalchemy import func, select

from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.reviews.matching.queries.proposals import fingerprint_of, open_proposal, places_of, problem_of
from inclusion_app.reviews.matching.rules.problem import Weights
from inclusion_app.reviews.matching.services.proposing import (
    choose_for_place,
    confirm_proposal,
    keep_proposal,
    lock_place,
)
from inclusion_app.reviews.matching.solver import solve
from inclusion_app.reviews.models import Assignment, MatchingProposal, ProposedPlace, Review, ReviewCycle
from inclusion_app.reviews.states import CycleState, ReviewState
from inclusion_app.schools.models import School
from tests.factories.accounts import somebody
from tests.factories.reviews import CycleFactory, accredited, review_at
from tests.integration.reviews.conftest import ActorOf, SignIn

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def cycle() -> ReviewCycle:
    """Two schools without a team and four reviewers."""
    cycle: ReviewCycle = CycleFactory(state=CycleState.MATCHING)
    for _ in range(2):
        review_at(cycle=cycle)
        accredited(may_lead=True)
        accredited()
    return cycle


def propose(actor_of: ActorOf, cycle: ReviewCycle, *, fingerprint: str = "") -> MatchingProposal:
    fingerprint = fingerprint or fingerprint_of(cycle.id)
    problem = problem_of(db.session.get_one(ReviewCycle, cycle.id), Weights(), today=clock.today())
    actor = actor_of(somebody(Role.TEAM_ADVISER))
    return keep_proposal(actor, cycle.id, problem, solve(problem), fingerprint=fingerprint, now=clock.now())


def places(cycle: ReviewCycle) -> list[ProposedPlace]:
    proposal = open_proposal(cycle.id)
    return list(places_of(proposal.id)) if proposal else []


def test_a_proposal_reaches_nobody_until_it_is_confirmed_as_one_act(actor_of: ActorOf, cycle: ReviewCycle) -> None:
    proposal = propose(actor_of, cycle)
    assert [place.part for place in places(cycle)] == ["lead", "reviewer"] * 2
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 0
    assert db.session.scalar(select(func.count()).select_from(Assignment)) == 0

    actor = actor_of(somebody(Role.TEAM_ADVISER))
    now, today = clock.now(), clock.today()
    number = confirm_proposal(actor, cycle.id, version=proposal.version, now=now, today=today)

    assert number == 2
    acts = db.session.scalars(select(AuditEvent.act).order_by(AuditEvent.id)).all()
    assert acts == ["propose_matching", "confirm_matching"]
    assert set(db.session.scalars(select(Review.state))) == {ReviewState.TEAM_PROPOSED}
    assert db.session.scalar(select(func.count()).where(OutboxMessage.kind == "review_asked")) == 4
    with pytest.raises(RuleBroken, match="no proposal"):
        confirm_proposal(actor, cycle.id, version=proposal.version, now=now, today=today)


def test_two_who_propose_at_once_do_no_harm(actor_of: ActorOf, cycle: ReviewCycle) -> None:
    before = fingerprint_of(cycle.id)
    propose(actor_of, cycle, fingerprint=before)

    with pytest.raises(RuleBroken, match="Nothing was saved"):
        propose(actor_of, cycle, fingerprint=before)
    assert db.session.scalar(select(func.count()).where(MatchingProposal.state == "open")) == 1


def test_a_locked_place_stays_when_solving_again(actor_of: ActorOf, cycle: ReviewCycle) -> None:
    propose(actor_of, cycle)
    actor, first = actor_of(somebody(Role.TEAM_ADVISER)), places(cycle)[0]
    other = accredited(may_lead=True)
    chosen = choose_for_place(
        actor, cycle.id, first.id, other.id, accepted=["S3"], reason="They know the area.", today=clock.today()
    )
    assert chosen.locked
    propose(actor_of, cycle)

    kept = [place for place in places(cycle) if place.person_id == other.id]
    assert [(p.review_id, p.part, p.locked, p.accepted) for p in kept] == [(first.review_id, "lead", True, ["S3"])]
    lock_place(actor, cycle.id, kept[0].id, act="unlock")
    assert not any(place.locked for place in places(cycle))


def test_a_choice_that_a_rule_blocks_is_refused_with_its_sentence(actor_of: ActorOf, cycle: ReviewCycle) -> None:
    propose(actor_of, cycle)
    place = places(cycle)[0]
    own = accredited(
        may_lead=True, home_school=db.session.get_one(School, db.session.get_one(Review, place.review_id).school_id)
    )
    actor = actor_of(somebody(Role.TEAM_ADVISER))

    with pytest.raises(RuleBroken, match="Works at"):
        choose_for_place(actor, cycle.id, place.id, own.id, accepted=(), reason="", today=clock.today())


def test_the_pages_of_a_proposal(sign_in: SignIn, actor_of: ActorOf, cycle: ReviewCycle) -> None:
    client, path = sign_in(somebody(Role.TEAM_ADVISER)), f"/team/cycles/{cycle.id}/matching"
    assert "2 schools have no team yet" in client.get(path).text
    propose(actor_of, cycle)
    shown = client.get(path)
    assert "2 of 2 schools have a whole team" in shown.text
    assert "km away" in shown.text
    place = places(cycle)[0]
    other = accredited(may_lead=True)
    asked = client.get(
        f"{path}/places/{place.id}?person={other.id}", headers={"HX-Request": "true", "HX-Target": "about"}
    )
    assert f"Why not {other.name}?" in asked.text
    assert "<html" not in asked.text
    assert f"Why not {other.name}?" in client.get(f"{path}/places/{place.id}?person={other.id}").text
    assert client.get(f"{path}/places/{place.id + 999}").status_code == 404
    assert sign_in(somebody(Role.TEAM_VIEWER)).get(path).status_code == 403
