"""One confirmation: everybody is placed as the school chose, or nothing changes and it is said who is not and why."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.training.bookings.services import confirming
from inclusion_app.training.bookings.services.places import take_places
from inclusion_app.training.models import BasketLine, Booking, BookingNeed, OutcomeOfRun, Run
from tests.factories.accounts import MembershipFactory
from tests.factories.bookings import BookingFactory
from tests.factories.training import CourseFactory, RunFactory, SessionFactory
from tests.factories.vocabulary import ConceptFactory
from tests.integration.bookings.conftest import Office, new_office, states_of, taken

pytestmark = pytest.mark.usefixtures("database")


def refusal(office: Office, **said: object) -> list[str]:
    """The sentences of a confirmation that is refused; nothing has changed."""
    before = db.session.scalar(select(func.count()).select_from(Booking))
    with pytest.raises(RuleBroken) as refused:
        office.confirm(**said)  # type: ignore[arg-type]  # fields of the confirmation
    assert db.session.scalar(select(func.count()).select_from(Booking)) == before
    assert not db.session.scalars(select(OutboxMessage)).all()
    return [sentence for _, sentence in refused.value.problems]


def person(person_id: int) -> Person:
    return db.session.get_one(Person, person_id)


def in_order() -> None:
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


def test_several_people_on_several_runs_are_placed_at_once(office: Office) -> None:
    first, second = RunFactory(day=clock.today() + timedelta(days=40)), RunFactory()
    office.put(first, office.staff("Ann", "Ben"))
    office.put(second, office.staff("Cat"))
    office.confirm()
    assert states_of(first) == {"Ann": "confirmed", "Ben": "confirmed"}
    assert states_of(second) == {"Cat": "confirmed"}
    assert (taken(first), taken(second)) == (2, 1)
    in_order()


def test_an_empty_basket_is_nothing_to_confirm(office: Office) -> None:
    assert refusal(office) == ["Your basket is empty"]


@pytest.mark.parametrize(
    ("run", "sentence"),
    [
        ({"state": "draft"}, "This run is not open for booking"),
        ({"state": "closed"}, "This run is not open for booking"),
        ({"state": "cancelled"}, "This run has been cancelled"),
        ({"day": clock.today() - timedelta(days=2)}, "This run has started"),
        ({"opens_at": clock.now() + timedelta(days=1)}, "Booking opens on"),
        ({"book_by": clock.now() - timedelta(days=1)}, "Booking closed on"),
        ({"course__entry": "apply"}, "not booked person by person"),
        ({"places_per_school": 1}, "Each school can have 1 place on this run. Yours has none yet, and 2 more"),
        ({"course__places_per_school": 1}, "Each school can have 1 place on this run"),
        ({"capacity": 1}, "There is 1 place left for 2 people"),
    ],
)
def test_a_run_that_cannot_take_them_is_refused_with_a_sentence(
    office: Office, run: dict[str, object], sentence: str
) -> None:
    office.put(RunFactory(**run), office.staff("Ann", "Ben"))
    assert [s for s in refusal(office) if sentence in s]


def test_one_line_in_trouble_leaves_all_the_others_unbooked(office: Office) -> None:
    good, bad = RunFactory(), RunFactory(state="closed", day=clock.today() + timedelta(days=50))
    office.put(good, office.staff("Ann"))
    office.put(bad, office.staff("Ben"))
    assert refusal(office) == ["This run is not open for booking"]
    assert taken(good) == 0
    assert not db.session.scalars(select(AuditEvent).where(AuditEvent.act == "confirm_basket")).all()


def test_whoever_is_booked_or_waits_already_is_named(office: Office) -> None:
    run = RunFactory(capacity=1)
    [ann, ben] = office.staff("Ann", "Ben")
    BookingFactory(run=run, school=office.school, person=person(ann))
    BookingFactory(run=run, school=office.school, person=person(ben), state="waiting")
    office.put(run, [ann, ben])
    said = refusal(office, when_full={run.id: "wait"})
    assert "Ann is booked on this run already" in said
    assert "Ben is on the waiting list of this run already" in said


def test_a_prerequisite_must_be_held_and_still_be_valid(office: Office) -> None:
    required = CourseFactory(title="Nurture")
    done = RunFactory(course=required, day=clock.today() - timedelta(days=90))
    run = RunFactory(course=CourseFactory(prerequisites=[required]))
    [ann] = office.staff("Ann")
    booking = BookingFactory(run=done, school=office.school, person=person(ann))
    office.put(run, [ann])
    assert refusal(office) == ["Ann needs to have completed Nurture first"]
    yesterday, today = clock.today() - timedelta(days=1), clock.today()
    for outcome, until, held in (("part", None, False), ("completed", yesterday, False), ("completed", today, True)):
        with transaction() as session:
            session.merge(OutcomeOfRun(booking_id=booking.id, outcome=outcome, decided_on=yesterday, valid_until=until))
        if not held:
            assert refusal(office) == ["Ann needs to have completed Nurture first"]
    office.confirm()
    assert states_of(run) == {"Ann": "confirmed"}


def test_somebody_who_has_left_the_school_is_refused(office: Office) -> None:
    run = RunFactory()
    membership = MembershipFactory(school=office.school, person__name="Ann")
    office.put(run, [membership.person_id])
    with transaction() as session:
        session.merge(membership).until = clock.today()
    assert refusal(office) == ["Ann is no longer on your staff list"]


def test_a_clash_warns_until_it_is_accepted_and_what_was_accepted_is_kept(office: Office) -> None:
    other, run = RunFactory(course__title="SPELL"), RunFactory()  # both in thirty days, in the morning
    [ann] = office.staff("Ann")
    BookingFactory(run=other, school=office.school, person=person(ann))
    office.put(run, [ann])
    [sentence] = refusal(office)
    assert sentence.startswith("At the same time Ann is booked on SPELL")
    assert sentence.endswith("Tick the box to book all the same, or remove this line")
    [line] = db.session.scalars(select(BasketLine.id))
    office.confirm(accepted=frozenset({line}))
    [booking] = db.session.scalars(select(Booking).where(Booking.run_id == run.id))
    assert len(booking.overridden) == 1


def test_two_lines_of_one_basket_can_clash(office: Office) -> None:
    [ann] = office.staff("Ann")
    office.put(RunFactory(), [ann])
    office.put(RunFactory(), [ann])
    assert len(refusal(office)) == 2


def test_an_audience_that_does_not_fit_warns(office: Office) -> None:
    run = RunFactory(course=CourseFactory(concepts=[ConceptFactory(scheme="audience", code="governors")]))
    office.put(run, office.staff("Ann"))
    assert refusal(office) == [
        "This course is meant for others than Ann. Tick the box to book all the same, or remove this line"
    ]


def test_needs_are_kept_with_the_booking_alone(office: Office) -> None:
    run = RunFactory()
    office.put(run, office.staff("Ann", "Ben"))
    ann, ben = db.session.scalars(select(BasketLine.id).order_by(BasketLine.id))
    assert "1000 characters" in refusal(office, access={ann: "x" * 1001})[0].replace(",", "")
    office.confirm(access={ann: " Large print "}, diet={ben: "  "})
    [need] = db.session.scalars(select(BookingNeed))
    assert (need.access, need.diet) == ("Large print", "")
    assert "Large print" not in str([event.detail for event in db.session.scalars(select(AuditEvent))])


def test_those_who_fit_are_placed_in_the_order_of_the_basket_and_the_rest_wait(office: Office) -> None:
    run = RunFactory(capacity=2)
    office.book(run, office.staff("Ann", "Ben", "Cat", "Dot"), choice="wait")
    assert states_of(run) == {"Ann": "confirmed", "Ben": "confirmed", "Cat": "waiting", "Dot": "waiting"}
    in_order()


def test_a_group_that_waits_together_takes_no_place(office: Office) -> None:
    run = RunFactory(capacity=2)
    BookingFactory(run=run)
    office.book(run, office.staff("Ann", "Ben"), choice="together")
    assert set(states_of(run).values()) == {"confirmed", "waiting"}
    keys = set(db.session.scalars(select(Booking.group_key).where(Booking.state == "waiting")))
    assert len(keys) == 1
    assert None not in keys
    in_order()


def test_newcomers_wait_behind_those_who_wait_even_when_a_place_is_free(office: Office) -> None:
    run = RunFactory(capacity=3)
    BookingFactory(run=run)
    BookingFactory(run=run)
    office.book(run, office.staff("Ann", "Ben"), choice="together")
    other = new_office(Role.BOOKER)
    other.put(run, other.staff("Cat"))
    with pytest.raises(RuleBroken, match=r"This run is full\. You can join the waiting list"):
        other.confirm()
    other.confirm(when_full={run.id: "wait"})
    assert states_of(run)["Cat"] == "waiting"


def test_a_basket_confirmed_again_books_nothing(office: Office) -> None:
    office.book(RunFactory(), office.staff("Ann"))
    with pytest.raises(RuleBroken, match="Your basket is empty"):
        office.confirm()


def test_only_people_of_the_school_are_put_into_its_basket(office: Office) -> None:
    run, [foreign] = RunFactory(), new_office().staff("Foreign")
    with pytest.raises(RuleBroken, match="Choose people from your school's staff list"):
        office.put(run, [foreign])
    assert not db.session.scalars(select(BasketLine)).all()


def test_lines_that_were_not_shown_are_not_booked(office: Office) -> None:
    run = RunFactory()
    office.put(run, office.staff("Ann"))
    shown = frozenset(db.session.scalars(select(BasketLine.id)))
    office.put(run, office.staff("Ben"))
    assert refusal(office, shown=shown) == [confirming.OTHER_WINDOW]


def test_when_the_last_place_goes_in_between_nothing_changes(office: Office) -> None:
    """The database decides, not what was read: here as if it had been read before somebody else booked."""
    run = RunFactory(capacity=1)
    office.put(run, office.staff("Ann"))
    with patch.object(confirming, "take_places", return_value=False):
        assert refusal(office) == [confirming.JUST_GONE]


def test_the_database_refuses_a_second_active_booking_and_a_sentence_says_so(office: Office) -> None:
    """The last defence, should the rule before it ever be wrong."""
    run = RunFactory()
    [ann] = office.staff("Ann")
    BookingFactory(run=run, school=office.school, person=person(ann))
    office.put(run, [ann])
    with patch("inclusion_app.training.bookings.queries.baskets.line_problem", return_value=None):
        assert refusal(office) == ["Somebody here has just been booked on this run already"]
    assert taken(run) == 1


def test_the_database_refuses_more_taken_than_there_are(database: SQLAlchemy) -> None:
    run = RunFactory(capacity=1, taken=1)
    with pytest.raises(Exception, match="never_oversold"), transaction() as session:
        session.get_one(Run, run.id).taken = 2


def test_sessions_of_a_run_of_several_days_each_count_for_clashes(office: Office) -> None:
    days = [clock.today() + timedelta(days=n) for n in (30, 37)]
    long_run = RunFactory(sessions=[SessionFactory.build(day=day) for day in days])
    other = RunFactory(day=days[1], course__title="SPELL")
    [ann] = office.staff("Ann")
    BookingFactory(run=other, school=office.school, person=person(ann))
    office.put(long_run, [ann])
    assert len(refusal(office)) == 1


def test_places_are_taken_only_where_there_are_so_many_and_the_run_goes_ahead(database: SQLAlchemy) -> None:
    run = RunFactory(capacity=3, taken=1)
    assert not take_places(run.id, 3)
    assert take_places(run.id, 2)
    assert not take_places(run.id, 1)
    assert taken(run) == 3
    assert not take_places(RunFactory(state="cancelled").id, 1)
    assert not take_places(RunFactory(state="draft").id, 1)
