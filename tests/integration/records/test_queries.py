"""Completions follow the person, whichever school took the place, in a fixed number of statements."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from inclusion_app.foundation import clock
from inclusion_app.training.certificates.services.revoking import revoke_certificate
from inclusion_app.training.records.queries import outcomes_of_people, outcomes_of_schools, runs_to_book
from inclusion_app.training.states import BookingState, CourseState, Entry, RunOutcome, RunState, Taker
from tests.factories.accounts import PersonFactory
from tests.factories.bookings import BookingFactory
from tests.factories.certificates import certificate_of, completed, outcome_of, past_run, school_place
from tests.factories.schools import SchoolFactory
from tests.factories.training import CourseFactory, RunFactory
from tests.factories.vocabulary import ConceptFactory

Statements = Callable[[], AbstractContextManager[list[str]]]
pytestmark = pytest.mark.usefixtures("database")


def test_a_record_follows_its_person_between_schools() -> None:
    ann = PersonFactory()
    ash, beech = SchoolFactory(name="Ash"), SchoolFactory(name="Beech")
    completed(past_run(), person=ann, school=ash)
    completed(past_run(), person=ann, school=beech)
    completed(past_run())
    assert sorted(it.school_name for it in outcomes_of_people([ann.id])) == ["Ash", "Beech"]


def test_who_came_on_a_place_of_the_school_has_it_on_the_record_and_its_contact_has_not() -> None:
    ann, contact, school = PersonFactory(), PersonFactory(), SchoolFactory()
    booking = school_place(past_run(), school, people=[ann.id], contact=contact)
    [found] = outcomes_of_people([ann.id])
    assert (found.booking_id, found.taker, found.person_id) == (booking.id, "school", ann.id)
    assert outcomes_of_people([contact.id]) == []
    [found] = outcomes_of_schools([school.id])
    assert (found.booking_id, found.person_id) == (booking.id, None)


def test_places_of_people_are_not_the_schools_own() -> None:
    booking = completed(past_run())
    assert outcomes_of_schools([booking.school_id]) == []


def test_what_was_cancelled_or_has_no_outcome_is_not_on_it() -> None:
    ann = PersonFactory()
    BookingFactory(run=past_run(), person=ann)
    completed(past_run(), person=ann, state=BookingState.CANCELLED, ended_at=clock.now())
    assert outcomes_of_people([ann.id]) == []
    assert outcomes_of_people([]) == outcomes_of_schools([]) == []


def test_part_is_on_it_but_does_not_count() -> None:
    booking = BookingFactory(run=past_run())
    outcome_of(booking, RunOutcome.PART)
    assert booking.person_id
    [found] = outcomes_of_people([booking.person_id])
    assert not found.is_completed


def test_a_certificate_is_named_while_it_stands() -> None:
    booking = completed(past_run())
    certificate, who = certificate_of(booking), booking.person_id
    assert who
    assert [it.certificate for it in outcomes_of_people([who])] == [certificate.code]
    manager = PersonFactory()
    actor = type("Who", (), {"person_id": manager.id, "name": manager.name})()
    revoke_certificate(actor, certificate.id, reason="Wrong", now=clock.now())
    assert [it.certificate for it in outcomes_of_people([who])] == [None]


def test_many_people_cost_no_more_statements(statements: Statements) -> None:
    run, people = past_run(), [PersonFactory().id for _ in range(6)]
    for person_id in people[:3]:
        completed(run, person=None, person_id=person_id, holder=f"person:{person_id}")
    counts = []
    for some in (people[:1], people):
        with statements() as sent:
            outcomes_of_people(some)
        counts.append(len(sent))
    assert counts == [2, 2]


def test_only_runs_that_can_be_booked_now_fill_a_gap() -> None:
    strand = ConceptFactory(scheme="strand")
    course = CourseFactory(strand=strand)
    good = RunFactory(course=course)
    RunFactory(course=course, state=RunState.DRAFT)
    RunFactory(course=course, state=RunState.CANCELLED)
    RunFactory(course=course, day=clock.today() + timedelta(days=1))
    for values in ({"state": CourseState.DRAFT}, {"entry": Entry.APPLY}, {"taker": Taker.SCHOOL}):
        RunFactory(course=CourseFactory(strand=strand, **values))
    other = RunFactory()
    assert {run.id for run in runs_to_book(None, now=clock.now())} == {good.id, other.id}
    assert [run.id for run in runs_to_book(strand, now=clock.now())] == [good.id]
