"""A run that goes on right now, so that there is a register to take and a code to check in with."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.accounts.rules import StaffEntry
from inclusion_app.demo_data.bookings import Booker
from inclusion_app.demo_data.people import SchoolPeople
from inclusion_app.demo_data.runs import ACCESS, JOINING, VENUES, Taught
from inclusion_app.foundation.clock import from_london, london
from inclusion_app.foundation.database import db
from inclusion_app.training.catalogue.choices import RunChoices, SessionChoices
from inclusion_app.training.catalogue.services.run_states import open_run
from inclusion_app.training.catalogue.services.runs import create_run
from inclusion_app.training.models import Booking, CoursePrerequisite, Run, Session
from inclusion_app.training.registers.services.check_in import open_check_in
from inclusion_app.training.registers.services.marking import Said, mark_session
from inclusion_app.training.registers.services.walk_ins import WalkIn, admit_walk_in
from inclusion_app.training.states import BookingState, Delivery, Mark

PLACES, LASTS_HOURS, ANNOUNCED = 30, 3, timedelta(days=60)
EARLIEST, LATEST = 1, 20
"""Hours of the day at which it can begin without leaving the day."""


def make_run_of_today(courses: Sequence[Taught], people: Sequence[SchoolPeople], *, now: datetime) -> None:
    """It began within the last hour; some people are marked already, and the code is open."""
    course = _course(courses)
    here = london(now)
    start = time(min(max(here.hour, EARLIEST), LATEST))
    begins = from_london(here.date(), start)
    venue, postcode = VENUES[0]
    choices = RunChoices(
        provider=course.provider,
        delivery=Delivery.IN_PERSON,
        capacity=PLACES,
        minimum=4,
        opens_at=now - ANNOUNCED,
        book_by=begins - timedelta(days=2),
        cancel_by=begins - timedelta(days=7),
        places_per_school=None,
        sessions=(
            SessionChoices(
                day=here.date(), start=start, end=time(start.hour + LASTS_HOURS), venue=venue, postcode=postcode
            ),
        ),
        joining_instructions=JOINING,
        access_facts=ACCESS,
    )
    run = create_run(SYSTEM, course.id, choices, now=now - ANNOUNCED)
    open_run(SYSTEM, run.id, now=now - ANNOUNCED)
    booker = Booker(people, now=now, random=Random(PLACES))  # noqa: S311  # invents bookings, not a secret
    booker.fill([(db.session.get_one(Run, run.id), now - ANNOUNCED)], lambda: None)
    _begin(run.id, urn=people[-1].school.urn, now=max(now, begins))


def _begin(run_id: int, *, urn: int, now: datetime) -> None:
    """Every third is there already, and somebody from that school who was not on the list."""
    session_id = db.session.scalars(select(Session.id).where(Session.run_id == run_id)).one()
    placed = db.session.scalars(
        select(Booking.id).where(Booking.run_id == run_id, Booking.state == BookingState.CONFIRMED).order_by(Booking.id)
    ).all()
    marks = {booking_id: Said(Mark.PRESENT) for booking_id in placed[::3]}
    mark_session(SYSTEM, run_id, session_id, marks=marks, now=now)
    guest = WalkIn(StaffEntry("Robin Newlyn", f"robin.newlyn@school{urn}.example"), urn, has_room=True)
    admit_walk_in(SYSTEM, run_id, session_id, walk_in=guest, now=now, today=london(now).date())
    open_check_in(SYSTEM, run_id, session_id, now=now)


def _course(courses: Sequence[Taught]) -> Taught:
    requires = set(db.session.scalars(select(CoursePrerequisite.course_id)))
    return [course for course in courses if course.delivery != Delivery.ONLINE and course.id not in requires][-1]
