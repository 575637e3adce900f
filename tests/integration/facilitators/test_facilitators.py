"""Facilitators work on the runs they are named on, on no others, and only for as long as they are named."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.accounts.services.memberships import take_role_away
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.foundation.uploads import file_to_keep
from inclusion_app.training.catalogue.services import cancel_run
from inclusion_app.training.materials.services import add_material
from inclusion_app.training.models import Run, RunFacilitator, Session
from inclusion_app.training.states import RunState
from tests.factories.accounts import PersonFactory, somebody
from tests.factories.bookings import BookingFactory
from tests.factories.files import PDF
from tests.factories.providers import ProviderFactory
from tests.factories.training import CourseFactory, RunFactory
from tests.integration.bookings.conftest import SignIn
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")
NEW = {"person": "0", "name": "Fay Giver", "email": "fay@freelance.example"}


def member(run: Run, sign_in: SignIn) -> Visitor:
    return sign_in(somebody(Role.PROVIDER_MEMBER, provider_id=run.provider_id))


def page_of(run: Run) -> str:
    return f"/runs/{run.id}/facilitators"


def named_by(visitor: Visitor, run: Run) -> Person:
    """Fay, who has been named on the run."""
    assert visitor.submit(page_of(run), **NEW).status_code == 303
    return db.session.scalars(select(Person).where(Person.email == NEW["email"])).one()


def mails_to(email: str) -> list[str]:
    query = select(OutboxMessage.kind).where(OutboxMessage.email == email).order_by(OutboxMessage.id)
    return list(db.session.scalars(query))


def roles_of(person: Person) -> list[tuple[str, bool]]:
    query = select(Membership.role, Membership.until.is_(None)).where(Membership.person_id == person.id)
    return [(role, bool(holds)) for role, holds in db.session.execute(query.order_by(Membership.id))]


@pytest.mark.parametrize(
    "path",
    [
        "/provider/runs/{}",
        "/provider/runs/{}/people.csv",
        "/runs/{}/register",
        "/runs/{}/mails",
        "/runs/{}/materials",
        "/runs/{}/feedback",
    ],
)
def test_of_a_providers_runs_a_facilitator_opens_only_those_named_on(sign_in: SignIn, path: str) -> None:
    course = CourseFactory()
    own, other = RunFactory(course=course), RunFactory(course=course)
    fay = sign_in(named_by(member(own, sign_in), own))
    assert fay.get(path.format(own.id)).status_code == 200
    assert fay.get(path.format(other.id)).status_code == 404


def test_the_first_page_and_the_list_show_the_named_runs_alone(sign_in: SignIn) -> None:
    own, other = RunFactory(course__title="Mine to give"), RunFactory(course__title="Not mine")
    same_provider = RunFactory(course__title="A colleague's", provider_id=own.provider_id)
    fay = sign_in(named_by(member(own, sign_in), own))
    for path in ("/", "/provider/runs"):
        shown = fay.get(path).text
        assert "Mine to give" in shown
        assert "Not mine" not in shown
        assert "A colleague" not in shown
    assert same_provider.provider_id == own.provider_id != other.provider_id


def test_feedback_on_a_course_is_of_the_named_runs_alone(sign_in: SignIn) -> None:
    course, elsewhere = CourseFactory(), CourseFactory()
    own = RunFactory(course=course)
    fay = sign_in(named_by(member(own, sign_in), own))
    assert fay.get(f"/courses/{course.id}/feedback").status_code == 200
    assert fay.get(f"/courses/{elsewhere.id}/feedback").status_code == 404


def test_materials_of_other_runs_are_not_there(sign_in: SignIn) -> None:
    course = CourseFactory()
    own, other = RunFactory(course=course), RunFactory(course=course)
    fay = sign_in(named_by(member(own, sign_in), own))
    answers = []
    for run in (own, other):
        material = add_material(SYSTEM, run.id, title="Slides", file=file_to_keep("a.pdf", PDF), now=clock.now())
        answers.append(fay.get(f"/materials/{material.id}").status_code)
    assert answers == [200, 404]


def test_a_facilitator_takes_the_register_and_says_how_people_join(sign_in: SignIn) -> None:
    run = RunFactory(day=clock.today() - timedelta(days=1))
    booking = BookingFactory(run=run, person__name="Ann")
    fay = sign_in(named_by(member(run, sign_in), run))
    session_id = db.session.scalars(select(Session.id).where(Session.run_id == run.id)).one()
    page = f"/runs/{run.id}/register/{session_id}"
    sent = fay.submit(page, **{f"mark-{booking.id}": "present"})
    assert sent.status_code == 303
    joined = fay.submit(f"/provider/runs/{run.id}/joining", on=f"/provider/runs/{run.id}", joining_instructions="Ring")
    assert joined.status_code == 303


def test_somebody_new_is_invited_and_told(sign_in: SignIn) -> None:
    run = RunFactory()
    fay = named_by(member(run, sign_in), run)
    assert mails_to(fay.email) == ["account_invitation", "facilitator_named"]
    assert roles_of(fay) == [("facilitator", True)]
    acts = set(db.session.scalars(select(AuditEvent.act)))
    assert "name_facilitator" in acts


def test_whom_the_provider_knows_is_chosen_from_a_list_and_not_invited_again(sign_in: SignIn) -> None:
    run = RunFactory()
    colleague = somebody(Role.PROVIDER_MEMBER, provider_id=run.provider_id, name="Col League")
    visitor = member(run, sign_in)
    assert "Col League" in visitor.get(page_of(run)).text
    assert visitor.submit(page_of(run), person=colleague.id).status_code == 303
    assert mails_to(colleague.email) == ["facilitator_named"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Enter their name"),
        ({"email": ""}, "Enter their e-mail address"),
        ({"email": "no address"}, "Enter an e-mail address in the correct format"),
        ({"name": "x" * 201}, "The name must be 200 characters or fewer"),
        ({"email": "known@school.example"}, "registered under another name"),
        ({"person": "999999"}, "Choose somebody from the list"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nobody_is_named(
    sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    run = RunFactory()
    PersonFactory(name="Somebody Else", email="known@school.example")
    refused = member(run, sign_in).submit(page_of(run), **(NEW | typed))
    assert refused.status_code == 422
    assert sentence in refused.text
    assert db.session.scalars(select(RunFacilitator)).all() == []


def test_nobody_of_another_provider_can_be_chosen(sign_in: SignIn) -> None:
    run = RunFactory()
    stranger = somebody(Role.PROVIDER_MEMBER, provider_id=ProviderFactory().id, name="Strange R")
    visitor = member(run, sign_in)
    assert "Strange R" not in visitor.get(page_of(run)).text
    assert visitor.submit(page_of(run), person=stranger.id).status_code == 422


def test_nobody_is_named_twice_or_on_a_cancelled_run_or_with_a_closed_account(sign_in: SignIn) -> None:
    run, cancelled = RunFactory(), RunFactory(state=RunState.CANCELLED, cancelled_reason="No venue")
    visitor = member(run, sign_in)
    named_by(visitor, run)
    again = visitor.submit(page_of(run), **NEW)
    assert "Fay Giver facilitates this run already" in again.text
    assert 'name="email"' not in member(cancelled, sign_in).get(page_of(cancelled)).text
    PersonFactory(name="Gone Away", email="gone@freelance.example", deactivated_at=clock.now())
    closed = visitor.submit(page_of(run), **(NEW | {"name": "Gone Away", "email": "gone@freelance.example"}))
    assert closed.status_code == 422
    assert "account has been closed" in closed.text


def test_who_is_taken_off_sees_nothing_on_the_next_click_and_the_role_ends_with_the_last_run(sign_in: SignIn) -> None:
    course = CourseFactory()
    first, second = RunFactory(course=course), RunFactory(course=course)
    visitor = member(first, sign_in)
    fay = named_by(visitor, first)
    visitor.submit(page_of(second), person=fay.id)
    browser = sign_in(fay)
    assert browser.get(f"/provider/runs/{first.id}").status_code == 200

    assert visitor.submit(f"{page_of(first)}/{fay.id}/remove", on=page_of(first)).status_code == 303
    assert browser.get(f"/provider/runs/{first.id}").status_code == 404
    assert browser.get(f"/provider/runs/{second.id}").status_code == 200
    assert roles_of(fay) == [("facilitator", True)]

    visitor.submit(f"{page_of(second)}/{fay.id}/remove", on=page_of(second))
    assert browser.get("/provider/runs").status_code == 403
    assert roles_of(fay) == [("facilitator", False)]
    assert mails_to(fay.email).count("facilitator_taken_off") == 2


def test_a_role_that_is_taken_away_ends_what_being_named_gave(sign_in: SignIn) -> None:
    run = RunFactory()
    fay = named_by(member(run, sign_in), run)
    browser = sign_in(fay)
    held = db.session.scalars(select(Membership).where(Membership.person_id == fay.id)).one()
    take_role_away(SYSTEM, held.id, today=clock.today())
    assert browser.get(f"/provider/runs/{run.id}").status_code == 403
    assert "Access has ended" in member(run, sign_in).get(page_of(run)).text


def test_a_run_that_goes_to_another_provider_leaves_its_facilitator_behind(sign_in: SignIn) -> None:
    run = RunFactory()
    fay = sign_in(named_by(member(run, sign_in), run))
    run.provider_id = ProviderFactory().id
    db.session.commit()
    assert fay.get(f"/provider/runs/{run.id}").status_code == 404


def test_a_facilitator_names_nobody(sign_in: SignIn) -> None:
    run = RunFactory()
    fay = sign_in(named_by(member(run, sign_in), run))
    assert fay.get(page_of(run)).status_code == 403
    assert page_of(run) not in fay.get(f"/provider/runs/{run.id}").text


def test_those_who_give_a_run_hear_that_it_is_cancelled(sign_in: SignIn) -> None:
    run = RunFactory()
    BookingFactory(run=run, person__name="Ann")
    fay = named_by(member(run, sign_in), run)
    cancel_run(SYSTEM, run.id, reason="The venue is closed", now=clock.now())
    query = select(OutboxMessage).where(OutboxMessage.kind == "run_cancelled_for_givers").order_by(OutboxMessage.id)
    told = db.session.scalars(query).all()
    assert [m.email for m in told] == [run.provider.email, fay.email]
    assert all("The venue is closed" in m.text and "1 person was on it" in m.text for m in told)


def test_the_own_calendar_has_the_runs_somebody_gives_until_they_no_longer_do(sign_in: SignIn) -> None:
    run, other = RunFactory(course__title="Nurture"), RunFactory(course__title="Not mine")
    visitor = member(run, sign_in)
    fay = named_by(visitor, run)
    browser = sign_in(fay)
    browser.submit("/my-bookings/calendar")
    address = re.search(r"/feeds/[^\"<]+\.ics", browser.get("/my-bookings/calendar").text)
    assert address is not None
    shown = browser.get(address[0]).text.replace("\r\n ", "")
    assert "SUMMARY:Nurture" in shown
    assert f"/provider/runs/{run.id}" in shown
    assert "Not mine" not in shown
    assert "STATUS:CONFIRMED" in shown
    cancel_run(SYSTEM, run.id, reason="The venue is closed", now=clock.now())
    assert "STATUS:CANCELLED" in browser.get(address[0]).text
    visitor.submit(f"{page_of(run)}/{fay.id}/remove", on=page_of(run))
    assert "Nurture" not in browser.get(address[0]).text
    assert other.id
