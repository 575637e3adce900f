"""Requests, applications, interest and places of a leadership team: one of each kind at each school."""

from datetime import timedelta
from typing import Any

from inclusion_app.accounts.models import Person
from inclusion_app.accounts.secrets import hashed
from inclusion_app.foundation.database import db
from inclusion_app.training.models import (
    Booking,
    BookingLink,
    BookingParticipant,
    BookingRequest,
    Course,
    CourseInterest,
    Run,
)
from inclusion_app.training.states import BookingState, CameBy, CourseState, Entry, RunState, Taker
from tests.matrix.bodies import HowTo, typed
from tests.matrix.growing import seat
from tests.matrix.world import AT_SCHOOL_A, AT_SCHOOL_B, EVERYWHERE, World, _add, _book, _course, _run

TOKEN = "request-token"
ASKERS = (("A", "staff_a"), ("B", "colleague_b"))
KINDS: dict[str, dict[str, str]] = {
    "request": {"entry": Entry.REQUEST},
    "apply": {"entry": Entry.APPLY, "criteria": "Two years in post."},
    "team": {"taker": Taker.TEAM},
}


def build(world: World) -> None:
    """A run of each kind with a booking of each school, a run of each kind without any, and who waits for dates."""
    for kind, said in KINDS.items():
        _course(world, f"course_{kind}", "p", CourseState.PUBLISHED)
        course = db.session.get_one(Course, world[f"course_{kind}"])
        for name, value in said.items():
            setattr(course, name, value)
        for run in (f"run_{kind}", f"run_{kind}_free"):
            _run(world, run, f"course_{kind}", RunState.OPEN)
    for letter, person in ASKERS:
        _asked(world, f"asked_{letter}", letter, person, run="run_request", state=BookingState.REQUESTED)
        _asked(world, f"applied_{letter}", letter, person, run="run_apply", state=BookingState.APPROVED)
        _of_team(world, letter, person)
    link = BookingLink(token_hash=hashed(TOKEN), purpose="decide", booking_id=world["asked_A"])
    link.person_id, link.created_at, link.expires_at = world["head_a"], world.now, world.now + timedelta(days=14)
    _add(world, "decide_link", link)
    _course(world, "course_waited", "p", CourseState.PUBLISHED)
    for name in dict.fromkeys(
        [*AT_SCHOOL_A, *AT_SCHOOL_B, *EVERYWHERE, "provider_p", "provider_q", "role_removed", "facilitator"]
    ):
        interest = CourseInterest(course_id=world["course_waited"], person_id=world[name], created_at=world.now)
        _add(world, f"interest_{name}", interest)


def grow(world: World, number: int) -> None:
    """One more of each: a request and an application of school A, a leadership team, somebody who waits for dates."""
    person, requested, approved = world[f"grown_person_{number}"], BookingState.REQUESTED, BookingState.APPROVED
    asked = (("request", requested, CameBy.REQUEST), ("apply", approved, CameBy.APPLICATION))
    for kind, state, came_by in asked:
        booking = seat(world, f"{kind}-{number}", run=f"run_{kind}", holder=person, state=state, came_by=came_by)
        said = BookingRequest(booking_id=booking.id, statement="Please", asked_by_id=person, asked_at=world.now)
        if state == approved:
            said.supported_by_id, said.supported_at = world["head_a"], world.now
        db.session.add(said)
    school_id = world[f"grown_school_{number}"]
    team = seat(world, f"team-{number}", run="run_team", holder=person, school_id=school_id)
    team.holder = f"team:{school_id}"
    db.session.add(BookingParticipant(booking_id=team.id, person_id=person))
    db.session.add(BookingParticipant(booking_id=world["team_A"], person_id=person))
    for course, who in (("course_waited", person), (f"course-{number}", world["head_a"])):
        db.session.add(CourseInterest(course_id=world[course], person_id=who, created_at=world.now))


def _asked(world: World, name: str, letter: str, person: str, *, run: str, state: BookingState) -> None:
    booking, applied = _booked(world, name, letter, person, run=run), state == BookingState.APPROVED
    booking.state, booking.came_by = state, CameBy.APPLICATION if applied else CameBy.REQUEST
    said = BookingRequest(booking_id=booking.id, statement="Please", asked_by_id=world[person], asked_at=world.now)
    if applied:
        said.supported_by_id, said.supported_at = world[f"head_{letter.lower()}"], world.now
    db.session.add(said)
    db.session.get_one(Run, world[run]).taken = 0


def _of_team(world: World, letter: str, person: str) -> None:
    booking = _booked(world, f"team_{letter}", letter, f"head_{letter.lower()}", run="run_team")
    booking.holder = f"team:{booking.school_id}"
    db.session.refresh(booking, ["participants"])
    booking.participants = [db.session.get_one(Person, world[person])]
    db.session.get_one(Run, world["run_team"]).taken = 2
    db.session.flush()


def _booked(world: World, name: str, letter: str, person: str, *, run: str) -> Booking:
    _book(world, name, letter, person, run=run)
    return db.session.get_one(Booking, world[name])


def _who_comes(world: World, thing: str) -> dict[str, Any]:
    contact, comes = ("head_b", "colleague_b") if thing == "B" else ("head_a", "colleague_a")
    return {"contact": str(world[contact]), "participants": [str(world[comes])]}


def _exchange(world: World, thing: str) -> dict[str, Any]:
    contact, comes = ("head_b", "moved") if thing == "B" else ("head_a", "senco_a")
    version = db.session.get_one(Booking, world["team_B" if thing == "B" else "team_A"]).version
    db.session.remove()
    return {"contact": str(world[contact]), "participants": [str(world[comes])], "version": str(version)}


HOW_TO = {
    "place_requests.send": HowTo(typed(statement="For my class")),
    "own_requests.withdraw": HowTo(),
    "school_requests.answer": HowTo(typed(answer="approve")),
    "request_links.answer_link": HowTo(typed(answer="approve")),
    "applications.decide": HowTo(typed(answer="decline", reason="Too many applied")),
    "interested.say": HowTo(typed(note="Mondays")),
    "interested.withdraw": HowTo(),
    "school_places.book": HowTo(_who_comes),
    "school_places.exchange": HowTo(_exchange),
}
_ASKED = {"A": "asked_A", "B": "asked_B", "crossed": "asked_B"}
_TEAM = {"A": "team_A", "B": "team_B", "crossed": "team_B"}
_FREE = {"A": "run_team_free", "B": "run_team_free"}
ROWS = {
    "place_requests.show run_id": {"A": "run_request_free"},
    "place_requests.send run_id": {"A": "run_request_free"},
    "own_requests.own booking_id": _ASKED,
    "own_requests.withdraw booking_id": _ASKED,
    "school_requests.show booking_id": _ASKED,
    "school_requests.answer booking_id": _ASKED,
    "applications.show booking_id": {"A": "applied_A"},
    "applications.decide booking_id": {"A": "applied_A"},
    "applications.of_run run_id": {"A": "run_apply"},
    "applications.exported_of_run run_id": {"A": "run_apply"},
    "school_places.show run_id": _FREE,
    "school_places.book run_id": _FREE,
    "school_places.who booking_id": _TEAM,
    "school_places.exchange booking_id": _TEAM,
    "course_interest.listed course_id": {"A": "course_waited"},
    "course_interest.exported course_id": {"A": "course_waited"},
}
_SLUG = {"A": "course-request", "missing": "course-request"}
WORDS = {
    "place_requests.show slug": _SLUG,
    "place_requests.send slug": _SLUG,
    "request_links.show_link token": {"A": TOKEN},
    "request_links.answer_link token": {"A": TOKEN},
    "interested.withdraw slug": {"A": "course-waited"},
}
NO_PAGES = {
    "applications.exported": "a file",
    "applications.exported_of_run": "a file",
    "course_interest.exported": "a file",
}
VISITED = {
    "place_requests.show": ("/catalogue/{asked_course}/runs/{asked_run}/ask", ("staff",)),
    "own_requests.own": ("/my-bookings/requests/999999", ("staff",)),
    "school_requests.listed": ("/schools/{urn}/requests", ("headteacher", "booker")),
    "school_requests.show": ("/schools/{urn}/requests/999999", ("headteacher",)),
    "request_links.show_link": ("/requests/used-up", ("",)),
    "applications.listed": ("/team/applications?state=all", ("team-adviser", "team-manager")),
    "applications.of_run": ("/team/runs/{applied_run}/applications?state=all", ("team-manager",)),
    "applications.show": ("/team/applications/{application}", ("team-manager",)),
    "interested.show": ("/catalogue/{wanted_course}/interest", ("staff", "headteacher")),
    "course_interest.listed": ("/team/courses/{wanted_id}/interest", ("team-viewer",)),
    "school_places.show": ("/schools/{urn}/places/runs/{team_run}", ("headteacher",)),
    "school_places.who": ("/schools/{urn}/places/999999/people", ("headteacher",)),
}
NAMES = {
    "requests": """
SELECT
  (SELECT course.slug FROM run JOIN course ON course.id = run.course_id WHERE course.entry = 'request'
   AND course.taker = 'person' AND run.state = 'open' ORDER BY run.id LIMIT 1) AS asked_course,
  (SELECT run.id FROM run JOIN course ON course.id = run.course_id WHERE course.entry = 'request'
   AND course.taker = 'person' AND run.state = 'open' ORDER BY run.id LIMIT 1) AS asked_run,
  (SELECT run_id FROM booking WHERE came_by = 'application' ORDER BY id LIMIT 1) AS applied_run,
  (SELECT id FROM booking WHERE came_by = 'application' ORDER BY id LIMIT 1) AS application,
  (SELECT slug FROM course JOIN course_interest ON course_id = course.id ORDER BY course.id LIMIT 1) AS wanted_course,
  (SELECT course_id FROM course_interest ORDER BY course_id LIMIT 1) AS wanted_id,
  (SELECT run.id FROM run JOIN course ON course.id = run.course_id WHERE course.taker = 'team'
   AND run.state = 'open' ORDER BY run.id LIMIT 1) AS team_run
"""
}
