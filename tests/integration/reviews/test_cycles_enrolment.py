"""What heads do with an invitation, and what becomes of it when the agreement changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.reviews.cycles.enrolment.rules import Enrolment
from inclusion_app.reviews.cycles.enrolment.services import (
    change_contacts,
    decline_invitation,
    defer_invitation,
    enrol_school,
    withdraw_school,
)
from inclusion_app.reviews.cycles.invariants import CHECKS
from inclusion_app.reviews.cycles.rounds.queries import choices_of, cycle_by_id
from inclusion_app.reviews.cycles.rounds.services.cycles import change_cycle
from inclusion_app.reviews.models import Participation, Review, ReviewChange, ReviewCycle
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import CycleState, ParticipationState, Preset
from tests.factories.accounts import somebody
from tests.factories.reviews import AgreementFactory, CycleFactory
from tests.factories.schools import SchoolFactory
from tests.integration.reviews.conftest import ActorOf

pytestmark = pytest.mark.usefixtures("database")


class Invited:
    """A school with a head, a SENCO and a governor, invited to a cycle that is open for enrolment."""

    def __init__(self, **cycle: object) -> None:
        today = clock.today()
        dates = {"starts_on": today, "enrol_by": today, "visits_from": today, "visits_until": today}
        self.cycle: ReviewCycle = CycleFactory(**{"state": CycleState.ENROLLING, **dates, **cycle})
        self.school = SchoolFactory()
        self.head = somebody(Role.HEADTEACHER, school=self.school)
        self.senco = somebody(Role.SENCO, school=self.school)
        self.governor = somebody(Role.GOVERNOR, school=self.school)
        self.part = Participation(cycle=self.cycle, school=self.school, invited_at=clock.now())
        db.session.add(self.part)
        db.session.commit()

    @property
    def said(self) -> Enrolment:
        return Enrolment(coordinator_id=self.senco.id, governor_id=self.governor.id, wishes="Look at transition.")

    @property
    def now(self) -> Participation:
        db.session.expire_all()
        return db.session.get_one(Participation, self.part.id)


def enrol(invited: Invited, actor_of: ActorOf, **other: object) -> Review:
    said = replace(invited.said, **other)  # type: ignore[arg-type]  # a test's own words
    return enrol_school(
        actor_of(invited.head),
        invited.part.id,
        said,
        agreement_id=invited.cycle.agreement_id,
        version=invited.now.version,
        now=clock.now(),
    )


def wrong() -> list[str]:
    return [sentence for check in CHECKS for sentence in check.find()]


def subjects() -> list[tuple[str, str]]:
    query = select(OutboxMessage.kind, Person.email).join(Person, Person.id == OutboxMessage.person_id)
    return sorted((kind, email) for kind, email in db.session.execute(query))


def test_enrolling_accepts_names_tells_and_plans_the_review(actor_of: ActorOf) -> None:
    invited = Invited()

    review = enrol(invited, actor_of)

    part = invited.now
    assert (part.state, part.agreement_id, part.accepted_by_id) == (
        "enrolled",
        invited.cycle.agreement_id,
        invited.head.id,
    )
    assert (part.coordinator_id, part.governor_id, part.wishes) == (
        invited.senco.id,
        invited.governor.id,
        "Look at transition.",
    )
    assert (review.state, review.school_id) == ("planned", invited.school.id)
    assert db.session.scalars(select(ReviewChange.act)).all() == ["plan_review"]
    acts = db.session.scalars(select(AuditEvent.act).order_by(AuditEvent.id)).all()
    assert acts == ["enrol_school", "plan_review"]
    assert subjects() == sorted(
        [
            ("review_enrolled", invited.head.email),
            ("review_named", invited.senco.email),
            ("review_named", invited.governor.email),
        ]
    )
    assert wrong() == []


def test_nobody_from_elsewhere_is_named(actor_of: ActorOf) -> None:
    invited, stranger = Invited(), somebody(Role.SENCO, school=SchoolFactory())

    with pytest.raises(RuleBroken, match="Choose who coordinates"):
        enrol(invited, actor_of, coordinator_id=stranger.id)

    assert invited.now.state == ParticipationState.INVITED
    assert db.session.scalar(select(func.count(Review.id))) == 0


def test_an_agreement_that_has_changed_is_not_accepted(actor_of: ActorOf) -> None:
    invited = Invited()

    with pytest.raises(RuleBroken, match="The agreement has changed"):
        enrol_school(
            actor_of(invited.head),
            invited.part.id,
            invited.said,
            agreement_id=invited.cycle.agreement_id + 1,
            version=invited.part.version,
            now=clock.now(),
        )


def test_after_the_last_day_nobody_answers(actor_of: ActorOf) -> None:
    yesterday = clock.today() - timedelta(days=1)
    invited = Invited(starts_on=yesterday, enrol_by=yesterday)

    with pytest.raises(RuleBroken, match="The last day of enrolment has passed"):
        enrol(invited, actor_of)
    with pytest.raises(RuleBroken, match="The last day of enrolment has passed"):
        decline_invitation(actor_of(invited.head), invited.part.id, reason="No", version=1, now=clock.now())

    assert invited.now.state == ParticipationState.INVITED


def test_the_last_day_itself_is_in_time(actor_of: ActorOf) -> None:
    assert enrol(Invited(enrol_by=clock.today()), actor_of).state == "planned"


def test_declining_needs_a_reason(actor_of: ActorOf) -> None:
    invited = Invited()
    with pytest.raises(RuleBroken, match="Say why"):
        decline_invitation(actor_of(invited.head), invited.part.id, reason=" ", version=1, now=clock.now())

    decline_invitation(actor_of(invited.head), invited.part.id, reason="New building", version=1, now=clock.now())

    assert (invited.now.state, invited.now.reason) == ("declined", "New building")


def test_a_school_that_declined_may_still_enrol(actor_of: ActorOf) -> None:
    invited = Invited()
    decline_invitation(actor_of(invited.head), invited.part.id, reason="New building", version=1, now=clock.now())

    enrol(invited, actor_of)

    assert (invited.now.state, invited.now.reason) == ("enrolled", "")


def test_deferring_notes_the_school_in_the_later_cycle(actor_of: ActorOf) -> None:
    invited = Invited()
    then = invited.cycle.starts_on + timedelta(days=20)
    dates = dict.fromkeys(("starts_on", "enrol_by", "visits_from", "visits_until"), then)
    later = CycleFactory(state=CycleState.DRAFT, **dates)

    defer_invitation(
        actor_of(invited.head), invited.part.id, reason="Ofsted", to_cycle_id=later.id, version=1, now=clock.now()
    )

    assert (invited.now.state, invited.now.deferred_to_id) == ("deferred", later.id)
    assert db.session.scalars(select(Participation.state).where(Participation.cycle_id == later.id)).all() == [
        "invited"
    ]


def test_withdrawing_takes_the_review_aside_for_good(actor_of: ActorOf) -> None:
    invited = Invited()
    review_id = enrol(invited, actor_of).id

    withdraw_school(
        actor_of(invited.head),
        invited.part.id,
        reason="We merge",
        standings=frozenset({Standing.HEAD}),
        version=invited.now.version,
        now=clock.now(),
    )

    review = db.session.get_one(Review, review_id)
    assert (invited.now.state, invited.now.reason, review.side) == ("withdrawn", "We merge", "withdrawn")
    assert wrong() == []


def test_other_contacts_are_told_and_those_known_are_not(actor_of: ActorOf) -> None:
    invited = Invited()
    enrol(invited, actor_of)
    other = somebody(Role.STAFF, school=invited.school)

    change_contacts(
        actor_of(invited.head),
        invited.part.id,
        replace(invited.said, coordinator_id=other.id),
        version=invited.now.version,
        now=clock.now(),
    )

    assert invited.now.coordinator_id == other.id
    named = [email for kind, email in subjects() if kind == "review_named"]
    assert sorted(named) == sorted([invited.senco.email, invited.governor.email, other.email])


def test_another_preset_asks_enrolled_schools_anew_and_agreeing_again_keeps_the_review(actor_of: ActorOf) -> None:
    invited = Invited()
    review_id = enrol(invited, actor_of).id
    AgreementFactory(preset=Preset.SCHOOL_OWNED)
    adviser = actor_of(somebody(Role.TEAM_ADVISER))
    cycle = cycle_by_id(invited.cycle.id)
    assert cycle is not None

    said = replace(choices_of(cycle), preset=Preset.SCHOOL_OWNED)
    asked = change_cycle(adviser, cycle.id, said, version=cycle.version, agreement="keep", now=clock.now())

    part = invited.now
    assert (asked, part.state, part.agreement_id, part.coordinator_id) == (1, "invited", None, invited.senco.id)
    assert ("review_asked_again", invited.head.email) in subjects()
    invited.cycle = db.session.get_one(ReviewCycle, invited.cycle.id)
    assert enrol(invited, actor_of).id == review_id
    assert wrong() == []


def test_a_running_cycle_keeps_its_preset(actor_of: ActorOf) -> None:
    invited = Invited(state=CycleState.RUNNING)
    AgreementFactory(preset=Preset.SCHOOL_OWNED)
    cycle = cycle_by_id(invited.cycle.id)
    assert cycle is not None
    said = replace(choices_of(cycle), preset=Preset.SCHOOL_OWNED)

    with pytest.raises(RuleBroken, match="This can no longer be changed"):
        change_cycle(
            actor_of(somebody(Role.TEAM_ADVISER)), cycle.id, said, version=1, agreement="keep", now=clock.now()
        )


def test_what_an_invariant_looks_for_is_found(actor_of: ActorOf) -> None:
    invited = Invited()
    review = db.session.get_one(Review, enrol(invited, actor_of).id)
    assert wrong() == []

    review.state = "ready"
    invited.now.agreement_id = AgreementFactory(preset=Preset.SHARED).id
    db.session.commit()

    assert wrong() == [
        f"participation {invited.part.id} is enrolled without the agreement of cycle {invited.cycle.id}",
        f"review {review.id} is ready, and its last moves say planned",
    ]
