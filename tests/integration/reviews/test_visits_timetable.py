"""A timetable is kept by head, coordinator and lead, says who would be in two places, and prints day by day."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Assignment, Review, TimetableActivity, TimetableMember
from inclusion_app.reviews.states import AssignmentState, Part, ReviewState
from inclusion_app.reviews.visits.rules.timetable import USUAL_DAY
from tests.factories.reviews import accredited, assigned, review_at
from tests.integration.reviews.conftest import SignIn
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")
GROUP = {"day": "1", "starts": "09:00", "ends": "10:00", "kind": "pupils", "how_many": "6 to 8", "place": "Library"}


class Plan:
    """A review with a date, its lead, a reviewer, and its coordinator at the timetable."""

    def __init__(self, sign_in: SignIn, *, days: int = 1) -> None:
        self.review = review_at(ReviewState.SELF_REVIEW_OPEN)
        self.lead = assigned(self.review, accredited("Ann Lead", may_lead=True), part=Part.LEAD)
        self.other = assigned(self.review, accredited("Ben Peer"))
        if days == 2:
            db.session.execute(update(Review).values(visit_until=self.review.visit_on + timedelta(days=1)))  # type: ignore[operator]  # it has a date
            db.session.commit()
        self.path = f"/reviews/{self.review.id}/timetable"
        coordinator = db.session.get_one(Person, self.review.participation.coordinator_id)
        self.visitor: Visitor = sign_in(coordinator)

    def add(self, **said: object) -> int:
        answer = self.visitor.submit(f"{self.path}/new", **GROUP | said)  # type: ignore[arg-type]  # fields of a form
        assert answer.status_code == 303, answer.text
        return max(db.session.scalars(select(TimetableActivity.id)))

    def one(self, activity_id: int) -> TimetableActivity:
        return db.session.get_one(TimetableActivity, activity_id, populate_existing=True)

    def members(self, activity_id: int) -> list[int]:
        query = select(TimetableMember.person_id).where(TimetableMember.activity_id == activity_id)
        return sorted(db.session.scalars(query))


@pytest.fixture
def plan(sign_in: SignIn) -> Plan:
    return Plan(sign_in)


def test_an_activity_is_added_changed_and_taken_out(plan: Plan) -> None:
    number = plan.add(members=[plan.lead.id, plan.other.id])
    page = f"{plan.path}/{number}"
    assert plan.members(number) == sorted([plan.lead.id, plan.other.id])

    assert plan.visitor.submit(page, place="Hall", members=[plan.other.id]).status_code == 303
    assert (plan.one(number).place, plan.members(number)) == ("Hall", [plan.other.id])
    assert plan.visitor.submit(f"{page}/remove", on=page).status_code == 303
    assert db.session.scalars(select(TimetableActivity)).all() == []
    acts = list(db.session.scalars(select(AuditEvent.act).order_by(AuditEvent.id)))
    assert [act for act in acts if act.endswith("_activity")] == ["add_activity", "change_activity", "remove_activity"]


def test_a_change_on_an_old_page_shows_both_and_changes_nothing(plan: Plan) -> None:
    number = plan.add()
    page = f"{plan.path}/{number}"
    plan.visitor.submit(page, place="Hall")

    late = plan.visitor.submit(page, place="Garden", members=[plan.other.id], version="1")

    assert late.status_code == 409
    assert "Hall" in late.text
    assert "Garden" in late.text
    assert (plan.one(number).place, plan.members(number)) == ("Hall", [])


def test_a_change_of_people_alone_makes_an_old_page_old(plan: Plan) -> None:
    number = plan.add()
    page = f"{plan.path}/{number}"
    plan.visitor.submit(page, members=[plan.lead.id])
    assert plan.visitor.submit(page, members=[plan.other.id], version="1").status_code == 409
    assert plan.members(number) == [plan.lead.id]


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept(plan: Plan) -> None:
    stranger = accredited("Cid Stranger")
    said = GROUP | {"ends": "09:00", "place": "x" * 101, "day": "2", "kind": "karaoke"}

    refused = plan.visitor.submit(f"{plan.path}/new", **said, members=[stranger.id])

    assert refused.status_code == 422
    for sentence in (
        "It must end after",
        "Where must be 100",
        "Choose people of the team",
        "Choose a day",
        "Choose what",
    ):
        assert sentence in refused.text
    assert "Cid Stranger" not in refused.text
    assert db.session.scalars(select(TimetableActivity)).all() == []


def test_who_would_be_in_two_places_at_once_is_named_and_kept_all_the_same(plan: Plan) -> None:
    plan.add(members=[plan.other.id])
    plan.add(starts="09:30", ends="10:30", kind="staff", members=[plan.other.id, plan.lead.id])
    page = plan.visitor.get(plan.path).text
    assert "Somebody would be in two places at once" in page
    assert "Ben Peer at 09:30" in page
    assert "Ann Lead at" not in page


def test_a_usual_day_goes_into_an_empty_timetable_once(plan: Plan) -> None:
    shown = plan.visitor.get(plan.path).text
    assert plan.visitor.submit(f"{plan.path}/usual-day", on=plan.path).status_code == 303
    assert len(db.session.scalars(select(TimetableActivity)).all()) == len(USUAL_DAY)
    token = shown.split('name="csrf_token" value="')[1].split('"')[0]
    again = plan.visitor.post(f"{plan.path}/usual-day", data={"csrf_token": token, "form_key": "another"})
    assert again.status_code == 422
    assert "so the usual day was not put in" in again.text
    assert len(db.session.scalars(select(TimetableActivity)).all()) == len(USUAL_DAY)


def test_each_day_prints_as_a_table_of_its_own_and_what_fell_off_is_shown(sign_in: SignIn) -> None:
    plan = Plan(sign_in, days=2)
    plan.add()
    plan.add(day="2", place="Field")
    page = plan.visitor.get(plan.path).text
    assert page.count('<section class="timetable-day">') == page.count('<table class="govuk-table') == 2

    db.session.execute(update(Review).values(visit_until=Review.visit_on))
    db.session.commit()
    shorter = plan.visitor.get(plan.path).text
    assert "No longer on a day of the visit" in shorter
    assert "Field" in shorter


def test_somebody_who_left_is_not_named_and_does_not_stay_when_it_is_saved(plan: Plan) -> None:
    number = plan.add(members=[plan.lead.id, plan.other.id])
    leaves = Assignment.person_id == plan.other.id
    db.session.execute(update(Assignment).where(leaves).values(state=AssignmentState.RELEASED))
    db.session.commit()

    page = plan.visitor.get(plan.path).text
    assert "Ben Peer" not in page
    assert "somebody who has left the team" in page
    assert plan.visitor.submit(f"{plan.path}/{number}").status_code == 303
    assert plan.members(number) == [plan.lead.id]


def test_a_timetable_stays_once_the_visit_has_been_held(plan: Plan) -> None:
    number = plan.add()
    page = f"{plan.path}/{number}"
    token = plan.visitor.get(page).text.split('name="csrf_token" value="')[1].split('"')[0]
    db.session.execute(update(Review).values(state=ReviewState.VISITED))
    db.session.commit()

    late = plan.visitor.post(page, data=GROUP | {"csrf_token": token, "version": "1", "place": "Late"})

    assert late.status_code == 422
    assert "The visit has been held" in late.text
    assert plan.one(number).place == "Library"
    assert "Change" not in plan.visitor.get(plan.path).text.split("<main")[1].split("</main>")[0]


def test_the_page_asks_the_database_no_more_for_more_rows(
    plan: Plan, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    def count() -> int:
        with statements() as sent:
            assert plan.visitor.get(plan.path).status_code == 200
        return len(sent)

    plan.add(members=[plan.lead.id])
    few = count()
    for _ in range(4):
        plan.add(members=[plan.lead.id, plan.other.id])
    assert count() == few <= 15
