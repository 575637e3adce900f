"""Self check-in by a code, and people who come without being on the list."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from inclusion_app.access.actor import ANONYMOUS, Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.accounts.rules import StaffEntry
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.invariants import findings
from inclusion_app.training.models import Attendance, Booking, Course, Run, Session
from inclusion_app.training.registers.services.check_in import (
    check_in,
    check_in_by_address,
    note_refused_check_in,
    open_check_in,
)
from inclusion_app.training.registers.services.closing import close_register
from inclusion_app.training.registers.services.marking import Said, mark_attendance
from inclusion_app.training.registers.services.walk_ins import WalkIn, admit_walk_in
from tests.factories.accounts import somebody
from tests.factories.bookings import BookingFactory
from tests.factories.schools import SchoolFactory
from tests.factories.training import RunFactory
from tests.integration.bookings.conftest import SignIn
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def run() -> Run:
    """One place, on a run whose session begins in half an hour."""
    made: Run = RunFactory(capacity=1)
    begins = clock.now() + timedelta(minutes=30)
    with transaction() as session:
        for row in (session.get_one(Run, made.id), session.scalars(select(Session)).one()):
            row.starts_at, row.ends_at = begins, begins + timedelta(hours=2)
    return made


@pytest.fixture
def provider(run: Run) -> Actor:
    return actor_for(somebody(Role.PROVIDER_MEMBER, provider_id=run.provider_id).id, today=clock.today())


def session_of(run: Run) -> Session:
    return db.session.scalars(select(Session).where(Session.run_id == run.id)).one()


def marks() -> list[tuple[int, str, str]]:
    return [(row.booking_id, row.mark, row.marked_from) for row in db.session.scalars(select(Attendance))]


def actor_of(booking: Booking) -> Actor:
    return actor_for(booking.person_id or 0, today=clock.today())


def in_order() -> None:
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


def test_with_the_code_people_mark_themselves_present_once(provider: Actor, run: Run) -> None:
    booking = BookingFactory(run=run)
    code = open_check_in(provider, run.id, session_of(run).id, now=clock.now())
    for typed in (code, f" {code[:3]}-{code[3:]} ".lower()):
        check_in(actor_of(booking), typed, now=clock.now())
    assert marks() == [(booking.id, "present", "check-in")]
    in_order()


def test_who_has_no_account_checks_in_by_the_address_they_were_booked_with(
    app: Flask, provider: Actor, run: Run
) -> None:
    booking = BookingFactory(run=run, person__email="ann@school.example", person__password_hash=None)
    code = open_check_in(provider, run.id, session_of(run).id, now=clock.now())
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    shown = visitor.get(f"/check-in?code={code}").text
    assert code in shown
    assert visitor.submit("/check-in", code=code, email=" Ann@School.example ").status_code == 303
    assert "You are checked in" in visitor.get("/check-in").text
    assert marks() == [(booking.id, "present", "check-in")]
    in_order()


def test_without_signing_in_nothing_is_learned_and_no_mark_is_undone(app: Flask, provider: Actor, run: Run) -> None:
    booking = BookingFactory(run=run, person__email="ann@school.example")
    BookingFactory(run=run, person__email="wes@school.example", state="waiting")
    code = open_check_in(provider, run.id, session_of(run).id, now=clock.now())
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    said = set()
    for typed, email in (
        (code, "nobody@school.example"),
        (code, "wes@school.example"),
        ("ZZZZZZ", "ann@school.example"),
    ):
        refused = visitor.submit("/check-in", code=typed, email=email)
        assert refused.status_code == 422
        said.add("There is no place for this address at a session with that code now" in refused.text)
    assert said == {True}
    assert "Enter the e-mail address you were booked with" in visitor.submit("/check-in", code=code, email="").text
    mark_attendance(provider, run.id, session_of(run).id, booking_id=booking.id, said=Said("absent"), now=clock.now())
    assert visitor.submit("/check-in", code=code, email="ann@school.example").status_code == 303
    assert marks() == [(booking.id, "absent", "register")]


def test_one_address_has_ten_tries_and_another_is_not_in_its_way(app: Flask, provider: Actor, run: Run) -> None:
    BookingFactory(run=run, person__email="ann@school.example")
    code = open_check_in(provider, run.id, session_of(run).id, now=clock.now())
    for _ in range(10):
        with pytest.raises(RuleBroken, match="There is no place"):
            check_in_by_address("eve@school.example", code, from_place="", now=clock.now())
        note_refused_check_in(ANONYMOUS, email="eve@school.example")
    with pytest.raises(RuleBroken, match="too many codes"):
        check_in_by_address("eve@school.example", code, from_place="", now=clock.now())
    assert check_in_by_address("ann@school.example", code, from_place="", now=clock.now()).run_id == run.id
    trail = db.session.scalars(select(AuditEvent.subject_id).where(AuditEvent.outcome == "refused")).all()
    assert all("@" not in subject for subject in trail)


def test_a_code_works_only_on_the_day_and_only_for_who_has_a_place(provider: Actor, run: Run) -> None:
    booking, waiting = BookingFactory(run=run), BookingFactory(run=run, state="waiting")
    code, ends = open_check_in(provider, run.id, session_of(run).id, now=clock.now()), session_of(run).ends_at
    for who, typed, now, said in (
        (booking, "ZZZZZZ", clock.now(), "no session with that code"),
        (booking, "", clock.now(), "no session with that code"),
        (booking, code, ends + timedelta(seconds=1), "no session with that code"),
        (booking, code, clock.now() - timedelta(hours=1), "no session with that code"),
        (waiting, code, clock.now(), "You have no place"),
    ):
        with pytest.raises(RuleBroken, match=said):
            check_in(actor_of(who), typed, now=now)
    newer = open_check_in(provider, run.id, session_of(run).id, now=clock.now())
    with pytest.raises(RuleBroken, match="no session with that code"):
        check_in(actor_of(booking), code, now=clock.now())
    check_in(actor_of(booking), newer, now=clock.now())
    assert len(marks()) == 1


def test_nobody_goes_through_the_codes(provider: Actor, run: Run, sign_in: SignIn) -> None:
    booking = BookingFactory(run=run)
    code = open_check_in(provider, run.id, session_of(run).id, now=clock.now())
    guesser = sign_in(db.session.get_one(Person, booking.person_id))
    for _ in range(10):
        assert "no session with that code" in guesser.submit("/check-in", code="ZZZZZZ").text
    held_up = guesser.submit("/check-in", code=code)
    assert held_up.status_code == 422
    assert "tried too many codes" in held_up.text
    assert marks() == []


def test_the_picture_leads_to_the_page_and_looking_marks_nobody(provider: Actor, run: Run, sign_in: SignIn) -> None:
    booking = BookingFactory(run=run)
    session_id = session_of(run).id
    code = open_check_in(provider, run.id, session_id, now=clock.now())
    adviser = sign_in(somebody(Role.TEAM_ADVISER))
    picture = adviser.get(f"/runs/{run.id}/register/{session_id}/check-in.svg")
    assert picture.content_type.startswith("image/svg+xml")
    assert b"<svg" in picture.data
    assert b"style=" not in picture.data
    person = sign_in(db.session.get_one(Person, booking.person_id))
    assert f'value="{code}"' in person.get(f"/check-in?code={code}").text
    assert marks() == []
    assert person.submit("/check-in", code=code).status_code == 303
    assert len(marks()) == 1


def come(who: Actor, run: Run, name: str = "Sam Reed", *, urn: int, has_room: bool = False) -> Booking:
    entry = StaffEntry(name, f"{name.lower().replace(' ', '.')}@school.example")
    walk_in = WalkIn(entry, urn, has_room=has_room)
    return admit_walk_in(who, run.id, session_of(run).id, walk_in=walk_in, now=clock.now(), today=clock.today())


def test_somebody_who_just_comes_gets_the_free_place_and_is_on_their_schools_list(provider: Actor, run: Run) -> None:
    school = SchoolFactory()
    booking = come(provider, run, urn=school.urn)
    assert (booking.state, booking.came_by, booking.school_id) == ("confirmed", "walk-in", school.id)
    assert marks() == [(booking.id, "present", "walk-in")]
    db.session.expire_all()
    assert db.session.get_one(Run, run.id).taken == 1
    assert db.session.scalars(select(Membership).where(Membership.school_id == school.id)).one().role == "staff"
    with pytest.raises(RuleBroken, match="Sam Reed is on the list already"):
        come(provider, run, urn=school.urn)
    in_order()


def test_on_a_full_run_there_is_a_place_only_where_somebody_says_there_is_room(provider: Actor, run: Run) -> None:
    BookingFactory(run=run)
    school = SchoolFactory()
    with pytest.raises(RuleBroken, match="All places are taken"):
        come(provider, run, urn=school.urn)
    assert db.session.scalars(select(Person).where(Person.name == "Sam Reed")).all() == []
    come(provider, run, urn=school.urn, has_room=True)
    db.session.expire_all()
    assert (db.session.get_one(Run, run.id).taken, db.session.get_one(Run, run.id).capacity) == (2, 2)
    in_order()


def test_who_waits_and_comes_gets_the_place_they_waited_for(provider: Actor, run: Run) -> None:
    taken = BookingFactory(run=run)
    waiting = BookingFactory(run=run, state="waiting", person__name="Sam Reed", person__email="sam.reed@school.example")
    urn = SchoolFactory().urn
    assert come(provider, run, urn=urn, has_room=True).id == waiting.id
    assert taken.id
    in_order()


def test_an_unknown_school_is_said_beside_its_field(run: Run, sign_in: SignIn) -> None:
    adviser = sign_in(somebody(Role.TEAM_ADVISER))
    here = f"/runs/{run.id}/register/{session_of(run).id}/walk-in"
    refused = adviser.submit(here, name="Sam Reed", email="sam@school.example", urn="999999")
    assert refused.status_code == 422
    assert "Choose the school" in refused.text
    assert 'value="sam@school.example"' in refused.text


def test_after_the_register_is_closed_nobody_comes_any_more(provider: Actor, run: Run) -> None:
    close_register(provider, run.id, rest="absent", now=clock.now())
    manager = actor_for(somebody(Role.TEAM_MANAGER).id, today=clock.today())
    for who in (provider, manager):
        with pytest.raises(RuleBroken, match="closed"):
            come(who, run, urn=SchoolFactory().urn)


def test_the_audit_trail_says_whether_there_is_one_place_more(provider: Actor, run: Run) -> None:
    for name in ("Sam Reed", "Kim Vale"):
        come(provider, run, name, urn=SchoolFactory().urn, has_room=True)
    acts = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "admit_walk_in").order_by(AuditEvent.id))
    assert [act.detail["capacity_raised"] for act in acts] == [False, True]


def test_who_has_asked_and_waits_for_a_decision_is_named(provider: Actor, run: Run) -> None:
    BookingFactory(run=run, state="requested", person__name="Sam Reed", person__email="sam.reed@school.example")
    with pytest.raises(RuleBroken, match="has to be decided first"):
        come(provider, run, urn=SchoolFactory().urn)


def test_where_schools_take_places_the_school_is_on_the_list(provider: Actor, run: Run) -> None:
    with transaction() as session:
        session.get_one(Course, run.course_id).taker = "school"
    school = SchoolFactory()
    booking = come(provider, run, urn=school.urn)
    assert booking.holder == f"school:{school.id}"
    with pytest.raises(RuleBroken, match=f"{school.name} is on the list already"):
        come(provider, run, "Kim Vale", urn=school.urn)


def test_schools_on_the_run_stand_first_among_those_to_choose(run: Run, sign_in: SignIn) -> None:
    other, school = SchoolFactory(name="Abbey School"), SchoolFactory(name="Zion School")
    BookingFactory(run=run, school=school)
    page = sign_in(somebody(Role.TEAM_ADVISER)).get(f"/runs/{run.id}/register/{session_of(run).id}/walk-in").text
    assert page.index(f'value="{school.urn}"') < page.index(f'value="{other.urn}"')
