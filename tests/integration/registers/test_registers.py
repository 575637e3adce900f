"""Registers: who may mark what and when, devices that come late, closing, and what follows from it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.invariants import findings
from inclusion_app.schools.models import School
from inclusion_app.training.models import Attendance, Booking, OutcomeOfRun, Run, Session
from inclusion_app.training.registers.services.closing import close_register, lock_registers
from inclusion_app.training.registers.services.marking import Said, mark_attendance, mark_session
from tests.factories.accounts import somebody
from tests.factories.bookings import BookingFactory
from tests.factories.training import CourseFactory, RunFactory, SessionFactory
from tests.integration.bookings.conftest import SignIn
from tests.support.html import posting_forms
from tests.support.statements import counted_statements

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def run() -> Run:
    """Two sessions, yesterday and today a week ago, and two people on it; a completion holds a year."""
    days = [clock.today() - timedelta(days=number) for number in (8, 7)]
    course = CourseFactory(valid_for_months=12)
    made: Run = RunFactory(course=course, capacity=40, sessions=[SessionFactory.build(day=day) for day in days])
    for name in ("Ann", "Ben"):
        BookingFactory(run=made, person__name=name)
    return made


@pytest.fixture
def provider(run: Run) -> Actor:
    member = somebody(Role.PROVIDER_MEMBER, provider_id=run.provider_id)
    return actor_for(member.id, today=clock.today())


def bookings(run: Run) -> list[int]:
    return list(db.session.scalars(select(Booking.id).where(Booking.run_id == run.id).order_by(Booking.id)))


def sessions(run: Run) -> list[int]:
    return list(db.session.scalars(select(Session.id).where(Session.run_id == run.id).order_by(Session.starts_at)))


def mark(  # noqa: PLR0917  # the test names what matters to it
    who: Actor, run: Run, session_id: int, booking_id: int, said: str, **more: object
) -> Attendance:
    told_at = more.pop("told_at", None)
    minutes = more.pop("minutes", None)
    now = more.pop("now", clock.now())
    tick = Said(said, minutes, told_at)  # type: ignore[arg-type]  # the test knows
    return mark_attendance(who, run.id, session_id, booking_id=booking_id, said=tick, now=now, **more)  # type: ignore[arg-type]


def outcomes(run: Run) -> dict[int, str]:
    db.session.rollback()
    rows = db.session.scalars(select(OutcomeOfRun).where(OutcomeOfRun.booking_id.in_(bookings(run))))
    return {row.booking_id: row.outcome for row in rows}


def in_order() -> None:
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


def test_of_two_devices_the_later_word_counts_whichever_comes_first(provider: Actor, run: Run) -> None:
    [first, _], [ann, _] = sessions(run), bookings(run)
    early, late = clock.now() - timedelta(minutes=5), clock.now() - timedelta(minutes=1)
    mark(provider, run, first, ann, "present", told_at=late)
    assert mark(provider, run, first, ann, "absent", told_at=early).mark == "present"
    assert mark(provider, run, first, ann, "excused", told_at=clock.now()).mark == "excused"


def test_a_mark_that_is_said_again_is_said_later(provider: Actor, run: Run) -> None:
    [first, _], [ann, _] = sessions(run), bookings(run)
    moments = [clock.now() - timedelta(minutes=number) for number in (9, 6, 3)]
    mark(provider, run, first, ann, "present", told_at=moments[0])
    mark(provider, run, first, ann, "present", told_at=moments[2])
    assert mark(provider, run, first, ann, "absent", told_at=moments[1]).mark == "present"


def test_a_device_whose_clock_is_ahead_does_not_win_for_ever(provider: Actor, run: Run) -> None:
    [first, _], [ann, _] = sessions(run), bookings(run)
    mark(provider, run, first, ann, "present", told_at=datetime(2999, 1, 1, tzinfo=clock.now().tzinfo))
    assert mark(provider, run, first, ann, "absent").mark == "absent"


def test_the_same_tick_twice_is_one_act(provider: Actor, run: Run) -> None:
    [first, _], [ann, _] = sessions(run), bookings(run)
    for _ in range(2):
        mark(provider, run, first, ann, "present")
    assert len(db.session.scalars(select(AuditEvent).where(AuditEvent.act == "mark_attendance")).all()) == 1


def test_nobody_is_marked_before_the_register_opens(provider: Actor, run: Run) -> None:
    [first, _], [ann, _] = sessions(run), bookings(run)
    opens = run.starts_at - timedelta(hours=1)
    with pytest.raises(RuleBroken, match="opens an hour before"):
        mark(provider, run, first, ann, "present", now=opens - timedelta(seconds=1))
    assert mark(provider, run, first, ann, "present", now=opens).mark == "present"


def test_who_has_no_place_or_is_on_another_run_is_not_marked(provider: Actor, run: Run) -> None:
    other = RunFactory()
    waiting, elsewhere = BookingFactory(run=run, state="waiting"), BookingFactory(run=other)
    for booking in (waiting, elsewhere):
        with pytest.raises(LookupError):
            mark(provider, run, sessions(run)[0], booking.id, "present")
    with pytest.raises(LookupError):
        mark(provider, run, sessions(other)[0], bookings(run)[0], "present")


def test_closing_needs_everybody_marked_or_the_rest_absent_and_decides(provider: Actor, run: Run) -> None:
    [first, second], [ann, ben] = sessions(run), bookings(run)
    for session_id in (first, second):
        mark(provider, run, session_id, ann, "present")
    with pytest.raises(RuleBroken, match="Not everybody is marked"):
        close_register(provider, run.id, rest="", now=clock.now())
    assert outcomes(run) == {}
    for _ in range(2):
        close_register(provider, run.id, rest="absent", now=clock.now())
    assert outcomes(run) == {ann: "completed", ben: "not"}
    ended = clock.london(run.ends_at).date()
    assert db.session.get_one(OutcomeOfRun, ann).valid_until == ended.replace(year=ended.year + 1)
    in_order()


def test_a_closed_register_is_changed_by_a_manager_with_a_reason_and_outcomes_follow(provider: Actor, run: Run) -> None:
    [first, second], [ann, ben] = sessions(run), bookings(run)
    close_register(provider, run.id, rest="absent", now=clock.now())
    manager = actor_for(somebody(Role.TEAM_MANAGER).id, today=clock.today())
    with pytest.raises(RuleBroken, match="closed"):
        mark(provider, run, first, ann, "present")
    with pytest.raises(RuleBroken, match="Say why"):
        mark(manager, run, first, ann, "present")
    for session_id in (first, second):
        mark(manager, run, session_id, ann, "present", reason="The list had been mixed up")
    assert outcomes(run) == {ann: "completed", ben: "not"}
    mark(manager, run, second, ann, "absent", reason="It was right")
    assert outcomes(run) == {ann: "part", ben: "not"}
    acts = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "mark_attendance").order_by(AuditEvent.id))
    said = [act.detail.get("reason") for act in acts]
    assert said == ["The list had been mixed up", "The list had been mixed up", "It was right"]
    in_order()


def test_a_register_nobody_closes_is_closed_by_the_days_and_unmarked_is_not_there(provider: Actor, run: Run) -> None:
    [first, second], [ann, ben] = sessions(run), bookings(run)
    for session_id in (first, second):
        mark(provider, run, session_id, ann, "present")
    over = run.ends_at + timedelta(days=14)
    assert lock_registers(over) == 0
    assert lock_registers(over + timedelta(seconds=1)) == 1
    assert lock_registers(over + timedelta(seconds=1)) == 0
    assert outcomes(run) == {ann: "completed", ben: "not"}
    in_order()


def test_the_whole_page_is_saved_at_once_and_costs_the_same_for_many(provider: Actor, run: Run) -> None:
    run_id, (first, second) = run.id, sessions(run)

    def statements(session_id: int, said: str) -> int:
        marks = {number: Said(said) for number in bookings(run)}
        db.session.rollback()
        with counted_statements() as seen:
            assert mark_session(provider, run_id, session_id, marks=marks, now=clock.now()) == len(marks)
        return len(seen)

    few = statements(first, "present"), statements(first, "absent")
    for number in range(20):
        BookingFactory(run=run, person__name=f"Person {number}")
    many = statements(second, "present"), statements(second, "absent")
    assert many == few
    assert mark_session(provider, run_id, first, marks={}, now=clock.now()) == 0
    assert mark_session(provider, run_id, first, marks={}, rest="present", now=clock.now()) == 20


def test_a_tick_from_the_page_is_small_and_says_how_many_are_marked(run: Run, sign_in: SignIn) -> None:
    adviser = sign_in(somebody(Role.TEAM_ADVISER))
    [first, _], [ann, _] = sessions(run), bookings(run)
    page = adviser.get(f"/runs/{run.id}/register/{first}")
    assert page.status_code == 200
    assert "0</span> of 2 marked" in page.text
    here = f"/runs/{run.id}/register/{first}"
    token = posting_forms(page.text, here)[-1].fields["csrf_token"]
    tick = f"{here}/marks/{ann}"
    answer = adviser.post(tick, data={"csrf_token": token, "mark": "part", "minutes": "60", "ago": "1"})
    assert answer.status_code == 200, answer.text
    assert answer.json == {"mark": "part", "minutes": 60, "marked": 1}
    assert len(answer.data) < 100
    refused = adviser.post(tick, data={"csrf_token": token, "mark": "part", "minutes": "9999"})
    assert refused.status_code == 422
    assert refused.json
    assert "between 1 and 150" in refused.json["problem"]
    assert refused.json["minutes"] == 60  # what stands comes back with it
    first_said = {"csrf_token": token, "mark": "absent", "ago": "600000"}
    assert adviser.post(tick, data=first_said).json == {"mark": "part", "minutes": 60, "marked": 1}
    assert adviser.post(f"{here}/marks/999999", data=first_said).status_code == 404


def test_without_scripts_the_page_is_saved_and_kept_when_something_is_wrong(run: Run, sign_in: SignIn) -> None:
    adviser = sign_in(somebody(Role.TEAM_ADVISER))
    [first, _], [ann, ben] = sessions(run), bookings(run)
    here = f"/runs/{run.id}/register/{first}"
    wrong = adviser.submit(here, **{f"mark-{ann}": "part", f"minutes-{ann}": "9999", f"mark-{ben}": "absent"})
    assert wrong.status_code == 422
    assert 'value="9999"' in wrong.text
    assert "Ann: The minutes must be between 1 and 150" in wrong.text
    assert f'href="#minutes-{ann}"' in wrong.text
    assert db.session.query(Attendance).count() == 0
    assert adviser.submit(here, **{f"mark-{ann}": "absent", "rest": "present"}).status_code == 303
    marks = {row.booking_id: row.mark for row in db.session.scalars(select(Attendance))}
    assert marks == {ann: "absent", ben: "present"}


def test_a_page_left_open_does_not_undo_what_another_device_has_marked(run: Run, sign_in: SignIn) -> None:
    adviser, session_id, [ann, ben] = sign_in(somebody(Role.TEAM_ADVISER)), sessions(run)[0], bookings(run)
    here = f"/runs/{run.id}/register/{session_id}"
    other = actor_for(somebody(Role.TEAM_ADVISER).id, today=clock.today())
    mark(other, run, session_id, ann, "absent")
    left_open = posting_forms(adviser.get(here).text, here)[-1].fields
    assert left_open[f"shown-{ann}"] == ["absent:"]
    mark(other, run, session_id, ann, "part", minutes=60)
    saved = adviser.post(here, data={**left_open, f"mark-{ann}": "absent", f"mark-{ben}": "present"})
    assert saved.status_code == 303
    marks = {row.booking_id: row.mark for row in db.session.scalars(select(Attendance))}
    assert marks == {ann: "part", ben: "present"}


def test_a_school_and_the_person_see_what_is_marked_and_what_came_of_it(
    provider: Actor, run: Run, sign_in: SignIn
) -> None:
    [first, second], [ann, _] = sessions(run), bookings(run)
    mark(provider, run, first, ann, "present")
    mark(provider, run, second, ann, "part", minutes=60)
    close_register(provider, run.id, rest="absent", now=clock.now())
    booking = db.session.get_one(Booking, ann)
    head = somebody(Role.HEADTEACHER, school=db.session.get_one(School, booking.school_id))
    urn = db.session.get_one(School, booking.school_id).urn
    for page in (
        sign_in(head).get(f"/schools/{urn}/bookings/{ann}").text,
        sign_in(db.session.get_one(Person, booking.person_id)).get("/my-bookings").text,
    ):
        assert "Present" in page
        assert "There for 60 minutes" in page
        assert "Part completed" in page


def test_a_manager_corrects_a_closed_register_on_its_page_and_others_cannot(run: Run, sign_in: SignIn) -> None:
    session_id, [ann, _] = sessions(run)[0], bookings(run)
    here = f"/runs/{run.id}/register/{session_id}"
    adviser, manager = sign_in(somebody(Role.TEAM_ADVISER)), sign_in(somebody(Role.TEAM_MANAGER))
    adviser.submit(f"/runs/{run.id}/register/close", on=f"/runs/{run.id}/register", rest="y")
    assert "Save the register" not in adviser.get(here).text
    changed = {f"mark-{ann}": "excused"}
    without_reason = manager.submit(here, **changed)
    assert without_reason.status_code == 422
    assert "Say why the closed register is changed" in without_reason.text
    assert manager.submit(here, **changed, reason="Sickness was told by telephone").status_code == 303
    of_that_session = (Attendance.booking_id == ann, Attendance.session_id == session_id)
    assert db.session.scalars(select(Attendance.mark).where(*of_that_session)).all() == ["excused"]
