"""Reviewers are made, accredited, marked and kept; what they say of themselves is theirs."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.reviews.models import Reviewer, ReviewerAway, ReviewerTie
from inclusion_app.reviews.reviewers.services import (
    Accredited,
    Marks,
    Profile,
    accredit,
    add_away,
    add_tie,
    make_reviewer,
    mark_reviewer,
    remove_away,
    remove_tie,
    save_profile,
)
from inclusion_app.reviews.states import AssignmentState, ReviewState
from tests.factories.accounts import MembershipFactory, somebody
from tests.factories.reviews import accredited, assigned, review_at
from tests.factories.schools import SchoolFactory
from tests.integration.reviews.conftest import ActorOf

pytestmark = pytest.mark.usefixtures("database")
SINCE = date(2026, 9, 1)


@pytest.fixture
def office() -> Person:
    return somebody(Role.TEAM_ADVISER)


def row_of(person: Person) -> Reviewer:
    query = select(Reviewer).where(Reviewer.person_id == person.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.act).order_by(AuditEvent.id)))


def made(office: Person, person: Person, actor_of: ActorOf) -> Reviewer:
    accredited = Accredited(SINCE, None)
    return make_reviewer(actor_of(office), person.id, accredited=accredited, now=clock.now(), today=clock.today())


def test_somebody_becomes_a_reviewer_once_with_their_school(office: Person, actor_of: ActorOf) -> None:
    school = SchoolFactory()
    person = somebody(Role.SENCO, school=school)
    MembershipFactory(person=person, role=Role.GOVERNOR, school=SchoolFactory(), since=date(2020, 1, 1))

    first, second = made(office, person, actor_of), made(office, person, actor_of)

    assert first.id == second.id
    assert (first.home_school_id, first.accredited_on) == (school.id, SINCE)  # not where they govern
    assert acts() == ["make_reviewer"]
    roles = db.session.scalars(select(Membership.role).where(Membership.person_id == person.id)).all()
    assert roles.count(Role.REVIEWER) == 1


def test_accrediting_the_same_again_is_no_act(office: Person, actor_of: ActorOf) -> None:
    row, actor = row_of(accredited()), actor_of(office)
    until = Accredited(SINCE, SINCE + timedelta(days=700))

    assert [accredit(actor, row.id, it) for it in (until, until, Accredited(SINCE, None))] == [True, False, True]
    assert acts() == ["accredit_reviewer", "accredit_reviewer"]


def test_what_a_reviewer_says_is_kept_and_an_old_page_overwrites_nothing(actor_of: ActorOf) -> None:
    who = accredited()
    row, actor = row_of(who), actor_of(who)
    before = row.version
    save_profile(actor, row.id, Profile(phases={"primary"}, capacity=3, about=" Maths "), version=before)

    assert (row_of(who).phases, row_of(who).capacity, row_of(who).about) == (["primary"], 3, "Maths")
    with pytest.raises(StaleEdit):
        save_profile(actor, row.id, Profile(capacity=1), version=before)
    assert row_of(who).capacity == 3


@pytest.mark.parametrize("capacity", [-1, 21])
def test_more_reviews_than_there_can_be_are_refused(capacity: int, actor_of: ActorOf) -> None:
    who = accredited()
    with pytest.raises(RuleBroken, match="0 to 20"):
        save_profile(actor_of(who), row_of(who).id, Profile(capacity=capacity), version=0)


def test_nobody_wants_fewer_reviews_than_they_stand_on(actor_of: ActorOf) -> None:
    who, review = accredited(), review_at(ReviewState.READY)
    assigned(review, who)
    assigned(review_at(ReviewState.READY, cycle=review.cycle), who, state=AssignmentState.PROPOSED)
    assigned(review_at(ReviewState.CLOSED, cycle=review.cycle), who)  # is over

    with pytest.raises(RuleBroken, match="There are 2 reviews"):
        save_profile(actor_of(who), row_of(who).id, Profile(capacity=1), version=0)
    save_profile(actor_of(who), row_of(who).id, Profile(capacity=2), version=0)
    assert row_of(who).capacity == 2


def test_the_office_says_who_may_lead_and_that_is_on_the_trail(office: Person, actor_of: ActorOf) -> None:
    who = accredited()
    mark_reviewer(actor_of(office), row_of(who).id, Marks(may_lead=True, inclusion_leader=True), version=0)

    row = row_of(who)
    assert (row.may_lead, row.may_champion, row.inclusion_leader) == (True, False, True)
    detail = db.session.scalars(select(AuditEvent.detail).where(AuditEvent.act == "mark_reviewer")).one()
    assert detail == {"may_lead": True, "may_champion": False, "inclusion_leader": True}


def test_a_tie_is_kept_without_a_word_of_what_it_is_on_the_trail(actor_of: ActorOf) -> None:
    who, other, school = accredited(), accredited(), SchoolFactory()
    row, actor = row_of(who), actor_of(who)
    tie = add_tie(actor, row.id, school_id=school.id, kind="family", until=None)

    assert "family" not in str(db.session.scalars(select(AuditEvent.detail)).all())
    with pytest.raises(RuleBroken, match="ties you"):
        add_tie(actor, row.id, school_id=school.id, kind="friend", until=None)
    with pytest.raises(LookupError):
        remove_tie(actor_of(other), row_of(other).id, tie.id)
    remove_tie(actor, row.id, tie.id)
    assert db.session.scalars(select(ReviewerTie)).all() == []
    assert acts() == ["add_reviewer_tie", "remove_reviewer_tie"]


def test_days_away_end_when_they_begin_or_later_and_are_the_reviewer_s_own(actor_of: ActorOf) -> None:
    who, other, today = accredited(), accredited(), clock.today()
    row, actor = row_of(who), actor_of(who)
    with pytest.raises(RuleBroken, match="must not be before"):
        add_away(actor, row.id, starts=today, ends=today - timedelta(days=1))
    away = add_away(actor, row.id, starts=today, ends=today)

    with pytest.raises(LookupError):
        remove_away(actor_of(other), row_of(other).id, away.id)
    remove_away(actor, row.id, away.id)
    assert db.session.scalars(select(ReviewerAway)).all() == []


def test_who_was_a_reviewer_before_becomes_one_again(office: Person, actor_of: ActorOf) -> None:
    who = accredited()
    held = db.session.scalars(select(Membership).where(Membership.person_id == who.id)).one()
    held.until = clock.today()
    db.session.commit()
    assert not actor_for(who.id, today=clock.today()).held

    made(office, who, actor_of)

    assert [it.role for it in actor_for(who.id, today=clock.today()).held] == [Role.REVIEWER]
    assert row_of(who).accredited_on != SINCE  # what the training says is set by accrediting alone
