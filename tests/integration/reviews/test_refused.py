"""What the rules refuse comes back on the page it was sent from, whole: the refusal has let go of what was read."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Assignment, Framework, Participation, Review
from inclusion_app.reviews.states import AssignmentState, Part, ReviewState
from tests.factories.accounts import somebody
from tests.factories.reviews import assigned, framework_levels, review_at
from tests.integration.reviews.conftest import SignIn
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")
Who = Callable[[Review], Person]


def lead(review: Review) -> Person:
    of = select(Assignment.person_id).where(Assignment.review_id == review.id, Assignment.part == Part.LEAD)
    return db.session.get_one(Person, db.session.scalars(of).one())


def head(review: Review) -> Person:
    part = db.session.get_one(Participation, review.participation_id)
    return db.session.get_one(Person, part.accepted_by_id)


def office(_review: Review) -> Person:
    return somebody(Role.TEAM_MANAGER)


@dataclass(frozen=True)
class Refusal:
    """Who sends what where, at which stage of the review; and how it is refused."""

    who: Who
    path: str
    said: str
    stage: ReviewState = ReviewState.SELF_REVIEW_SUBMITTED
    fields: dict[str, str] = field(default_factory=dict)
    page: str = "/reviews/{review}/safeguarding"
    """A page of theirs that has a form: where its token comes from."""
    status: int = 422


S = ReviewState
MANAGED, CYCLE = "/team/cycles/{cycle}/board/{review}", "/team/cycles/{cycle}"
BOARD, FRAMEWORK, TEAM = f"{CYCLE}/board", "/team/frameworks/{framework}", "/reviews/{review}/team"
ONE = f"{TEAM}/{{assignment}}"
BACKWARDS = {"day": "1", "kind": "pupils", "starts": "11:00", "ends": "10:00"}
REFUSALS = [
    Refusal(lead, "/reviews/{review}/preparation/ready", "There is a problem"),
    Refusal(lead, "/reviews/{review}/preparation/visited", "The visit is on", S.READY),
    Refusal(lead, "/reviews/{review}/preparation", "Somebody", fields={"briefing": "A", "version": "99"}, status=409),
    Refusal(head, "/reviews/{review}/postpone", "Say why"),
    Refusal(lead, "/reviews/{review}/dates", "There is a problem", S.TEAM_CONFIRMED, {"first": "2099-01-03"}),
    Refusal(lead, "/reviews/{review}/timetable/new", "There is a problem", fields=BACKWARDS),
    Refusal(head, "/reviews/{review}/safeguarding/go-on", "have not recorded"),
    Refusal(office, f"{MANAGED}/deadline", "Say why", fields={"stage": "final", "how": "waive"}, page=MANAGED),
    Refusal(office, f"{MANAGED}/back", "Say why", page=MANAGED),
    Refusal(office, f"{MANAGED}/aside", "Say why", fields={"act": "postpone_review"}, page=MANAGED),
    Refusal(office, f"{CYCLE}/move/close_cycle", "There is a problem", fields={"version": "99"}, page=CYCLE),
    Refusal(office, f"{BOARD}/remind", "Choose at least one school", page=BOARD),
    Refusal(office, f"{CYCLE}/remind", "Enrolment is over", page=BOARD),
    Refusal(office, f"{CYCLE}/invite", "There is a problem", fields={"expected": "7"}, page=BOARD),
    Refusal(office, f"{FRAMEWORK}/publish", "Somebody has changed", fields={"version": "99"}, page=FRAMEWORK),
    Refusal(office, f"{FRAMEWORK}/edit", "There is a problem", fields={"title": "", "version": "1"}, page=FRAMEWORK),
    Refusal(office, f"{TEAM}/confirm", "There is a problem", S.TEAM_PROPOSED, page=TEAM),
    Refusal(office, f"{ONE}/decision", "There is a problem", S.TEAM_PROPOSED, {"decision": "upheld"}, page=TEAM),
    Refusal(office, f"{ONE}/set-aside", "Say why", S.TEAM_PROPOSED, {"codes": "S3"}, page=TEAM),
    Refusal(office, f"{ONE}/release", "Say why", S.TEAM_PROPOSED, page=TEAM),
    Refusal(office, f"{TEAM}/add", "Choose somebody", S.TEAM_PROPOSED, page=TEAM),
    Refusal(office, f"{ONE}/replace", "Choose somebody", S.TEAM_PROPOSED, {"leaving": "Ill"}, page=TEAM),
    Refusal(office, f"{TEAM}/champion", "There is a problem", S.TEAM_PROPOSED, {"person": "1"}, page=TEAM),
    Refusal(head, f"{ONE}/objection", "Say why", S.TEAM_PROPOSED),
    Refusal(lead, f"{TEAM}/step-down", "Say why"),
]  # fmt: skip


def places(review: Review) -> dict[str, int]:
    """What stands in addresses: the review, its cycle, a draft of a framework, and the reviewer's assignment."""
    draft = Framework(version_number=999, title="Draft", areas=[], levels=framework_levels())
    db.session.add(draft)
    db.session.commit()
    of = select(Assignment.id).where(Assignment.review_id == review.id, Assignment.part == Part.REVIEWER)
    assignment = db.session.scalars(of).one()
    return {"review": review.id, "cycle": review.cycle_id, "framework": draft.id, "assignment": assignment}


def send(visitor: Visitor, path: str, page: str, fields: dict[str, str]) -> TestResponse:
    shown = visitor.get(page)
    token = shown.text.split('name="csrf_token" value="')[1].split('"')[0]
    return visitor.post(path, data={"csrf_token": token, "form_key": secrets.token_urlsafe(8)} | fields)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda it: f"{it.path} {it.said}")
def test_a_refusal_shows_its_page_again(refusal: Refusal, sign_in: SignIn) -> None:
    review = review_at(refusal.stage)
    assigned(review, part=Part.LEAD)
    assigned(review, state=AssignmentState.PROPOSED)
    at = places(review)
    visitor = sign_in(refusal.who(review))

    answer = send(visitor, refusal.path.format(**at), refusal.page.format(**at), refusal.fields)

    assert answer.status_code == refusal.status
    assert refusal.said in answer.text
    assert "<h1" in answer.text
    assert db.session.get_one(Review, review.id).state == refusal.stage
