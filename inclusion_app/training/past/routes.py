"""Past attendance: a file is looked at, and then taken over."""

from flask import Blueprint, Response, request, url_for

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.schools.register.problems import FileRefused
from inclusion_app.training.past.carrying import packed, unpacked
from inclusion_app.training.past.forms import TakeForm, UploadForm
from inclusion_app.training.past.lines import COLUMNS, EXAMPLE, LARGEST_BYTES, NEEDED, PastFile
from inclusion_app.training.past.plan import Plan, planned
from inclusion_app.training.past.queries import facts_of, latest_imports
from inclusion_app.training.past.reading import read_past
from inclusion_app.training.past.services import import_past_attendance
from inclusion_app.training.past.services.importing import check_not_imported

past_attendance = Blueprint("past_attendance", __name__, url_prefix="/team/past-attendance")
UNPROCESSABLE = 422


@past_attendance.get("")
@allows(Action.IMPORT_ATTENDANCE)
def show() -> Response:
    """Ask for a file, and show what was taken over before."""
    return _upload_page(UploadForm())


@past_attendance.get("/template.csv")
@allows(Action.IMPORT_ATTENDANCE)
def template() -> Response:
    """A spreadsheet to begin with: the columns, and two lines as examples."""
    return csv_download("past-attendance.csv", [column.capitalize() for column in COLUMNS], EXAMPLE)


@past_attendance.post("")
@allows(Action.IMPORT_ATTENDANCE)
def preview() -> Response:
    """What would be made of the file, or what is wrong with it; nothing is changed."""
    form = UploadForm()
    try:
        name, data = _sent()
        file = _read(name, data)
        check_not_imported(file)
        plan = planned(file, facts_of(file, now=clock.now()))
        plan.problems.refuse_if_any(file.name)
        carried = packed(data)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _upload_page(form, status=UNPROCESSABLE)
    except FileRefused as refused:
        return _upload_page(form, refused=refused, status=UNPROCESSABLE)
    return _preview_page(TakeForm(formdata=None, packed=carried, name=file.name), plan)


@past_attendance.post("/take")
@allows(Action.IMPORT_ATTENDANCE)
def take() -> Response:
    """Take over the file that was looked at."""
    form = TakeForm()

    def act() -> Done:
        try:
            file = _read(form.name.data or "", unpacked(form.packed.data or ""))
        except FileRefused as refused:
            raise RuleBroken.several([(None, sentence) for sentence in refused.sentences]) from refused
        plan = import_past_attendance(current_actor(), file, now=clock.now())
        return Done(url_for("past_attendance.show"), _said(plan))

    def again() -> Response:
        refused = UploadForm(formdata=None)
        refused.problem = [*form.problem, *(str(error) for field in form for error in field.errors)]
        return _upload_page(refused)

    return submit(form, act, again)


def _sent() -> tuple[str, bytes]:
    """Name and bytes of the file that was sent. Raises RuleBroken when there is none."""
    sent = request.files.get("file")
    name, data = "", b""
    if sent is not None:
        name, data = sent.filename or "", sent.read(LARGEST_BYTES + 1)
        sent.close()  # a large one lies in a file of its own
    if not data:
        raise RuleBroken("file", "Choose a CSV file that is not empty")
    return name, data


def _read(name: str, data: bytes) -> PastFile:
    return read_past(name, data, today=clock.today())


def _said(plan: Plan) -> str:
    bookings, runs, people = len(plan.entries), len(plan.new_runs), plan.new_people
    return f"Taken over: {bookings} attendances, {runs} new runs, {people} new people. Nobody was sent a message."


def _upload_page(form: UploadForm, *, refused: FileRefused | None = None, status: int = 200) -> Response:
    return page(
        "past/upload.html",
        form=form,
        refused=refused,
        needed=NEEDED,
        imports=latest_imports(),
        status=status,
    )


def _preview_page(form: TakeForm, plan: Plan) -> Response:
    return page("past/preview.html", form=form, plan=plan)
