"""Feedback: two runs whose people have been asked before they come, one run a provider."""

from datetime import timedelta

from sqlalchemy import select

from inclusion_app.accounts.secrets import hashed
from inclusion_app.foundation.database import db
from inclusion_app.training.models import (
    BookingLink,
    CourseOutcome,
    FeedbackAnswer,
    FeedbackConfidence,
    FeedbackRequest,
)
from inclusion_app.training.states import CourseState, RunState
from tests.matrix.bodies import HowTo
from tests.matrix.growing import seat
from tests.matrix.world import World, _add, _book, _course, _run, name_on

TOKEN = "feedback-token"


def build(world: World) -> None:
    """Staff of school A asked about provider P's run, with a link; a colleague of B asked about provider Q's."""
    for thing, letter, person in (("A", "p", "staff_a"), ("B", "q", "colleague_b")):
        _course(world, f"course_told_{thing}", letter, CourseState.PUBLISHED)
        _run(world, f"run_told_{thing}", f"course_told_{thing}", RunState.OPEN)
        _book(world, f"told_{thing}", thing, person, run=f"run_told_{thing}")
        request = FeedbackRequest(booking_id=world[f"told_{thing}"], point="before", asked_at=world.now)
        _add(world, f"request_{thing}", request)
    name_on(world, "run_told_A", "facilitator")
    outcome = select(CourseOutcome.id).where(CourseOutcome.course_id == world["course_told_A"])
    world.ids["outcome_told"] = db.session.scalars(outcome).one()
    link = BookingLink(token_hash=hashed(TOKEN), purpose="feedback-before", booking_id=world["told_A"])
    link.person_id, link.created_at, link.expires_at = world["staff_a"], world.now, world.now + timedelta(days=20)
    _add(world, "feedback_link", link)


def grow(world: World, number: int) -> None:
    """Somebody else was asked and has answered; staff of school A are asked about one more run."""
    booking = seat(world, f"told-{number}", run="run_told_A", holder=world[f"grown_person_{number}"])
    for point in ("before", "after"):
        db.session.add(FeedbackRequest(booking_id=booking.id, point=point, asked_at=world.now))
        answer = FeedbackAnswer(booking_id=booking.id, point=point, answered_at=world.now, rating=4, text="Good")
        answer.confidences = [FeedbackConfidence(outcome_id=world["outcome_told"], value=3)]
        db.session.add(answer)
    _run(world, f"told-run-{number}", "course_told_A", RunState.OPEN)
    asked = seat(world, f"own-told-{number}", run=f"told-run-{number}", holder=world["staff_a"])
    db.session.add(FeedbackRequest(booking_id=asked.id, point="before", asked_at=world.now))


def _confident(world: World, _thing: str) -> dict[str, str]:
    return {f"outcome_{world['outcome_told']}": "4", "text": "To learn more"}


HOW_TO = {"my_feedback.save": HowTo(_confident), "feedback_links.save": HowTo(_confident)}
_BOOKINGS = {"A": "told_A", "B": "told_B"}
_RUNS = {"A": "run_told_A", "B": "run_told_B", "sister": "run_empty"}
_COURSES = {"A": "course_told_A", "B": "course_told_B"}
ROWS = {
    "my_feedback.show booking_id": _BOOKINGS,
    "my_feedback.save booking_id": _BOOKINGS,
    "run_feedback.show run_id": _RUNS,
    "run_feedback.exported run_id": _RUNS,
    "course_feedback.of_course course_id": _COURSES,
    "course_feedback.exported_of_course course_id": _COURSES,
}
_POINTS = {"A": "before", "B": "before", "missing": "before"}
WORDS = {
    "my_feedback.show point": _POINTS,
    "my_feedback.save point": _POINTS,
    "feedback_links.show token": {"A": TOKEN},
    "feedback_links.save token": {"A": TOKEN},
}
NO_PAGES = {
    "run_feedback.exported": "a file",
    "course_feedback.exported_of_course": "a file",
}
VISITED = {
    "my_feedback.show": ("/my-bookings/999999/feedback/after", ("staff",)),
    "feedback_links.show": ("/feedback/used-up", ("",)),
    "feedback_links.thanks": ("/feedback/thank-you", ("",)),
    "run_feedback.show": ("/runs/{told_run}/feedback", ("team-viewer",)),
    "course_feedback.of_course": ("/courses/{told_course}/feedback", ("team-viewer",)),
}
NAMES = {
    "feedback": """
SELECT run.id AS told_run, run.course_id AS told_course
FROM run LEFT JOIN booking ON booking.run_id = run.id
LEFT JOIN feedback_answer ON feedback_answer.booking_id = booking.id
GROUP BY run.id, run.course_id ORDER BY count(feedback_answer.id) DESC, run.id LIMIT 1
"""
}
