"""Candidates: somebody at school A who has completed the training of reviewers and does not review yet."""

from datetime import timedelta

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.improvement.accreditation import COURSE
from inclusion_app.training.models import Booking, Course, OutcomeOfRun
from inclusion_app.training.states import BookingState, CourseState, RunOutcome, RunState
from tests.matrix.bodies import HowTo
from tests.matrix.world import World, _add, _course, _member, _run


def build(world: World) -> None:
    """The course with a run that is over, and its completion by ``candidate``."""
    person = Person(name="Person Candidate", email="candidate@county.example", created_at=world.now)
    _add(world, "candidate", person)
    _member(world, "candidate", Role.STAFF, school_id=world["school_A"])
    _course(world, "course_of_reviewers", "p", CourseState.PUBLISHED)
    db.session.get_one(Course, world["course_of_reviewers"]).slug = COURSE
    _run(world, "run_of_reviewers", "course_of_reviewers", RunState.CLOSED, taken=1)
    booking = Booking(
        run_id=world["run_of_reviewers"],
        holder=f"person:{person.id}",
        person_id=person.id,
        school_id=world["school_A"],
        state=BookingState.CONFIRMED,
        placed_by_id=world["head_a"],
        placed_at=world.now,
        uid="candidate",
        overridden=[],
    )
    _add(world, "booking_candidate", booking)
    day = clock.london(world.now).date()
    outcome = OutcomeOfRun(booking_id=booking.id, outcome=RunOutcome.COMPLETED, decided_on=day)
    outcome.valid_until = day + timedelta(days=700)
    db.session.add(outcome)
    db.session.flush()


HOW_TO = {"reviewer_candidates.confirm": HowTo()}
ROWS = {"reviewer_candidates.confirm person_id": {"A": "candidate"}}
VISITED = {"reviewer_candidates.listed": ("/team/reviewers/candidates", ("team-adviser",))}
