"""Write what is generated in docs/: the state diagrams, from the tables in the code.

    .venv/bin/python -m tools.docs

A test compares the files with what this would write.
"""

from collections.abc import Iterable
from pathlib import Path

from inclusion_app.directory.rules.states import OFFER_MOVES, VERSION_MOVES
from inclusion_app.directory.rules.states import Move as OfferMove
from inclusion_app.directory.states import OfferState, VersionState
from inclusion_app.reviews.cycles.enrolment.rules import PARTICIPATION_MOVES, ParticipationMove
from inclusion_app.reviews.cycles.rounds.rules import CYCLE_MOVES, CycleMove
from inclusion_app.reviews.rules.table import BACK, FORWARD, SIDEWAYS, step_back_from
from inclusion_app.reviews.states import ORDER, CycleState
from inclusion_app.training.bookings.moves import BOOKING_MOVES
from inclusion_app.training.catalogue.rules.states import COURSE_MOVES, RUN_MOVES, Move
from inclusion_app.training.states import CourseState, RunState

STATES = Path(__file__).resolve().parent.parent / "docs" / "states"
Arrow = tuple[str, str, str]


def pages() -> dict[str, str]:
    """Every page by its file name."""
    booking = [(str(m.before or "[*]"), str(m.after), m.act.replace("_", " ")) for m in BOOKING_MOVES]
    invited = ("[*]", "invited", "invite_schools")
    return {
        "course.md": _page("A course", [("[*]", str(CourseState.DRAFT), "create"), *_arrows(COURSE_MOVES)]),
        "run.md": _page("A run", [("[*]", str(RunState.DRAFT), "create"), *_arrows(RUN_MOVES)]),
        "booking.md": _page("A booking", booking),
        "cycle.md": _page("A cycle", [("[*]", str(CycleState.DRAFT), "create_cycle"), *_moves(CYCLE_MOVES)]),
        "participation.md": _page("A participation", [invited, *_moves(PARTICIPATION_MOVES)]),
        "offer.md": _page("An offer", [("[*]", str(OfferState.DRAFT), "create_offer"), *_by_whom(OFFER_MOVES)]),
        "offer-version.md": _page(
            "A version of an offer", [("[*]", str(VersionState.DRAFT), "save_offer"), *_by_whom(VERSION_MOVES)]
        ),
        "review.md": _page("A review", list(_review())),
    }


def write() -> None:
    """Write them all."""
    STATES.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (STATES / name).write_text(text)


def _review() -> Iterable[Arrow]:
    """The stages in their order, the ways back, and the sides; who may do what stands after the act."""
    yield "[*]", str(ORDER[0]), "plan_review"
    for move in FORWARD:
        yield str(move.before), str(move.after), f"{move.act} ({', '.join(sorted(move.by))})"
    for stage in ORDER:
        if earlier := step_back_from(stage):
            yield str(stage), str(earlier), BACK
    for aside in SIDEWAYS:
        for before in sorted(aside.before):
            yield before or "any_stage", aside.after or "its_stage", f"{aside.act} ({', '.join(sorted(aside.by))})"


def _moves(moves: Iterable[CycleMove | ParticipationMove]) -> Iterable[Arrow]:
    return [(str(start), str(move.after), move.act) for move in moves for start in sorted(move.before)]


def _by_whom(moves: dict[str, OfferMove]) -> Iterable[Arrow]:
    return [
        (start, move.leads_to, f"{act} ({', '.join(sorted(move.by))})")
        for act, move in moves.items()
        for start in sorted(move.starts)
    ]


def _arrows(moves: dict[str, Move]) -> Iterable[Arrow]:
    return [(start, move.leads_to, act) for act, move in moves.items() for start in sorted(move.starts)]


def _page(title: str, arrows: Iterable[Arrow]) -> str:
    found = list(arrows)
    rows = [f"| {before if before != '[*]' else '(none)'} | {act} | {after} |" for before, after, act in found]
    return "\n".join(
        [
            f"# {title}: states",
            "",
            "Generated from the table in the code by `make docs`; a test compares the two.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *(f"    {before} --> {after}: {act}" for before, after, act in found),
            "```",
            "",
            "| From | Act | To |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    write()
