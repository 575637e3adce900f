"""How courses and runs move from state to state."""

from dataclasses import dataclass

from inclusion_app.training.states import CourseState, RunState


@dataclass(frozen=True)
class Move:
    """One act, the states it may start from, and the one it leads to."""

    starts: frozenset[str]
    leads_to: str
    refusal: str


COURSE_MOVES = {
    "publish": Move(
        frozenset({CourseState.DRAFT, CourseState.ARCHIVED}),
        CourseState.PUBLISHED,
        "This course is already published.",
    ),
    "archive": Move(
        frozenset({CourseState.DRAFT, CourseState.PUBLISHED}),
        CourseState.ARCHIVED,
        "This course is already archived.",
    ),
}

RUN_MOVES = {
    "open": Move(
        frozenset({RunState.DRAFT, RunState.CLOSED}),
        RunState.OPEN,
        "Only a draft run or one closed to booking can be opened.",
    ),
    "close": Move(frozenset({RunState.OPEN}), RunState.CLOSED, "Only a run that is open can be closed to booking."),
    "cancel": Move(
        frozenset({RunState.DRAFT, RunState.OPEN, RunState.CLOSED}),
        RunState.CANCELLED,
        "This run is already cancelled.",
    ),
}
