"""The team's board of one cycle."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.foundation.workbooks import Sheet, xlsx_download
from inclusion_app.reviews.cycles.board.forms import RemindForm
from inclusion_app.reviews.cycles.board.queries import ONLY, Board, BoardWishes, Line, board_of
from inclusion_app.reviews.cycles.chasing.services import remind_now
from inclusion_app.reviews.cycles.rounds.queries.inviting import group_choices
from inclusion_app.reviews.cycles.routes.opening import cycle_at
from inclusion_app.reviews.models import ReviewCycle
from inclusion_app.reviews.states import ORDER
from inclusion_app.schools.states import Phase

board = Blueprint("review_board", __name__, url_prefix="/team/cycles/<int:cycle_id>")
HEADINGS = (
    "School", "URN", "Phase", "Stage", "Stands aside", "Visit", "Next stage", "Due", "Working days late",
    "Owed by", "Last reminded", "Reminders stopped",
)  # fmt: skip


@board.get("/board")
@allows(Action.VIEW_REVIEWS)
def show(cycle_id: int) -> Response:
    """Who stands where, who is late with what."""
    return _page(cycle_at(cycle_id), RemindForm(formdata=None))


@board.post("/board/remind")
@allows(Action.RUN_REVIEWS)
def remind(cycle_id: int) -> Response:
    """Write to whoever owes the next stage of the schools that are ticked."""
    cycle, form, actor = cycle_at(cycle_id), RemindForm(), current_actor()
    address = f"/team/cycles/{cycle_id}/board?{urlencode(BoardWishes.of(request.args).parameters)}".rstrip("?")

    def act() -> Done:
        people = remind_now(actor, cycle_id, form.reviews.data or [], now=clock.now())
        return Done(address, "1 person has been reminded." if people == 1 else f"{people} people have been reminded.")

    return submit(form, act, lambda: _page(cycle, form))


@board.get("/board.csv")
@allows(Action.VIEW_REVIEWS)
def as_csv(cycle_id: int) -> Response:
    """The same lines for a spreadsheet."""
    return csv_download(f"reviews-{cycle_at(cycle_id).id}-{clock.today()}.csv", HEADINGS, _rows(_board(cycle_id).lines))


@board.get("/board.xlsx")
@allows(Action.VIEW_REVIEWS)
def as_xlsx(cycle_id: int) -> Response:
    """The same as a workbook."""
    name = f"reviews-{cycle_at(cycle_id).id}-{clock.today()}.xlsx"
    return xlsx_download(name, Sheet("Reviews", HEADINGS, _rows(_board(cycle_id).lines)))


def _board(cycle_id: int) -> Board:
    return board_of(current_actor(), cycle_id, BoardWishes.of(request.args), today=clock.today())


def _rows(lines: Sequence[Line]) -> Iterator[tuple[object, ...]]:
    for line in lines:
        review, due = line.review, line.chased.due
        yield (
            review.school.name,
            review.school.urn,
            review.school.phase_label,
            review.stage.label,
            review.side,
            review.visit_on or "",
            due.stage.label if due else "",
            (due.due_on if due else None) or "",
            due.late_by if due else 0,
            ", ".join(f"{one.person.name} ({one.standing.label})" for one in line.owing),
            line.last_reminded or "",
            line.stopped_on or "",
        )


def _page(cycle: ReviewCycle, form: RemindForm) -> Response:
    wishes = BoardWishes.of(request.args)
    return page(
        "review_board/board.html",
        fragments={"results": "review_board/_partials/lines.html"},
        cycle=cycle,
        form=form,
        wishes=wishes,
        asked=urlencode(wishes.parameters),
        board=_board(cycle.id),
        chosen=set(form.reviews.data or ()),
        groups=group_choices(),
        phases=list(Phase),
        stages=ORDER,
        only=ONLY,
    )
