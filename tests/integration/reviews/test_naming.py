"""Champion and moderator: who may be one, who is told; and an upheld objection also clears the calendar."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.reviews.models import Assignment, Review, Reviewer
from inclusion_app.reviews.queries import seen_review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import AssignmentState, Part, ReviewState
from inclusion_app.reviews.teams.queries.naming import people_to_name
from inclusion_app.reviews.teams.rules.naming import Named
from inclusion_app.reviews.teams.services.answering import declare_no_conflict
from inclusion_app.reviews.teams.services.naming import name_beside_team
from inclusion_app.reviews.teams.services.objecting import Decision, decide_objection, object_to_reviewer
from tests.factories.accounts import somebody
from tests.factories.reviews import accredited, assigned, review_at
from tests.integration.reviews.conftest import ActorOf
from tests.integration.reviews.late import long_term

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def office() -> Person:
    return somebody(Role.TEAM_ADVISER)


@pytest.fixture
def review() -> Review:
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    assigned(review, accredited(may_lead=True, may_champion=True), part=Part.LEAD)
    return review


def lead_of(review: Review) -> Person:
    query = select(Assignment.person_id).where(Assignment.review_id == review.id, Assignment.part == Part.LEAD)
    return db.session.get_one(Person, db.session.scalars(query).one())


def offered(review: Review, part: Named) -> list[int]:
    whole = db.session.get_one(Review, review.id)
    for relation in ("cycle", "participation"):
        db.session.refresh(whole, [relation])
    return [number for number, _ in people_to_name(whole, part, today=clock.today())]


def test_a_champion_is_named_told_and_sees_the_review_until_somebody_else_is(
    review: Review, office: Person, actor_of: ActorOf
) -> None:
    champion, actor = accredited(may_champion=True), actor_of(office)
    name_beside_team(actor, review.id, Named.CHAMPION, champion.id, today=clock.today())

    seen = seen_review(actor_of(champion), review.id)
    assert seen is not None
    assert seen.standings == {Standing.CHAMPION}
    told = db.session.scalars(select(OutboxMessage.person_id).where(OutboxMessage.kind == "review_named"))
    assert told.all() == [champion.id]
    name_beside_team(actor, review.id, Named.CHAMPION, None, today=clock.today())
    assert seen_review(actor_of(champion), review.id) is None
    acts = select(AuditEvent.detail).where(AuditEvent.act == "name_beside_team").order_by(AuditEvent.id)
    assert [it["person_id"] for it in db.session.scalars(acts)] == [champion.id, None]


def test_who_may_not_be_champion_is_neither_offered_nor_taken(
    review: Review, office: Person, actor_of: ActorOf
) -> None:
    untrained, own = accredited(), accredited(may_champion=True, home_school=review.school)
    fine = accredited(may_champion=True)

    assert set(offered(review, Named.CHAMPION)) == {fine.id, lead_of(review).id}
    for who, sentence in ((untrained, "not trained"), (own, "Works at"), (office, "Choose somebody")):
        with pytest.raises(RuleBroken, match=sentence):
            name_beside_team(actor_of(office), review.id, Named.CHAMPION, who.id, today=clock.today())
    assert db.session.get_one(Review, review.id, populate_existing=True).champion_id is None


def test_nobody_moderates_the_report_of_a_team_they_are_or_were_on(
    review: Review, office: Person, actor_of: ActorOf
) -> None:
    gone, fine = assigned(review, state=AssignmentState.RELEASED), accredited()

    assert offered(review, Named.MODERATOR) == [fine.id]
    for who in (gone, lead_of(review)):
        with pytest.raises(RuleBroken, match="Has been on the team"):
            name_beside_team(actor_of(office), review.id, Named.MODERATOR, who.id, today=clock.today())
    named = name_beside_team(actor_of(office), review.id, Named.MODERATOR, fine.id, today=clock.today())
    assert named.moderator_id == fine.id


def test_a_review_that_is_over_gets_no_champion(review: Review, office: Person, actor_of: ActorOf) -> None:
    db.session.get_one(Review, review.id).state = ReviewState.CLOSED
    db.session.commit()

    with pytest.raises(RuleBroken, match="is over"):
        name_beside_team(actor_of(office), review.id, Named.CHAMPION, None, today=clock.today())


def test_names_are_offered_in_their_order(review: Review) -> None:
    wanted = [accredited(name, may_champion=True).name for name in ("Zoe Adams", "Amir Young", "Mo Bell")]

    query = select(Person.name).where(Person.id.in_(offered(review, Named.CHAMPION)), Person.name.in_(wanted))
    assert sorted(db.session.scalars(query)) == sorted(wanted)
    names = {p.id: p.name for p in db.session.scalars(select(Person).join(Reviewer, Reviewer.person_id == Person.id))}
    in_order = [names[number] for number in offered(review, Named.CHAMPION)]
    assert in_order == sorted(in_order)


def test_an_upheld_objection_takes_the_visit_out_of_the_calendar_once(
    review: Review, office: Person, actor_of: ActorOf
) -> None:
    long_term()
    late = assigned(review, state=AssignmentState.PROPOSED)
    declare_no_conflict(actor_of(late), review.id, now=clock.now(), today=clock.today())
    row = db.session.scalars(select(Assignment).where(Assignment.person_id == late.id)).one()
    head = actor_of(db.session.get_one(Person, review.participation.accepted_by_id))
    now, today = clock.now(), clock.today()
    with pytest.raises(RuleBroken, match="time to object is over"):
        object_to_reviewer(head, review.id, row.id, said="No", now=now, today=today + timedelta(days=30))
    object_to_reviewer(head, review.id, row.id, said="We know each other", now=now, today=today)
    with pytest.raises(RuleBroken, match="already"):
        object_to_reviewer(head, review.id, row.id, said="Again", now=now, today=today)

    decide_objection(actor_of(office), review.id, row.id, Decision.UPHELD, now=now, today=today)

    theirs = select(OutboxMessage).where(OutboxMessage.person_id == late.id, OutboxMessage.calendar.is_not(None))
    entries = db.session.scalars(theirs.order_by(OutboxMessage.id)).all()
    assert [(mail.kind, mail.calendar_method) for mail in entries] == [
        ("visit_invited", "REQUEST"),
        ("visit_left", "CANCEL"),
    ]
    events = [Calendar.from_ical(mail.calendar or "").walk("VEVENT")[0] for mail in entries]
    assert events[0]["UID"] == events[1]["UID"]
    assert int(str(events[1]["SEQUENCE"])) > int(str(events[0]["SEQUENCE"]))
    assert "We know each other" not in " ".join(m.text for m in db.session.scalars(select(OutboxMessage)))
    with pytest.raises(RuleBroken, match="decided on this already"):
        decide_objection(actor_of(office), review.id, row.id, Decision.NOT_UPHELD, now=now, today=today)
