"""What has to be true of courses, runs and sessions; no database here."""

from inclusion_app.training.catalogue.rules.courses import course_problems, publish_problems
from inclusion_app.training.catalogue.rules.places import Places, places_of
from inclusion_app.training.catalogue.rules.runs import open_problems, run_problems
from inclusion_app.training.catalogue.rules.sessions import TO_FOLLOW, first_start, last_end, session_problems
from inclusion_app.training.catalogue.rules.states import COURSE_MOVES, RUN_MOVES, Move

__all__ = [
    "COURSE_MOVES",
    "RUN_MOVES",
    "TO_FOLLOW",
    "Move",
    "Places",
    "course_problems",
    "first_start",
    "last_end",
    "open_problems",
    "places_of",
    "publish_problems",
    "run_problems",
    "session_problems",
]
