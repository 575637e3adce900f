"""One's own learning record: on the screen, on paper, and as a file."""

from flask import Blueprint, Response, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.pages import page
from inclusion_app.training.records.forms import StrandForm
from inclusion_app.training.records.queries import additions_of, outcomes_of_people
from inclusion_app.training.records.rules import validity
from inclusion_app.training.records.sheets import OUTCOMES, OWN_HEADINGS, TAKERS, OwnRecord, own_record, own_rows

own_record_pages = Blueprint("own_record", __name__)


@own_record_pages.get("/my-record")
@allows(Action.KEEP_OWN_RECORD)
def show() -> Response:
    """Everything one has completed, wherever one worked, and what one has added."""
    form = StrandForm.asked(request.args)
    return page(
        "records/own.html",
        fragments={"results": "records/_partials/own.html"},
        form=form,
        record=_record(form),
        asked={"strand": form.strand.data} if form.strand.data else {},
        validity=validity,
        outcomes=OUTCOMES,
        takers=TAKERS,
    )


@own_record_pages.get("/my-record.csv")
@allows(Action.KEEP_OWN_RECORD)
def exported() -> Response:
    """The same, as filtered, for a spreadsheet."""
    rows = own_rows(_record(StrandForm.asked(request.args)))
    return csv_download(f"my-record-{clock.today()}.csv", OWN_HEADINGS, rows)


def _record(form: StrandForm) -> OwnRecord:
    person_id = current_actor().person_id or 0
    return own_record(
        outcomes_of_people([person_id]), additions_of(person_id), strand=form.strand.data or "", today=clock.today()
    )
