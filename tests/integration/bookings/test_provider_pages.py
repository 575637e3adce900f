"""The facilitator's page: the next session first, how people join, and the files where people look for them."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.uploads import file_to_keep
from inclusion_app.training.materials.services import add_material
from inclusion_app.training.models import Run
from inclusion_app.training.states import RunState
from tests.factories.accounts import somebody
from tests.factories.bookings import BookingFactory
from tests.factories.files import PDF
from tests.factories.training import RunFactory, SessionFactory
from tests.integration.bookings.conftest import Office, SignIn
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")


def giver(run: Run, sign_in: SignIn) -> Visitor:
    """Somebody of the run's provider."""
    return sign_in(somebody(Role.PROVIDER_MEMBER, provider_id=run.provider_id))


def instructions(run: Run) -> str:
    return db.session.get_one(Run, run.id, populate_existing=True).joining_instructions


def test_the_next_session_stands_first(sign_in: SignIn) -> None:
    day = clock.today()
    days = [day - timedelta(days=7), day + timedelta(days=7), day + timedelta(days=14)]
    run = RunFactory(sessions=[SessionFactory.build(day=d, venue=f"Hall {n}") for n, d in enumerate(days)])
    text = giver(run, sign_in).get(f"/provider/runs/{run.id}").text
    assert text.index("Hall 1") < text.index("Hall 0")
    with time_machine.travel(clock.now() + timedelta(days=20)):
        assert "This run is over" in giver(run, sign_in).get(f"/provider/runs/{run.id}").text


def test_the_provider_says_how_people_join_and_changes_nothing_else(sign_in: SignIn) -> None:
    run = RunFactory()
    visitor, page = giver(run, sign_in), f"/provider/runs/{run.id}"
    before = {c.name: getattr(run, c.name) for c in Run.__table__.columns}
    sent = visitor.submit(
        f"{page}/joining", on=page, joining_instructions="Ring the bell", capacity="99", state="draft"
    )
    assert sent.status_code == 303
    db.session.refresh(run)
    after = {c.name: getattr(run, c.name) for c in Run.__table__.columns}
    assert {name for name in before if before[name] != after[name]} == {"joining_instructions", "changed_at", "version"}
    assert list(db.session.scalars(select(AuditEvent.act).where(AuditEvent.act.contains("joining")))) == [
        "save_joining_instructions"
    ]


def test_two_at_once_see_each_other_s_text(sign_in: SignIn) -> None:
    run = RunFactory()
    page, first, second = f"/provider/runs/{run.id}", giver(run, sign_in), giver(run, sign_in)
    assert second.submit(f"{page}/joining", on=page, joining_instructions="Theirs").status_code == 303
    stale = first.submit(f"{page}/joining", on=page, joining_instructions="Mine", version="1")
    assert stale.status_code == 409
    assert "Theirs" in stale.text
    assert "Mine" in stale.text
    assert instructions(run) == "Theirs"


def test_what_is_too_long_is_kept_on_the_page_and_not_saved(sign_in: SignIn) -> None:
    run = RunFactory()
    page = f"/provider/runs/{run.id}"
    refused = giver(run, sign_in).submit(f"{page}/joining", on=page, joining_instructions="x" * 10_001)
    assert refused.status_code == 422
    assert "10,000 characters or fewer" in refused.text
    assert "x" * 10_001 in refused.text
    assert instructions(run) == ""


def test_a_cancelled_run_is_not_changed(sign_in: SignIn) -> None:
    run = RunFactory()
    page, visitor = f"/provider/runs/{run.id}", giver(run, sign_in)
    form = visitor.get(page).text
    token, key = (form.split(f'name="{name}" value="')[-1].split('"')[0] for name in ("csrf_token", "form_key"))
    with transaction() as session:
        session.execute(update(Run).values(state=RunState.CANCELLED))
    fields = {"csrf_token": token, "form_key": key, "version": "1", "joining_instructions": "Come"}
    assert visitor.post(f"{page}/joining", data=fields).status_code == 422
    assert instructions(run) == ""


def test_files_stand_where_those_on_the_run_look_for_them(office: Office, sign_in: SignIn) -> None:
    run = RunFactory()
    booking = BookingFactory(run=run, school=office.school)
    waiting = BookingFactory(run=run, school=office.school, state="waiting")
    add_material(office.actor, run.id, title="Morning slides", file=file_to_keep("a.pdf", PDF), now=clock.now())
    people = [db.session.get_one(Person, b.person_id) for b in (booking, waiting)]
    on_page = ["Morning slides" in sign_in(person).get("/my-bookings").text for person in people]
    head, address = sign_in(office.head), f"/schools/{office.school.urn}/bookings"
    of_school = ["Morning slides" in head.get(f"{address}/{b.id}").text for b in (booking, waiting)]
    assert (on_page, of_school) == ([True, False], [True, False])
    with time_machine.travel(clock.now() + timedelta(days=40)):
        assert "Morning slides" in sign_in(people[0]).get("/my-bookings").text
