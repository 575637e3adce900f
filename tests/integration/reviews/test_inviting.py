"""Schools are invited by group, counted before anybody is written to, and reminded once a day."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from inclusion_app.access.actor import Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.reviews.cycles.rounds.queries.inviting import InviteWishes, schools_to_invite
from inclusion_app.reviews.cycles.rounds.services.inviting import invite_schools, remind_unanswered
from inclusion_app.reviews.models import Participation, ReviewCycle
from inclusion_app.reviews.states import CycleState, ParticipationState
from inclusion_app.schools.models import School
from inclusion_app.schools.states import GroupingKind, Phase, Status
from tests.factories.accounts import somebody
from tests.factories.reviews import CycleFactory
from tests.factories.schools import GroupingFactory, SchoolFactory, SchoolGroupingFactory
from tests.integration.reviews.conftest import ActorOf

pytestmark = pytest.mark.usefixtures("database")
EVERYBODY = InviteWishes()


@pytest.fixture
def office() -> Person:
    return somebody(Role.TEAM_ADVISER)


@pytest.fixture
def cycle() -> ReviewCycle:
    later = clock.today() + timedelta(days=20)
    cycle: ReviewCycle = CycleFactory(
        state=CycleState.ENROLLING, enrol_by=later, visits_from=later, visits_until=later + timedelta(days=90)
    )
    return cycle


def with_head(**school: object) -> School:
    made: School = SchoolFactory(**school)
    somebody(Role.HEADTEACHER, school=made)
    return made


def mails(kind: str = "review_invited") -> int:
    return db.session.scalar(select(func.count()).where(OutboxMessage.kind == kind)) or 0


def invite(actor: Actor, cycle: ReviewCycle, wishes: InviteWishes, *, expected: int) -> int:
    return invite_schools(actor, cycle.id, wishes, expected=expected, now=clock.now())


def test_open_schools_of_a_group_are_invited_once_and_their_heads_written_to(
    cycle: ReviewCycle, office: Person, actor_of: ActorOf
) -> None:
    group = GroupingFactory(kind=GroupingKind.COHORT, code="one")
    inside = [with_head(), with_head(phase=Phase.SECONDARY), with_head(status=Status.CLOSED)]
    with_head()
    for school in inside:
        SchoolGroupingFactory(school=school, grouping=group)
    wishes = InviteWishes(group="cohort:one")

    assert invite(actor_of(office), cycle, InviteWishes("cohort:one", Phase.SECONDARY), expected=1) == 1
    assert invite(actor_of(office), cycle, wishes, expected=1) == 1
    parts = db.session.scalars(select(Participation).order_by(Participation.id)).all()
    assert [(p.school_id, p.state) for p in parts] == [
        (inside[1].id, ParticipationState.INVITED),
        (inside[0].id, ParticipationState.INVITED),
    ]
    assert mails() == 2
    with pytest.raises(RuleBroken, match="no school to invite"):
        invite(actor_of(office), cycle, wishes, expected=0)
    assert db.session.scalars(select(AuditEvent.act)).all() == ["invite_schools", "invite_schools"]


def test_when_the_number_is_not_what_was_shown_nobody_is_written_to(
    cycle: ReviewCycle, office: Person, actor_of: ActorOf
) -> None:
    with_head()
    with_head()
    with pytest.raises(RuleBroken, match="These are 2 schools now"):
        invite(actor_of(office), cycle, EVERYBODY, expected=1)

    assert (mails(), db.session.scalars(select(Participation)).all()) == (0, [])


def test_schools_without_a_head_are_named_before(cycle: ReviewCycle) -> None:
    with_head()
    lonely = SchoolFactory()

    assert schools_to_invite(cycle.id, EVERYBODY).without_head == {lonely.id}


def test_in_a_draft_they_are_noted_and_in_a_running_cycle_there_is_no_more_inviting(
    office: Person, actor_of: ActorOf
) -> None:
    with_head()
    assert invite(actor_of(office), CycleFactory(state=CycleState.DRAFT), EVERYBODY, expected=1) == 1
    assert mails() == 0
    with pytest.raises(RuleBroken, match="until the reviews start"):
        invite(actor_of(office), CycleFactory(state=CycleState.RUNNING), EVERYBODY, expected=1)


def test_who_has_not_answered_is_reminded_once_a_day_until_enrolment_ends(
    cycle: ReviewCycle, office: Person, actor_of: ActorOf
) -> None:
    schools = [with_head(), with_head()]
    actor, now = actor_of(office), clock.now()
    invite(actor_of(office), cycle, EVERYBODY, expected=2)
    answered = db.session.scalars(select(Participation).where(Participation.school_id == schools[0].id)).one()
    answered.state = ParticipationState.DECLINED
    db.session.commit()

    assert remind_unanswered(actor, cycle.id, now=now) == 1
    with pytest.raises(RuleBroken, match="reminded today already"):
        remind_unanswered(actor, cycle.id, now=now)
    assert remind_unanswered(actor, cycle.id, now=now + timedelta(days=1)) == 1
    with pytest.raises(RuleBroken, match="Enrolment is over"):
        remind_unanswered(actor, cycle.id, now=now + timedelta(days=21))
    waiting = db.session.scalars(select(Participation).where(Participation.school_id == schools[1].id)).one()
    assert (waiting.reminders, mails("review_not_answered")) == (2, 2)
