"""What people are to a review follows from what holds now: roles, names on the enrolment, assignments."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import CycleOfficer, Review, SelfReviewAuthor
from inclusion_app.reviews.queries import is_visible_to, schedules_of, seen_review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import AssignmentState, Part, Preset, ReviewState
from tests.factories.accounts import somebody
from tests.factories.reviews import assigned, review_at
from tests.integration.reviews.conftest import ActorOf, SignIn

S = Standing
pytestmark = pytest.mark.usefixtures("database")


def standings(actor_of: ActorOf, person: object, review: Review) -> set[Standing]:
    seen = seen_review(actor_of(person), review.id)  # type: ignore[arg-type]  # a person
    return set(seen.standings) if seen else set()


def listed(actor_of: ActorOf, person: object) -> list[int]:
    query = select(Review.id).where(is_visible_to(actor_of(person)))  # type: ignore[arg-type]  # a person
    return list(db.session.scalars(query.order_by(Review.id)))


def test_people_of_the_school_are_what_the_enrolment_says_while_they_work_there(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.VISITED)
    coordinator = review.participation.coordinator
    assert coordinator is not None
    assert standings(actor_of, coordinator, review) == {S.COORDINATOR, S.AUTHOR}
    assert standings(actor_of, review.participation.governor, review) == {S.GOVERNOR}

    for membership in db.session.scalars(select(Membership).where(Membership.person_id == coordinator.id)):
        membership.until = clock.today() - timedelta(days=1)
    db.session.commit()

    assert standings(actor_of, coordinator, review) == set()
    assert listed(actor_of, coordinator) == []


def test_colleagues_and_other_schools_are_nothing_to_it(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.VISITED)
    staff, booker = (somebody(role, school=review.school) for role in (Role.STAFF, Role.BOOKER))
    head = somebody(Role.HEADTEACHER, school=review_at().school)

    assert [standings(actor_of, person, review) for person in (staff, booker, head)] == [set(), set(), set()]
    db.session.add(SelfReviewAuthor(participation_id=review.participation_id, person_id=staff.id))
    db.session.commit()
    assert standings(actor_of, staff, review) == {S.AUTHOR}
    assert listed(actor_of, staff) == [review.id]


@pytest.mark.parametrize(
    ("state", "part", "is_then"),
    [
        (AssignmentState.PROPOSED, Part.LEAD, {S.ASKED}),
        (AssignmentState.ACCEPTED, Part.LEAD, {S.LEAD}),
        (AssignmentState.ACCEPTED, Part.REVIEWER, {S.REVIEWER}),
        (AssignmentState.DECLINED, Part.REVIEWER, set()),
        (AssignmentState.RELEASED, Part.LEAD, set()),
    ],
)
def test_an_assignment_counts_while_it_stands(
    actor_of: ActorOf, state: AssignmentState, part: Part, is_then: set[Standing]
) -> None:
    review = review_at(ReviewState.VISITED)
    person = assigned(review, part=part, state=state)

    assert standings(actor_of, person, review) == is_then
    assert listed(actor_of, person) == ([review.id] if is_then else [])


def test_whoever_is_no_peer_reviewer_any_more_is_nothing_at_once(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.VISITED)
    person = assigned(review)
    for membership in db.session.scalars(select(Membership).where(Membership.person_id == person.id)):
        db.session.delete(membership)
    db.session.commit()

    assert standings(actor_of, person, review) == set()
    assert listed(actor_of, person) == []


def test_nobody_moderates_the_report_of_their_own_team(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.FORMS_IN)
    person = assigned(review)
    review.moderator_id = person.id
    db.session.commit()

    assert standings(actor_of, person, review) == {S.REVIEWER}


def test_a_named_officer_reads_the_report_only_while_in_the_team(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.FINAL, preset=Preset.COUNCIL_LED)
    named, other, outside = somebody(Role.TEAM_VIEWER), somebody(Role.TEAM_MANAGER), somebody(Role.REVIEWER)
    db.session.add_all(CycleOfficer(cycle_id=review.cycle_id, person_id=p.id) for p in (named, outside))
    db.session.commit()

    reads = {p.id: (seen_review(actor_of(p), review.id)) for p in (named, other, outside)}
    assert [bool(seen and seen.shows(Paper.REPORT)) for seen in reads.values()] == [True, False, False]


def test_the_page_of_a_review_takes_few_statements_and_shows_the_stage(sign_in: SignIn) -> None:
    review = review_at(ReviewState.VISITED)
    client = sign_in(somebody(Role.TEAM_VIEWER))

    page = client.get(f"/reviews/{review.id}")

    assert page.status_code == 200
    assert "Stage 8 of 16" in page.text


def test_schedules_of_many_reviews_take_as_many_statements_as_those_of_one(statements: object) -> None:
    reviews = [review_at(ReviewState.VISITED) for _ in range(4)]
    with statements() as one:  # type: ignore[operator]  # the fixture gives a context
        schedules_of(reviews[:1], today=clock.today())
    with statements() as four:  # type: ignore[operator]
        schedules_of(reviews, today=clock.today())

    assert len(one) == len(four) <= 4
