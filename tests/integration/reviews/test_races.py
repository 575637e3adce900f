"""Two people do the same thing at the same moment, and it is done once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.reviews.cycles.chasing.services import chase, remind_now
from inclusion_app.reviews.matching.queries.proposals import fingerprint_of, problem_of
from inclusion_app.reviews.matching.rules.problem import Weights
from inclusion_app.reviews.matching.services.proposing import confirm_proposal, keep_proposal
from inclusion_app.reviews.matching.solver import solve
from inclusion_app.reviews.models import Assignment, ReportVersion, Review, ReviewChange, ReviewReminder
from inclusion_app.reviews.reporting.services.finishing import finalise_report
from inclusion_app.reviews.states import CycleState, ReviewState
from tests.factories.accounts import somebody
from tests.factories.reporting import reported
from tests.factories.reviews import CycleFactory, accredited, review_at
from tests.integration.reviews.conftest import ActorOf
from tests.integration.reviews.late import late_review

pytestmark = pytest.mark.usefixtures("database")
ROUNDS = range(3)


def at_once(app: Flask, acts: list[Callable[[], object]]) -> list[object]:
    """Each in a thread and a context of its own, let go together; what each gave, or how it was refused."""
    gate = threading.Barrier(len(acts))
    db.session.remove()

    def run(act: Callable[[], object]) -> object:
        with app.app_context():
            gate.wait()
            try:
                return act()
            except RuleBroken as refused:
                return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def wrong() -> list[str]:
    return [finding.name for finding in findings() if finding.wrong]


@pytest.mark.parametrize("_round", ROUNDS)
def test_matching_that_two_confirm_at_once_asks_everybody_once(app: Flask, actor_of: ActorOf, _round: int) -> None:
    cycle = CycleFactory(state=CycleState.MATCHING)
    for _ in range(2):
        review_at(cycle=cycle)
        accredited(may_lead=True)
        accredited()
    office = [actor_of(somebody(Role.TEAM_ADVISER)) for _ in range(2)]
    problem, now, today = problem_of(cycle, Weights(), today=clock.today()), clock.now(), clock.today()
    proposal = keep_proposal(
        office[0], cycle.id, problem, solve(problem), fingerprint=fingerprint_of(cycle.id), now=now
    )
    cycle_id, version = cycle.id, proposal.version

    acts = [partial(confirm_proposal, who, cycle_id, version=version, now=now, today=today) for who in office]
    found = at_once(app, list(acts))

    assert [it for it in found if not isinstance(it, RuleBroken)] == [2]
    assert db.session.scalar(select(func.count()).select_from(Assignment)) == 4
    assert db.session.scalar(select(func.count()).where(OutboxMessage.kind == "review_asked")) == 4
    assert db.session.scalars(select(AuditEvent.act)).all().count("confirm_matching") == 1
    assert wrong() == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_report_that_is_finished_twice_at_once_has_one_final_version(app: Flask, _round: int) -> None:
    told = reported(ReviewState.POINTS_ANSWERED)
    actor, standings, review_id = told.actor(told.lead), told.standings(told.lead), told.review_id
    seen, now = db.session.get_one(Review, review_id, populate_existing=True).version, clock.now()

    act = partial(finalise_report, actor, review_id, standings=standings, version=seen, now=now)
    found = at_once(app, [act, act])

    assert sum(isinstance(it, RuleBroken) for it in found) == 1
    assert db.session.scalars(select(ReportVersion.kind).order_by(ReportVersion.number)).all() == ["draft", "final"]
    assert db.session.scalars(select(ReviewChange.after)).all().count(ReviewState.FINAL) == 1
    assert wrong() == []


def test_reminders_that_two_processes_find_due_at_once_go_out_once(app: Flask) -> None:
    now = late_review().now

    assert sorted(int(str(it)) for it in at_once(app, [partial(chase, now), partial(chase, now)])) == [0, 2]
    assert db.session.scalar(select(func.count()).select_from(ReviewReminder)) == 2


def test_a_reminder_that_two_send_by_hand_at_once_is_one(app: Flask, actor_of: ActorOf) -> None:
    late = late_review()
    office = [actor_of(somebody(Role.TEAM_ADVISER)) for _ in range(2)]
    cycle_id, ids = late.cycle_id, [late.review_id]

    found = at_once(app, [partial(remind_now, who, cycle_id, ids, now=late.now) for who in office])

    assert [it for it in found if not isinstance(it, RuleBroken)] == [2]
    assert db.session.scalar(select(func.count()).where(OutboxMessage.kind == "review_reminder")) == 2
