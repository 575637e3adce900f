"""How a cycle goes from state to state, and what must be true of it (domain.md 1.4 and 1.6)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from inclusion_app.reviews.rules.deadlines import DEFAULTS
from inclusion_app.reviews.states import CycleState, Mode, Preset

A_YEAR_OF_WEEKS = timedelta(weeks=52)
LONGEST_NAME = 200
MOST_DAYS = 200
TEAM_SIZES = range(1, 7)


@dataclass(frozen=True)
class CycleMove:
    """One act on the audit trail, the states it finds, and the one it leads to."""

    act: str
    label: str
    before: frozenset[CycleState]
    after: CycleState


_C = CycleState
CYCLE_MOVES = (
    CycleMove("open_enrolment", "Open enrolment", frozenset({_C.DRAFT}), _C.ENROLLING),
    CycleMove("begin_matching", "Go on to matching", frozenset({_C.ENROLLING}), _C.MATCHING),
    CycleMove("return_to_enrolment", "Back to enrolment", frozenset({_C.MATCHING}), _C.ENROLLING),
    CycleMove("start_cycle", "Start the reviews", frozenset({_C.MATCHING}), _C.RUNNING),
    CycleMove("close_cycle", "Close the cycle", frozenset({_C.RUNNING}), _C.CLOSED),
    CycleMove("archive_cycle", "Archive the cycle", frozenset({_C.CLOSED}), _C.ARCHIVED),
)
"""In the order of a cycle's life."""

ENROLS_IN = frozenset({CycleState.ENROLLING, CycleState.MATCHING})
"""States in which schools answer their invitations."""
INVITES_IN = frozenset({CycleState.DRAFT, CycleState.ENROLLING, CycleState.MATCHING})
AGREEMENT_OPEN_IN = frozenset({CycleState.DRAFT, CycleState.ENROLLING})
"""States in which what heads agree to can change; those enrolled are then asked anew."""
SHAPE_OPEN_IN = AGREEMENT_OPEN_IN | {CycleState.MATCHING}
DATES_OPEN_IN = SHAPE_OPEN_IN | {CycleState.RUNNING}

OPEN_IN: dict[str, frozenset[CycleState]] = {
    "framework_id": frozenset({CycleState.DRAFT}),
    "preset": AGREEMENT_OPEN_IN,
    "newest_agreement": AGREEMENT_OPEN_IN,
    "uses_ratings": AGREEMENT_OPEN_IN,
    "moderated": AGREEMENT_OPEN_IN,
    "opens_team_forms": AGREEMENT_OPEN_IN,
    "mode": SHAPE_OPEN_IN,
    "team_size": SHAPE_OPEN_IN,
    "school_year": SHAPE_OPEN_IN,
    "officers": DATES_OPEN_IN,
    "name": DATES_OPEN_IN,
    "starts_on": DATES_OPEN_IN,
    "enrol_by": DATES_OPEN_IN,
    "visits_from": DATES_OPEN_IN,
    "visits_until": DATES_OPEN_IN,
    "deadlines": DATES_OPEN_IN,
}
"""In which states each part of a cycle can still be changed."""


def default_days() -> dict[str, int]:
    """Working days by stage as a new cycle begins with."""
    return {stage.value: allowance.days for stage, allowance in DEFAULTS.items()}


@dataclass(frozen=True)
class CycleChoices:
    """What a cycle is set to. ``deadlines`` are working days by stage; ``officers`` ids of people of the team."""

    name: str
    school_year: int
    framework_id: int
    starts_on: date
    enrol_by: date
    visits_from: date
    visits_until: date
    mode: str = Mode.POOL
    preset: str = Preset.SHARED
    uses_ratings: bool = True
    moderated: bool = False
    opens_team_forms: bool = True
    team_size: int = 2
    officers: frozenset[int] = frozenset()
    deadlines: Mapping[str, int] = field(default_factory=default_days)


def move_by(act: str) -> CycleMove:
    """The move of that name. Raises LookupError."""
    for move in CYCLE_MOVES:
        if move.act == act:
            return move
    raise LookupError(f"Nothing is done by {act}.")


def moves_from(state: str) -> list[CycleMove]:
    """What can be done with a cycle in that state, in the table's order."""
    return [move for move in CYCLE_MOVES if state in move.before]


def is_open(part: str, state: str) -> bool:
    """That part of a cycle can still be changed."""
    return state in OPEN_IN[part]


def cycle_problems(said: CycleChoices) -> Iterator[tuple[str | None, str]]:
    """What is wrong, beside the field of the form it is about."""
    if not said.name or len(said.name) > LONGEST_NAME:
        yield "name", f"The name must have 1 to {LONGEST_NAME} characters"
    if said.enrol_by < said.starts_on:
        yield "enrol_by", "Schools must be able to answer after the cycle has started"
    if said.visits_from < said.enrol_by:
        yield "visits_from", "Visits begin after the last day of enrolment"
    if said.visits_until < said.visits_from:
        yield "visits_until", "The last visit cannot lie before the first"
    if said.team_size not in TEAM_SIZES:
        yield "team_size", f"A team has {TEAM_SIZES.start} to {TEAM_SIZES.stop - 1} people"
    if said.preset == Preset.COUNCIL_LED and not said.officers:
        yield "officers", "Name the officers who get the reports"
    yield from _deadline_problems(said.deadlines)


def _deadline_problems(deadlines: Mapping[str, int]) -> Iterator[tuple[str | None, str]]:
    if set(deadlines) != {stage.value for stage in DEFAULTS}:
        yield None, "There must be a number of days for each stage that has a deadline"
    for stage, days in deadlines.items():
        if not -MOST_DAYS <= days <= MOST_DAYS:
            yield days_field(stage), f"Enter a number of days between -{MOST_DAYS} and {MOST_DAYS}"


def days_field(stage: str) -> str:
    """The field of the form that holds the days of a stage."""
    return f"days_{stage.replace('-', '_')}"


def locked_parts(before: CycleChoices, after: CycleChoices, state: str) -> Iterator[tuple[str | None, str]]:
    """Parts that differ though they can no longer be changed in that state."""
    for part in vars(before):
        if getattr(before, part) != getattr(after, part) and not is_open(part, state):
            yield part, "This can no longer be changed"
    if not is_open("preset", state) and after.officers - before.officers:
        yield "officers", "Schools have agreed to these officers. Nobody can be added now"


def a_year_later(said: CycleChoices) -> CycleChoices:
    """The same for the next school year, every date on the same day of the week."""
    return replace(
        said,
        name=f"Copy of {said.name}"[:LONGEST_NAME],
        school_year=said.school_year + 1,
        starts_on=said.starts_on + A_YEAR_OF_WEEKS,
        enrol_by=said.enrol_by + A_YEAR_OF_WEEKS,
        visits_from=said.visits_from + A_YEAR_OF_WEEKS,
        visits_until=said.visits_until + A_YEAR_OF_WEEKS,
    )


def asks_again(before: CycleChoices, after: CycleChoices, *, enrolled: Collection[int]) -> bool:
    """Whether schools that have agreed must be asked anew: their texts would go where they did not agree to.

    Another version of the agreement asks anew as well; its service sees to that.
    """
    wider = after.preset == Preset.COUNCIL_LED and bool(after.officers - before.officers)
    return bool(enrolled) and (before.preset != after.preset or wider)
