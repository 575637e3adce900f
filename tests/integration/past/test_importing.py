"""Past attendance is taken over once, whole, and quietly."""

import time
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import Base, db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import DigestLine, OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.schools.models import School
from inclusion_app.training.models import Attendance, Booking, Course, OutcomeOfRun, Run
from inclusion_app.training.past.plan import Plan
from inclusion_app.training.past.queries import facts_of
from inclusion_app.training.past.reading import read_past
from inclusion_app.training.past.services import import_past_attendance, importing
from inclusion_app.training.states import RunState
from tests.factories.accounts import MembershipFactory, PersonFactory
from tests.factories.bookings import BookingFactory
from tests.factories.schools import SchoolFactory
from tests.factories.training import CourseFactory, RunFactory
from tests.integration.past.conftest import file_of
from tests.support.statements import counted_statements

SAM = "Nurture in practice,2025-03-11,118001,Sam Reed,Sam.Reed@school.example,completed"
ALEX = "nurture,11/03/2025,118001,Alex Hill,alex.hill@school.example,not"
DAY = date(2025, 3, 11)


def take(*lines: str, headings: str = "course,date,urn,name,email,outcome") -> Plan:
    file = read_past("past.csv", file_of(*lines, headings=headings), today=clock.today())
    return import_past_attendance(SYSTEM, file, now=clock.now())


def counted(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def everything() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def assert_sound() -> None:
    assert {found.name: found.wrong for found in findings() if found.wrong} == {}


def test_two_lines_make_one_run_with_everything(course: Course, school: School) -> None:
    take(SAM, ALEX)
    run = db.session.scalars(select(Run)).one()
    assert (run.state, run.capacity, run.taken) == (RunState.CLOSED, 2, 2)
    assert run.register_closed_at is not None
    assert f"{clock.london(run.starts_at):%Y-%m-%d %H:%M}" == "2025-03-11 09:00"
    assert f"{clock.london(run.ends_at):%H:%M}" == "15:30"
    assert run.provider_id == course.provider_id
    bookings = list(db.session.scalars(select(Booking).order_by(Booking.id)))
    assert [(b.state, b.came_by, b.school_id) for b in bookings] == [("confirmed", "import", school.id)] * 2
    outcomes = {o.booking_id: o for o in db.session.scalars(select(OutcomeOfRun))}
    assert [outcomes[b.id].outcome for b in bookings] == ["completed", "not"]
    assert [outcomes[b.id].valid_until for b in bookings] == [date(2027, 3, 11), None]
    marks = list(db.session.scalars(select(Attendance).order_by(Attendance.booking_id)))
    assert [(m.mark, m.marked_from) for m in marks] == [("present", "import"), ("absent", "import")]
    assert_sound()


def test_people_nobody_knows_go_on_the_staff_list_and_others_stay(course: Course, school: School) -> None:
    sam = PersonFactory(name="Sam Reed", email="sam.reed@school.example")
    MembershipFactory(person=sam, school=school, role=Role.SENCO)
    take(SAM, ALEX)
    people = {p.email: p for p in db.session.scalars(select(Person))}
    assert len(people) == 2
    alex = people["alex.hill@school.example"]
    roles = db.session.execute(select(Membership.person_id, Membership.role).order_by(Membership.id)).all()
    assert roles == [(sam.id, "senco"), (alex.id, "staff")]


def test_nobody_is_sent_a_message(course: Course, school: School) -> None:
    take(SAM, ALEX)
    assert counted(OutboxMessage) == counted(DigestLine) == 0


def test_one_act_and_one_for_the_staff_lists(course: Course, school: School) -> None:
    take(SAM, ALEX)
    acts = list(db.session.scalars(select(AuditEvent.act).order_by(AuditEvent.id)))
    assert acts == ["put_on_staff_lists", "import_past_attendance"]


def test_the_same_file_again_changes_nothing(course: Course, school: School) -> None:
    take(SAM, ALEX)
    before = everything()
    with pytest.raises(RuleBroken, match="was taken over on"):
        take(SAM, ALEX)
    assert everything() == before


def test_lines_that_are_known_are_left_and_the_others_join_the_run(course: Course, school: School) -> None:
    take(SAM)
    plan = take(SAM, ALEX)
    assert (len(plan.known), len(plan.entries), len(plan.new_runs)) == (1, 1, 0)
    run = db.session.scalars(select(Run)).one()
    assert (run.capacity, run.taken, counted(Booking)) == (2, 2, 2)
    with pytest.raises(RuleBroken, match="Every line of this file is known"):
        take(ALEX, SAM)
    assert_sound()


def test_longer_runs_times_and_providers_are_taken_from_the_file(course: Course, school: School) -> None:
    other = CourseFactory().provider
    headings = "Outcome,E-mail,Name,URN,Date,End date,Course,Provider,Start time,End time,Cost"
    line = f"part,kit@school.example,Kit Ash,118001,2025-03-25,2025-04-08,nurture,{other.name},10:15,12:00,£5"
    plan = take(line, headings=headings)
    run = db.session.scalars(select(Run)).one()
    assert run.provider_id == other.id
    assert (run.starts_at.hour, run.ends_at.hour) == (10, 11)  # winter time, then summer time
    assert counted(Attendance) == 2
    assert plan.file.ignored == ("cost",)
    assert_sound()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (SAM.replace("Nurture in practice", "Nowhere"), "Line 2, column course: There is no course ‘Nowhere’"),
        (SAM.replace("118001", "118999"), "Line 2, column urn: No school here"),
        (SAM.replace("Sam Reed", "Tom Thumb"), "registered under another name"),
    ],
)
def test_what_nobody_knows_is_named_by_line_and_column(course: Course, school: School, line: str, said: str) -> None:
    PersonFactory(name="Sam Reed", email="sam.reed@school.example")
    before = everything()
    with pytest.raises(RuleBroken) as refused:
        take(line, ALEX)
    assert any(said in sentence for _, sentence in refused.value.problems)
    assert everything() == before


def test_the_name_of_somebody_known_is_never_told(course: Course, school: School) -> None:
    PersonFactory(name="Very Secret", email="sam.reed@school.example")
    with pytest.raises(RuleBroken) as refused:
        take(SAM)
    assert "Secret" not in str(refused.value.problems)


def test_a_run_whose_register_is_open_is_not_touched(course: Course, school: School) -> None:
    run = RunFactory(course=course, day=DAY, state=RunState.CLOSED)
    BookingFactory(run=run)
    with pytest.raises(RuleBroken, match="register is still open"):
        take(SAM)


def test_courses_whose_places_schools_take_are_refused(course: Course, school: School) -> None:
    CourseFactory(slug="whole-school", taker="school")
    with pytest.raises(RuleBroken, match="Schools take the places"):
        take(SAM.replace("Nurture in practice", "whole-school"))


def test_two_courses_of_one_title_need_their_address(course: Course, school: School) -> None:
    CourseFactory(title="Nurture in Practice", slug="other")
    with pytest.raises(RuleBroken, match="Several courses are called"):
        take(SAM)
    assert len(take(ALEX).entries) == 1


def test_one_wrong_line_stops_all_of_them(course: Course, school: School) -> None:
    before = everything()
    with pytest.raises(RuleBroken):
        take(SAM, ALEX.replace("118001", "1"))
    assert everything() == before


def test_the_same_file_at_the_same_moment_is_taken_once(
    course: Course, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(SAM)
    monkeypatch.setattr(importing, "check_not_imported", lambda _file: None)  # it was not there a moment ago
    monkeypatch.setattr(importing, "NOTHING_NEW", "")
    before = everything()
    with pytest.raises(RuleBroken):
        take(SAM)
    assert everything() == before
    monkeypatch.setattr(importing, "facts_of", lambda file, now: replace(facts_of(file, now=now), on_run=frozenset()))
    with pytest.raises(RuleBroken, match="at this moment, so nothing was taken over"):
        take(SAM)
    assert everything() == before


def test_five_thousand_lines_take_seconds_and_few_statements(course: Course) -> None:
    for number in range(20):
        SchoolFactory(urn=120000 + number)
    lines = [
        f"nurture,{date(2024, 1, 1 + n % 28)},{120000 + n % 20},Person {n // 2},p{n // 2}@school.example,completed"
        for n in range(5_000)
    ]
    began = time.perf_counter()
    with counted_statements() as sent:
        plan = take(*lines)
    took = time.perf_counter() - began
    assert len(plan.entries) == 5_000
    print(f"5,000 lines: {took:.1f} s, {len(sent)} statements")
    assert took < 90
    assert len(sent) < 120
    assert_sound()
