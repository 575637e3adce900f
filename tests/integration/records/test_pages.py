"""The pages of records: one's own, and the school's with the way from a gap to the basket."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School
from inclusion_app.training.models import LearningAddition
from inclusion_app.training.records.services.additions import NO_DAY, NO_TITLE, TO_COME
from inclusion_app.training.states import RunOutcome
from tests.factories.accounts import MembershipFactory, PersonFactory, somebody
from tests.factories.bookings import BookingFactory
from tests.factories.certificates import certificate_of, completed, outcome_of, past_run, school_place
from tests.factories.schools import SchoolFactory
from tests.factories.training import CourseFactory, RunFactory
from tests.factories.vocabulary import ConceptFactory
from tests.support.visitor import Visitor

Statements = Callable[[], AbstractContextManager[list[str]]]
pytestmark = pytest.mark.usefixtures("database")
NEW = "/my-record/additions/new"


def browser(app: Flask, person: Person) -> Visitor:
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.sign_in(person)
    return visitor


def text(visitor: Visitor, address: str) -> str:
    answer = visitor.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status}"
    return answer.get_data(as_text=True)


def rows(visitor: Visitor, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(visitor.get(address).data.decode("utf-8-sig"))))


def school_with_head() -> tuple[School, Person]:
    school = SchoolFactory(name="Ash School")
    return school, somebody(Role.HEADTEACHER, school=school)


def page_of(school: School) -> str:
    return f"/schools/{school.urn}/training-record"


def test_the_own_record_shows_everything_with_its_end_and_its_certificate(client: Visitor) -> None:
    ann = PersonFactory()
    soon = clock.today() + timedelta(days=20)
    certificate = certificate_of(
        completed(past_run(course=CourseFactory(title="Autism")), person=ann, valid_until=soon)
    )
    school_place(past_run(course=CourseFactory(title="Peers")), SchoolFactory(name="Elm"), people=[ann.id])
    outcome_of(BookingFactory(run=past_run(course=CourseFactory(title="Nurture")), person=ann), RunOutcome.PART)
    completed(past_run(course=CourseFactory(title="Of somebody else")))
    client.sign_in(ann)
    shown = text(client, "/my-record")
    for said in ("Autism", "Runs out soon", certificate.code, "Peers", "Elm", "Nurture", "Part completed"):
        assert said in shown
    assert "the school" in shown
    assert "Of somebody else" not in shown
    found = {row["What"]: row for row in rows(client, "/my-record.csv")}
    assert set(found) == {"Autism", "Peers", "Nurture"}
    assert (found["Autism"]["Valid until"], found["Peers"]["Place of"]) == (soon.isoformat(), "The school")


def test_the_record_can_be_narrowed_to_a_strand(client: Visitor) -> None:
    ann = PersonFactory()
    strand = ConceptFactory(scheme="strand")
    first = CourseFactory(title="Autism", strand=strand)
    completed(past_run(course=first), person=ann)
    completed(past_run(course=CourseFactory(title="Nurture")), person=ann)
    client.sign_in(ann)
    assert "Nurture" not in text(client, f"/my-record?strand={strand.code}")
    assert "Nurture" in text(client, "/my-record?strand=no-such-strand")
    assert [row["What"] for row in rows(client, f"/my-record.csv?strand={strand.code}")] == ["Autism"]


def test_somebody_adds_changes_and_removes_what_they_did_elsewhere(client: Visitor) -> None:
    ann = PersonFactory()
    client.sign_in(ann)
    day = clock.today() - timedelta(days=5)
    sent = client.submit(NEW, title="First aid", done_on=day.isoformat(), hours="6", note="=1+1")
    assert (sent.status_code, sent.location) == (303, "/my-record")
    shown = text(client, "/my-record")
    assert "First aid" in shown
    assert "Added by you" in shown
    [row] = rows(client, "/my-record.csv")
    assert (row["Added by you"], row["Hours"], row["Notes"]) == ("Added by you", "6", "'=1+1")
    [addition] = db.session.scalars(select(LearningAddition))
    here = f"/my-record/additions/{addition.id}"
    assert client.submit(here, title="First aid at work").status_code == 303
    assert "First aid at work" in text(client, "/my-record")
    assert client.submit(f"{here}/remove", on=here).status_code == 303
    assert "First aid" not in text(client, "/my-record").replace(
        "First aid at work has been taken off your record.", ""
    )
    acts = db.session.scalars(select(AuditEvent.act).where(AuditEvent.act.contains("learning")).order_by(AuditEvent.id))
    assert list(acts) == ["add_learning", "change_learning", "remove_learning"]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(client: Visitor) -> None:
    client.sign_in(PersonFactory())
    answer = client.submit(NEW, title=" ", given_by="The Red Cross", hours="0", note="Kept")
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for said in (NO_TITLE, NO_DAY, "Hours must be", "The Red Cross", "Kept"):
        assert said in shown
    tomorrow = clock.today() + timedelta(days=1)
    answer = client.submit(NEW, title="A course", done_on=tomorrow.isoformat())
    assert TO_COME in answer.get_data(as_text=True)
    assert client.submit(NEW, title="A", done_on="2020-01-01", valid_until="2019-01-01").status_code == 422
    assert client.submit(NEW, title="A", done_on="31/02/2020").status_code == 422
    assert client.submit(NEW, title="A" * 201, done_on="2020-01-01").status_code == 422
    assert db.session.scalars(select(LearningAddition)).all() == []


def test_two_tabs_do_not_overwrite_each_other_silently(client: Visitor) -> None:
    client.sign_in(PersonFactory())
    client.submit(NEW, title="First aid", done_on="2020-01-01")
    [addition] = db.session.scalars(select(LearningAddition))
    here = f"/my-record/additions/{addition.id}"
    client.submit(here, title="From the other tab")
    answer = client.submit(here, title="From this tab", version="1")
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "From the other tab" in shown
    assert "From this tab" in shown
    assert db.session.get_one(LearningAddition, addition.id, populate_existing=True).title == "From the other tab"


def test_additions_are_nobody_elses(app: Flask) -> None:
    ann = MembershipFactory().person
    mine = browser(app, ann)
    mine.submit(NEW, title="My own business", done_on="2020-01-01")
    [addition] = db.session.scalars(select(LearningAddition))
    here = f"/my-record/additions/{addition.id}"
    for other in (somebody(Role.TEAM_MANAGER), PersonFactory()):
        visitor = browser(app, other)
        assert visitor.get(here).status_code == 404
        assert visitor.post(here, data={"csrf_token": "x"}).status_code in {400, 404}


def test_the_school_sees_what_its_staff_hold_and_not_what_they_added(app: Flask) -> None:
    school, head = school_with_head()
    ann = MembershipFactory(school=school, person__name="Ann Example").person
    elsewhere = SchoolFactory()
    completed(past_run(course=CourseFactory(title="Autism")), person=ann, school=elsewhere)
    browser(app, ann).submit(NEW, title="My own business", done_on="2020-01-01")
    visitor = browser(app, head)
    shown = text(visitor, page_of(school))
    assert "Ann Example" in shown
    assert "Autism" in shown
    assert "1 of 2" in shown
    assert "My own business" not in shown
    [line] = [row for row in rows(visitor, f"{page_of(school)}.csv") if row["Name"] == "Ann Example"]
    assert "Autism" in line.values()


def test_who_has_left_is_not_on_the_schools_record(app: Flask) -> None:
    school, head = school_with_head()
    gone = MembershipFactory(school=school, person__name="Gone Away", until=clock.today()).person
    completed(past_run(), person=gone, school=school)
    assert "Gone Away" not in text(browser(app, head), page_of(school))


def test_from_a_gap_to_the_choosing_page_in_two_clicks_with_the_person_ticked(app: Flask) -> None:
    school, head = school_with_head()
    ann = MembershipFactory(school=school, person__name="Ann Example").person
    strand = ConceptFactory(scheme="strand")
    run = RunFactory(course=CourseFactory(title="Autism", strand=strand))
    visitor = browser(app, head)
    step = f"{page_of(school)}/book?strand={strand.code}&person={ann.id}"
    assert step.replace("&", "&amp;") in text(visitor, page_of(school))
    shown = text(visitor, step)
    there = f"/schools/{school.urn}/basket/runs/{run.id}?person={ann.id}"
    assert there in shown
    chosen = text(visitor, there)
    assert f'value="{ann.id}"' in chosen
    assert chosen.count(" checked") == 1
    assert " checked" not in text(visitor, f"/schools/{school.urn}/basket/runs/{run.id}?person={head.id + 999}")
    sent = visitor.submit(f"/schools/{school.urn}/basket/runs/{run.id}", on=there)
    assert sent.location == f"/schools/{school.urn}/basket"


def test_what_runs_out_is_listed_until_it_is_renewed(app: Flask) -> None:
    school, head = school_with_head()
    ann, course = MembershipFactory(school=school).person, CourseFactory()
    completed(past_run(course=course), person=ann, valid_until=clock.today() + timedelta(days=30))
    visitor = browser(app, head)
    assert "Runs out within 90 days" in text(visitor, page_of(school))
    completed(past_run(course=course), person=ann, valid_until=clock.today() + timedelta(days=400))
    assert "Runs out within 90 days" not in text(visitor, page_of(school))


def test_the_list_can_be_narrowed_to_those_with_and_those_without(app: Flask) -> None:
    school, head = school_with_head()
    strand = ConceptFactory(scheme="strand")
    course = CourseFactory(strand=strand)
    completed(past_run(course=course), person=MembershipFactory(school=school, person__name="Has It").person)
    MembershipFactory(school=school, person__name="Lacks It")
    visitor = browser(app, head)
    shown = text(visitor, f"{page_of(school)}?lacking={strand.code}")
    assert "Lacks It" in shown
    assert "Has It" not in shown
    names = {row["Name"] for row in rows(visitor, f"{page_of(school)}.csv?lacking={strand.code}&words=lack")}
    assert names == {"Lacks It"}
    holders = {row["Name"] for row in rows(visitor, f"{page_of(school)}.csv?holding={strand.code}")}
    assert holders == {"Has It"}


def test_who_may_see_the_schools_record(app: Flask) -> None:
    school, head = school_with_head()
    found = {}
    for name, person in {
        "head": head,
        "senco": somebody(Role.SENCO, school=school),
        "booker": somebody(Role.BOOKER, school=school),
        "viewer": somebody(Role.TEAM_VIEWER),
        "governor": somebody(Role.GOVERNOR, school=school),
        "staff": somebody(Role.STAFF, school=school),
        "other head": somebody(Role.HEADTEACHER, school=SchoolFactory()),
    }.items():
        visitor = browser(app, person)
        found[name] = [visitor.get(page_of(school) + end).status_code for end in ("", ".csv", "/book")]
    assert found == {
        "head": [200, 200, 200],
        "senco": [200, 200, 200],
        "booker": [200, 200, 200],
        "viewer": [200, 200, 403],
        "governor": [403, 403, 403],
        "staff": [403, 403, 403],
        "other head": [404, 404, 404],
    }


def test_the_team_sees_gaps_but_no_way_to_book(app: Flask) -> None:
    school, _ = school_with_head()
    RunFactory()
    assert "/book?" not in text(browser(app, somebody(Role.TEAM_ADVISER)), page_of(school))


def test_a_large_staff_costs_no_more_statements(app: Flask, statements: Statements) -> None:
    school, head = school_with_head()
    visitor, run = browser(app, head), past_run(capacity=100)
    counts, shown = [], ""
    for _ in range(2):
        for _ in range(20):
            completed(run, person=MembershipFactory(school=school).person, school=school)
        with statements() as sent:
            shown = text(visitor, page_of(school))
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 15
    assert "Showing 1 to 25 of 41" in shown
    assert "Showing 26 to 41 of 41" in text(visitor, f"{page_of(school)}?page=2")


def test_the_navigation_leads_there(app: Flask) -> None:
    _, head = school_with_head()
    visitor = browser(app, head)
    assert visitor.get("/staff-training").location.endswith("/training-record")
    shown = text(visitor, "/my-record")
    assert 'href="/staff-training"' in shown
    assert 'href="/my-record" aria-current="page"' in shown
    assert 'href="/my-record"' not in text(browser(app, somebody(Role.TEAM_VIEWER)), "/")
