"""Teams: asked, declared, objected to, confirmed and replaced, as the people of a review do it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.reviews.models import Assignment, Review
from inclusion_app.reviews.queries import seen_review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import AssignmentState, Part, ReviewState
from inclusion_app.reviews.teams.services.answering import (
    declare_conflict,
    declare_no_conflict,
    decline_review,
    step_down,
)
from inclusion_app.reviews.teams.services.asking import Wanted, ask_reviewer, propose_team
from inclusion_app.reviews.teams.services.confirming import confirm_due_teams, confirm_team
from inclusion_app.reviews.teams.services.objecting import Decision, decide_objection, object_to_reviewer
from inclusion_app.reviews.teams.services.replacing import release_reviewer, replace_reviewer
from tests.factories.accounts import somebody
from tests.factories.reviews import accredited, review_at
from tests.integration.reviews.conftest import ActorOf

OFFICE = frozenset({Standing.OFFICE})
SOFT = frozenset({"S3", "S4", "S6"})
CANARY = "canary-of-a-declaration"
pytestmark = pytest.mark.usefixtures("database")


class Story:
    """A review whose team is asked by the office, and those who are asked."""

    def __init__(self, actor_of: ActorOf) -> None:
        self.actor_of = actor_of
        self.review = review_at()
        self.office = somebody(Role.TEAM_ADVISER)
        self.lead, self.other = accredited(may_lead=True), accredited()

    def ask(self, **more: object) -> None:
        wanted = [
            Wanted(person_id=self.lead.id, part=Part.LEAD, accepted=SOFT, reason="Seen"),
            Wanted(person_id=self.other.id, part=Part.REVIEWER, accepted=SOFT, reason="Seen"),
        ]
        actor = self.actor_of(self.office)
        propose_team(actor, self.review.id, wanted, standings=OFFICE, now=clock.now(), today=clock.today())

    def of(self, person: Person) -> Assignment:
        query = select(Assignment).where(Assignment.review_id == self.review.id, Assignment.person_id == person.id)
        return db.session.scalars(query.order_by(Assignment.id.desc()).execution_options(populate_existing=True)).one()

    def declare(self, person: Person, now: datetime | None = None) -> None:
        now = now or clock.now()
        declare_no_conflict(self.actor_of(person), self.review.id, now=now, today=clock.london(now).date())

    @property
    def stage(self) -> str:
        return db.session.get_one(Review, self.review.id, populate_existing=True).state


@pytest.fixture
def story(actor_of: ActorOf) -> Story:
    return Story(actor_of)


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.act).order_by(AuditEvent.id)))


def told(kind: str) -> list[int | None]:
    query = select(OutboxMessage.person_id).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
    return list(db.session.scalars(query))


def test_a_team_that_is_asked_is_one_act_and_everybody_is_told(story: Story) -> None:
    story.ask()

    assert story.stage == ReviewState.TEAM_PROPOSED
    assert acts() == ["propose_team"]
    assert told("review_asked") == [story.lead.id, story.other.id]
    assert len(told("review_team_for_school")) == 2  # head and coordinator


def test_papers_open_on_the_next_request_after_declaring_and_not_before(story: Story) -> None:
    story.ask()
    before = seen_review(story.actor_of(story.other), story.review.id)
    story.declare(story.other)
    after = seen_review(story.actor_of(story.other), story.review.id)

    assert before is not None
    assert not before.shows(Paper.PREPARATION)
    assert after is not None
    assert after.shows(Paper.PREPARATION)
    assert after.standings == {Standing.REVIEWER}


def test_a_declared_conflict_is_for_the_office_and_ends_the_sight(story: Story) -> None:
    story.ask()
    declare_conflict(story.actor_of(story.other), story.review.id, kinds=["family"], said=CANARY, now=clock.now())

    row = story.of(story.other)
    assert (row.state, row.declaration) == (AssignmentState.DECLINED, f"family: {CANARY}")
    assert seen_review(story.actor_of(story.other), story.review.id) is None
    said = [f"{m.subject} {m.text}" for m in db.session.scalars(select(OutboxMessage))]
    said += [str(e.detail) for e in db.session.scalars(select(AuditEvent))]
    assert not [text for text in said if CANARY in text]
    assert story.office.id in told("review_answered")


def test_nobody_answers_twice_and_a_reason_is_needed(story: Story) -> None:
    story.ask()
    with pytest.raises(RuleBroken, match="Say why"):
        decline_review(story.actor_of(story.other), story.review.id, reason=" ", now=clock.now())
    decline_review(story.actor_of(story.other), story.review.id, reason="Ill", now=clock.now())

    with pytest.raises(RuleBroken, match="answered already"):
        story.declare(story.other)
    assert acts() == ["propose_team", "decline_review"]


def test_a_team_is_confirmed_by_the_days_once_all_have_declared(story: Story) -> None:
    story.ask()
    story.declare(story.lead)
    assert confirm_due_teams(clock.now() + timedelta(days=40)) == 0  # somebody has not declared
    story.declare(story.other)
    assert (confirm_due_teams(clock.now()), story.stage) == (0, ReviewState.TEAM_PROPOSED)  # the school may object

    later = clock.now() + timedelta(days=40)
    assert (confirm_due_teams(later), confirm_due_teams(later)) == (1, 0)
    assert story.stage == ReviewState.TEAM_CONFIRMED
    assert len(told("review_confirmed")) == 4


def test_the_last_declaration_confirms_at_once_when_the_time_to_object_is_over(story: Story) -> None:
    story.ask()
    later = clock.now() + timedelta(days=40)
    story.declare(story.lead, later)
    story.declare(story.other, later)

    assert story.stage == ReviewState.TEAM_CONFIRMED
    assert acts() == ["propose_team", "declare_no_conflict", "declare_no_conflict"]


def test_the_office_confirms_early_with_a_reason_but_never_without_declarations(story: Story) -> None:
    story.ask()

    def confirm(reason: str) -> None:
        actor = story.actor_of(story.office)
        confirm_team(actor, story.review.id, reason=reason, standings=OFFICE, now=clock.now(), today=clock.today())

    with pytest.raises(RuleBroken, match="has not declared"):
        confirm("Hurry")
    story.declare(story.lead)
    story.declare(story.other)
    with pytest.raises(RuleBroken, match="Say why"):
        confirm("")
    confirm("The head has agreed by telephone.")
    assert story.stage == ReviewState.TEAM_CONFIRMED


def test_an_upheld_objection_releases_at_once_and_bars_for_good(story: Story) -> None:
    story.ask()
    story.declare(story.other)
    head = story.actor_of(db.session.get_one(Person, story.review.participation.accepted_by_id))
    row = story.of(story.other)
    object_to_reviewer(head, story.review.id, row.id, said=CANARY, now=clock.now(), today=clock.today())
    assert confirm_due_teams(clock.now() + timedelta(days=40)) == 0

    actor = story.actor_of(story.office)
    decide_objection(actor, story.review.id, row.id, Decision.UPHELD, now=clock.now(), today=clock.today())

    assert seen_review(story.actor_of(story.other), story.review.id) is None
    again = Wanted(person_id=story.other.id, part=Part.REVIEWER, accepted=SOFT, reason="Again")
    with pytest.raises(RuleBroken, match="objection was upheld"):
        ask_reviewer(actor, story.review.id, again, now=clock.now(), today=clock.today())
    assert CANARY not in str([m.text for m in db.session.scalars(select(OutboxMessage))])


def test_an_objection_that_is_not_upheld_leaves_the_team_as_it_is(story: Story) -> None:
    story.ask()
    head = story.actor_of(db.session.get_one(Person, story.review.participation.accepted_by_id))
    row, actor = story.of(story.other), story.actor_of(story.office)
    later = clock.today() + timedelta(days=40)
    with pytest.raises(RuleBroken, match="time to object is over"):
        object_to_reviewer(head, story.review.id, row.id, said="No", now=clock.now(), today=later)
    object_to_reviewer(head, story.review.id, row.id, said="No", now=clock.now(), today=clock.today())
    decide_objection(actor, story.review.id, row.id, Decision.NOT_UPHELD, now=clock.now(), today=clock.today())

    assert story.of(story.other).state == AssignmentState.PROPOSED
    with pytest.raises(RuleBroken, match="decided on this already"):
        decide_objection(actor, story.review.id, row.id, Decision.UPHELD, now=clock.now(), today=clock.today())


def test_a_replacement_keeps_history_and_shuts_the_papers_at_once(story: Story) -> None:
    story.ask()
    story.declare(story.other)
    row, stand_in, actor = story.of(story.other), accredited(), story.actor_of(story.office)
    wanted = Wanted(person_id=stand_in.id, part=Part.LEAD, accepted=SOFT, reason="Seen")
    new = replace_reviewer(
        actor, story.review.id, row.id, wanted, reason="Moved house", now=clock.now(), today=clock.today()
    )

    assert (new.replaces_id, new.part, new.state) == (row.id, Part.REVIEWER, AssignmentState.PROPOSED)
    assert story.of(story.other).state == AssignmentState.RELEASED
    assert seen_review(story.actor_of(story.other), story.review.id) is None
    with pytest.raises(RuleBroken, match="already"):
        replace_reviewer(actor, story.review.id, row.id, wanted, reason="x", now=clock.now(), today=clock.today())


def test_the_lead_of_a_confirmed_team_is_not_released_without_another(story: Story) -> None:
    story.ask()
    later = clock.now() + timedelta(days=40)
    story.declare(story.lead, later)
    story.declare(story.other, later)

    with pytest.raises(RuleBroken, match="needs its lead"):
        release_reviewer(
            story.actor_of(story.office), story.review.id, story.of(story.lead).id, reason="x", now=clock.now()
        )
    step_down(story.actor_of(story.lead), story.review.id, reason="Ill", now=clock.now())
    assert seen_review(story.actor_of(story.lead), story.review.id) is None


def test_hard_rules_block_until_they_are_set_aside_with_a_reason(story: Story) -> None:
    own = accredited(home_school=story.review.school)
    story.ask()
    actor = story.actor_of(story.office)

    def ask(accepted: set[str], reason: str) -> Assignment:
        wanted = Wanted(person_id=own.id, part=Part.REVIEWER, accepted=frozenset(accepted) | SOFT, reason=reason)
        return ask_reviewer(actor, story.review.id, wanted, now=clock.now(), today=clock.today())

    with pytest.raises(RuleBroken, match="Works at"):
        ask(set(), "x")
    with pytest.raises(RuleBroken, match="Say why"):
        ask({"H1"}, " ")
    row = ask({"H1"}, "Left last week; the register is behind.")
    assert "H1" in row.overrides
    assert row.override_reason.startswith("Left last week")


def test_nobody_gets_more_reviews_than_they_can_take(story: Story) -> None:
    story.ask()
    busy = accredited(capacity=1)
    other = review_at(cycle=story.review.cycle)
    actor = story.actor_of(story.office)
    wanted = Wanted(person_id=busy.id, part=Part.REVIEWER, accepted=SOFT, reason="Seen")
    ask_reviewer(actor, story.review.id, wanted, now=clock.now(), today=clock.today())
    team = [Wanted(person_id=accredited(may_lead=True).id, part=Part.LEAD, accepted=SOFT, reason="Seen"), wanted]

    with pytest.raises(RuleBroken, match="can take 1"):
        propose_team(actor, other.id, team, standings=OFFICE, now=clock.now(), today=clock.today())
