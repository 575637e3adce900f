"""Charges: for the team with its exports, and for the school they are charged to."""

from collections.abc import Iterator
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page
from inclusion_app.foundation.paging import paginate
from inclusion_app.foundation.workbooks import Sheet, xlsx_download
from inclusion_app.training.bookings.routes.schools import school_for
from inclusion_app.training.charges.forms import KINDS, ChargeSearchForm, WaiveForm
from inclusion_app.training.charges.queries import ChargeWishes, charge_by_id, charges_found, totals_of
from inclusion_app.training.charges.services.waiving import restore_charge, waive_charge
from inclusion_app.training.models import ChargeRecord
from inclusion_app.training.states import Waiver

charges = Blueprint("charges", __name__)
HEADINGS = (
    "Charge", "Date", "School", "URN", "Person", "Course", "Run starts", "For", "Rule", "Base in pounds", "Percent",
    "Amount in pounds", "To pay in pounds", "Waived for", "Note",
)  # fmt: skip


@charges.get("/team/charges")
@allows(Action.VIEW_CHARGES)
def listed() -> Response:
    """Every charge, as filtered, with what it comes to."""
    form = ChargeSearchForm(request.args)
    wishes = form.wishes()
    return page(
        "charges/list.html",
        fragments={"results": "charges/_partials/found.html"},
        form=form,
        found=paginate(charges_found(wishes), request.args.get("page", 1, int)),
        totals=totals_of(wishes),
        kinds=KINDS,
        waivers={waiver.value: waiver.label for waiver in Waiver},
        page_address=_page_address,
        asked=urlencode([(name, value) for name, value in request.args.items(multi=True) if name != "page"]),
    )


@charges.get("/team/charges.csv")
@allows(Action.VIEW_CHARGES)
def exported_csv() -> Response:
    """The charges, as filtered, for the council's invoicing."""
    return csv_download(f"charges-{clock.today()}.csv", HEADINGS, _rows(ChargeSearchForm(request.args).wishes()))


@charges.get("/team/charges.xlsx")
@allows(Action.VIEW_CHARGES)
def exported_xlsx() -> Response:
    """The same as a workbook."""
    rows = _rows(ChargeSearchForm(request.args).wishes())
    return xlsx_download(f"charges-{clock.today()}.xlsx", Sheet("Charges", HEADINGS, rows))


@charges.get("/team/charges/<int:charge_id>")
@allows(Action.VIEW_CHARGES)
def show(charge_id: int) -> Response:
    """One charge."""
    return _page(_charge(charge_id), WaiveForm(formdata=None))


@charges.post("/team/charges/<int:charge_id>/waive")
@allows(Action.WAIVE_CHARGES)
def waive(charge_id: int) -> Response:
    """Let the school off, with a reason."""
    _charge(charge_id)
    form = WaiveForm()

    def act() -> Done:
        waiver, note = form.waiver.data or "", form.waiver_note.data or ""
        waive_charge(current_actor(), charge_id, waiver=waiver, note=note, now=clock.now())
        return Done(f"/team/charges/{charge_id}", "The charge is waived.")

    return submit(form, act, lambda: _page(_charge(charge_id), form))


@charges.post("/team/charges/<int:charge_id>/restore")
@allows(Action.WAIVE_CHARGES)
def restore(charge_id: int) -> Response:
    """The reason did not hold."""
    _charge(charge_id)
    form = WaiveForm()

    def act() -> Done:
        restore_charge(current_actor(), charge_id)
        return Done(f"/team/charges/{charge_id}", "The charge is to be paid.")

    return submit(form, act, lambda: _page(_charge(charge_id), form))


@charges.get("/schools/<int:urn>/charges")
@allows(Action.VIEW_SCHOOL_BOOKINGS)
def of_school(urn: int) -> Response:
    """What the school has been charged."""
    school = school_for(urn, Action.VIEW_SCHOOL_BOOKINGS)
    wishes = ChargeWishes(school_id=school.id)
    return page(
        "charges/school.html",
        school=school,
        found=paginate(charges_found(wishes), request.args.get("page", 1, int)),
        totals=totals_of(wishes),
        waivers={waiver.value: waiver.label for waiver in Waiver},
    )


def _charge(charge_id: int) -> ChargeRecord:
    charge = charge_by_id(charge_id)
    if charge is None:
        abort(404)
    return charge


def _page(charge: ChargeRecord, form: Form) -> Response:
    label = Waiver(charge.waiver).label if charge.waiver else ""
    return page("charges/charge.html", charge=charge, form=form, kinds=KINDS, waiver_label=label)


def _rows(wishes: ChargeWishes) -> Iterator[tuple[str | int | float, ...]]:
    for charge in db.session.scalars(charges_found(wishes)):
        booking = charge.booking
        yield (
            charge.id,
            clock.london(charge.created_at).date().isoformat(),
            charge.school.name,
            charge.school.urn,
            booking.person.name if booking.person else "",
            booking.run.course.title,
            clock.london(booking.run.starts_at).date().isoformat(),
            KINDS[charge.kind],
            charge.rule,
            charge.base_pence / 100,
            charge.percent,
            charge.amount_pence / 100,
            0 if charge.waiver else charge.amount_pence / 100,
            Waiver(charge.waiver).label if charge.waiver else "",
            charge.waiver_note,
        )


def _page_address(number: int) -> str:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    return f"{request.path}?{urlencode([*kept, ('page', number)])}"
