"""The pages of asking and deciding: what people see, type, and are told."""

from datetime import timedelta

import pytest

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.training.models import Booking, Course, Run
from inclusion_app.training.requests.services.requests import approve_request
from tests.factories.accounts import MembershipFactory, somebody
from tests.factories.bookings import BookingFactory
from tests.factories.training import CourseFactory
from tests.integration.bookings.conftest import Office, SignIn, states_of
from tests.integration.requests.steps import asked, in_order, link_in, mails, run_by, state, teacher
from tests.support.html import posting_forms
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")


def address(run: Run) -> str:
    return f"/catalogue/{db.session.get_one(Course, run.course_id).slug}/runs/{run.id}"


def booking_of(run: Run) -> Booking:
    return db.session.query(Booking).filter_by(run_id=run.id).one()


def test_staff_ask_from_the_page_of_the_run_and_take_it_back(office: Office, sign_in: SignIn) -> None:
    run, person = run_by("request"), teacher(office)
    browser = sign_in(person)
    assert "Ask for a place for yourself" in browser.get(address(run)).text
    sent = browser.submit(
        f"{address(run)}/ask?school={office.school.urn}", on=f"{address(run)}/ask", statement="Please"
    )
    assert sent.status_code == 303
    booking = booking_of(run)
    assert state(booking) == "requested"
    assert f"/my-bookings/requests/{booking.id}" in browser.get("/my-bookings").text
    assert "decides on it" in browser.get(sent.location).text
    back = browser.submit(f"{sent.location}/withdraw", on=sent.location)
    assert (back.status_code, state(booking)) == (303, "cancelled")
    in_order()


def test_what_was_typed_is_kept_and_the_problem_is_said(office: Office, sign_in: SignIn) -> None:
    run = run_by("apply")
    browser, place = sign_in(teacher(office)), f"{address(run)}/ask"
    refused = browser.submit(f"{place}?school={office.school.urn}", on=place, statement=" ", access="Large print")
    assert refused.status_code == 422
    assert "Write why this place is wanted" in refused.text
    assert "Large print" in refused.text
    assert states_of(run) == {}


def test_the_same_form_sent_twice_asks_once(office: Office, sign_in: SignIn) -> None:
    run, browser = run_by("request"), sign_in(teacher(office))
    place = f"{address(run)}/ask"
    [form] = [f for f in posting_forms(browser.get(place).text, place) if "statement" in f.names]
    first, second = (browser.post(form.action, data=form.fields) for _ in range(2))
    assert first.location == second.location
    assert len(mails("request_asked")) == 1
    in_order()


def test_who_is_at_several_schools_says_which(office: Office, sign_in: SignIn) -> None:
    run, person = run_by("request"), teacher(office)
    MembershipFactory(person=person)
    page = sign_in(person).get(f"{address(run)}/ask")
    assert "Which school is it for?" in page.text
    assert f"school={office.school.urn}" in page.text


def test_the_link_shows_before_it_acts_and_ends_with_the_answer(office: Office, client: Visitor) -> None:
    booker = somebody(Role.BOOKER, school=office.school)
    run = run_by("request")
    booking = asked(office, run)
    mine, others = (link_in(mail) for mail in mails("request_asked"))
    for _ in range(3):
        assert "For my class." in client.get(mine).text
    assert state(booking) == "requested"
    assert client.get(mine).headers["Referrer-Policy"] == "strict-origin"
    assert client.submit(mine, answer="approve").status_code == 303
    assert state(booking) == "confirmed"
    assert "no longer works" in client.get(others).text
    assert booker.id
    in_order()


def test_a_dead_link_says_so_and_the_same_answer_sent_again_leads_where_the_first_led(
    office: Office, client: Visitor
) -> None:
    run = run_by("request")
    asked(office, run)
    [mail] = mails("request_asked")
    [form] = posting_forms(client.get(link_in(mail)).text, link_in(mail))
    fields = form.fields | {"answer": "decline", "reason": "No cover"}
    first, again = (client.post(link_in(mail), data=fields) for _ in range(2))
    assert (first.status_code, again.status_code, first.location) == (303, 303, again.location)
    dead = client.post(link_in(mail), data=fields | {"answer": "approve"})
    assert (dead.status_code, list(states_of(run).values())) == (422, ["declined"])
    assert "no longer works" in dead.text
    assert client.post("/requests/never-was", data=fields).status_code == 422


@pytest.mark.parametrize("lost", ["role", "account", "time"])
def test_a_link_dies_with_the_right_to_decide_and_after_14_days(
    office: Office, client: Visitor, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking = asked(office, run_by("request"))
    [mail] = mails("request_asked")
    with transaction() as session:
        if lost == "role":
            session.query(Membership).filter_by(person_id=office.head.id).one().until = clock.today()
        elif lost == "account":
            session.get_one(Person, office.head.id).deactivated_at = clock.now()
    if lost == "time":
        later = clock.now() + timedelta(days=14)
        monkeypatch.setattr(clock, "now", lambda: later)
    assert "no longer works" in client.get(link_in(mail)).text
    assert state(booking) == "requested"


def test_a_no_without_a_reason_is_refused_beside_the_field(office: Office, sign_in: SignIn) -> None:
    booking = asked(office, run_by("request"))
    browser, place = sign_in(office.head), f"/schools/{office.school.urn}/requests/{booking.id}"
    assert f"/requests/{booking.id}" in browser.get(f"/schools/{office.school.urn}/requests").text
    for typed, sentence in (({"answer": "decline"}, "Say why"), ({}, "Say yes or no")):
        refused = browser.submit(place, **typed)
        assert (refused.status_code, sentence in refused.text, state(booking)) == (422, True, "requested")
    assert browser.submit(place, answer="decline", reason="No cover").status_code == 303
    assert "No cover" in browser.get(f"/schools/{office.school.urn}/requests").text


def test_the_second_of_two_deciders_reads_who_was_quicker(office: Office, sign_in: SignIn) -> None:
    booking = asked(office, run_by("request"))
    browser = sign_in(somebody(Role.BOOKER, school=office.school))
    place = f"/schools/{office.school.urn}/requests/{booking.id}"
    [form] = [f for f in posting_forms(browser.get(place).text, place) if "reason" in f.names]
    approve_request(office.actor, booking.id, now=clock.now(), today=clock.today())
    late = browser.post(place, data=form.fields | {"answer": "decline", "reason": "No cover"})
    assert (late.status_code, state(booking)) == (422, "confirmed")
    assert f"already been approved by {office.head.name}" in late.text


def test_an_application_from_the_form_to_the_decision_of_the_team(office: Office, sign_in: SignIn) -> None:
    run = run_by("apply", course__criteria="Two years in post.")
    browser = sign_in(teacher(office))
    assert "Two years in post." in browser.get(address(run)).text
    browser.submit(f"{address(run)}/ask?school={office.school.urn}", on=f"{address(run)}/ask", statement="I lead.")
    booking = booking_of(run)
    assert sign_in(office.head).submit(
        f"/schools/{office.school.urn}/requests/{booking.id}", answer="approve"
    ).status_code == 303  # fmt: skip
    team = sign_in(somebody(Role.TEAM_ADVISER))
    for place in ("/team/applications", f"/team/runs/{run.id}/applications"):
        assert "To decide (1)" in team.get(place).text
        assert "I lead." in team.get(f"{place}.csv").text
    assert team.get("/team/applications?state=declined&words=nobody").status_code == 200
    assert team.submit(f"/team/applications/{booking.id}", answer="approve").status_code == 303
    assert state(booking) == "confirmed"
    in_order()


def test_the_head_applies_for_somebody_on_the_list(office: Office, sign_in: SignIn) -> None:
    run, person = run_by("apply"), teacher(office, "Ben Chosen")
    place = f"{address(run)}/ask"
    browser = sign_in(office.head)
    sent = browser.submit(f"{place}?school={office.school.urn}", on=place, person=str(person.id), statement="Our best")
    assert (sent.status_code, states_of(run)) == (303, {"Ben Chosen": "approved"})


def test_a_place_for_the_team_and_others_instead(office: Office, sign_in: SignIn) -> None:
    run, [ann, ben] = run_by("book", course__taker="team"), office.staff("Ann", "Ben")
    browser, urn = sign_in(office.head), office.school.urn
    assert "Take the team’s place" in browser.get(address(run)).text
    refused = browser.submit(f"/schools/{urn}/places/runs/{run.id}", contact=str(office.head.id))
    assert (refused.status_code, "Choose who comes" in refused.text) == (422, True)
    sent = browser.submit(
        f"/schools/{urn}/places/runs/{run.id}", contact=str(office.head.id), participants=[str(ann)], diet="Vegan"
    )
    booking = booking_of(run)
    assert (sent.status_code, state(booking)) == (303, "confirmed")
    shown = browser.get(f"/schools/{urn}/bookings/{booking.id}")
    assert "Ann" in shown.text
    place = f"/schools/{urn}/places/{booking.id}/people"
    assert browser.submit(place, participants=[str(ann), str(ben)]).status_code == 303
    assert "Ben" in browser.get(f"/schools/{urn}/bookings/{booking.id}").text
    in_order()


@pytest.mark.parametrize("number", ["99999999999", "x", "-1", ""])
def test_who_is_not_there_cannot_be_chosen(office: Office, sign_in: SignIn, number: str) -> None:
    run, [ann] = run_by("book", course__taker="team"), office.staff("Ann")
    place, browser = f"/schools/{office.school.urn}/places/runs/{run.id}", sign_in(office.head)
    refused = browser.submit(place, contact=number, participants=[str(ann)])
    assert (refused.status_code, "Choose whom we write to" in refused.text) == (422, True)
    refused = browser.submit(place, contact=str(ann), participants=[str(ann), number])
    assert (refused.status_code, "Choose people from your school" in refused.text) == (422, True)
    assert states_of(run) == {}


def test_a_full_run_offers_the_waiting_list_to_a_school(office: Office, sign_in: SignIn) -> None:
    run = run_by("book", course__taker="school", capacity=1)
    BookingFactory(run=run)
    place = f"/schools/{office.school.urn}/places/runs/{run.id}"
    browser = sign_in(office.head)
    assert browser.submit(place, contact=str(office.head.id)).status_code == 422
    assert browser.submit(place, contact=str(office.head.id), when_full="y").status_code == 303
    in_order()


def test_interest_is_said_seen_by_the_team_and_withdrawn(office: Office, sign_in: SignIn) -> None:
    course = CourseFactory()
    place = f"/catalogue/{course.slug}/interest"
    browser = sign_in(teacher(office))
    assert place in browser.get(f"/catalogue/{course.slug}").text
    assert browser.submit(place, note="Mondays").status_code == 303
    assert course.title in browser.get("/my-bookings").text
    team = sign_in(somebody(Role.TEAM_VIEWER))
    assert "1 person waits" in team.get(f"/team/courses/{course.id}/interest").text
    file = team.get(f"/team/courses/{course.id}/interest.csv").text
    assert "Ann Teacher" in file
    assert "Mondays" not in file
    assert browser.submit(f"{place}/withdraw", on=place).status_code == 303
    assert course.title not in browser.get("/my-bookings").text


def test_a_senco_asks_where_the_office_decides_and_cannot_go_round_by_the_basket(
    office: Office, sign_in: SignIn
) -> None:
    run, [ann] = run_by("request"), office.staff("Ann")
    browser = sign_in(somebody(Role.SENCO, school=office.school))
    page = browser.get(address(run)).text
    assert "Ask for a place for yourself" in page
    assert "Book places" not in page
    refused = browser.submit(f"/schools/{office.school.urn}/basket/runs/{run.id}", people=[str(ann)])
    assert (refused.status_code, "office decides who gets a place" in refused.text) == (422, True)
    assert states_of(run) == {}
    office.book(run, [ann])  # the head decides, so the basket will do
    assert states_of(run) == {"Ann": "confirmed"}
    in_order()
