"""Offers from a file: it is looked at, its columns are told apart, and then it is taken over."""

from flask import Blueprint, Response, request, url_for

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.directory.open_data.importing.forms import MappingForm, UploadForm, chosen_meanings, source_of
from inclusion_app.directory.open_data.importing.mapping import MEANINGS, NEEDED, guessed
from inclusion_app.directory.open_data.importing.plan import Comes, Plan
from inclusion_app.directory.open_data.importing.problems import OffersRefused
from inclusion_app.directory.open_data.importing.queries import known_sources, latest_imports
from inclusion_app.directory.open_data.importing.reading import read_offers
from inclusion_app.directory.open_data.importing.services import Fate, OfferFile, import_offers, plan_of
from inclusion_app.directory.open_data.importing.sheet import LARGEST_BYTES, MOST_RECORDS, Sheet
from inclusion_app.directory.open_data.table import COLUMNS
from inclusion_app.foundation import clock
from inclusion_app.foundation.carrying import packed, unpacked
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page

offer_import = Blueprint("offer_import", __name__, url_prefix="/team/directory/import")
UNPROCESSABLE = 422
CANNOT_PUBLISH = "Only managers of the inclusion team publish a file at once. Let it wait for approval."


@offer_import.get("")
@allows(Action.IMPORT_OFFERS)
def show() -> Response:
    """Ask for a file, and show what was taken over before."""
    return _upload_page(UploadForm())


@offer_import.get("/template.csv")
@allows(Action.IMPORT_OFFERS)
def template() -> Response:
    """A table to begin with: the columns that are known by their names."""
    return csv_download("offers.csv", [column.heading for column in COLUMNS], [])


@offer_import.post("")
@allows(Action.IMPORT_OFFERS)
def upload() -> Response:
    """What would be made of the file, its columns guessed; nothing is changed."""
    form = UploadForm()
    try:
        source = source_of(form.source.data)
        name, data = _sent()
        sheet = read_offers(name, data)
        carried = packed(data)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _upload_page(form, status=UNPROCESSABLE)
    except OffersRefused as refused:
        return _upload_page(form, refused=refused, status=UNPROCESSABLE)
    shown = MappingForm(formdata=None, packed=carried, name=sheet.name, source=source, cost_kind="free")
    shown.offer_terms(clock.today())
    return _preview_page(shown, _file(shown, sheet, guessed(sheet.columns)))


@offer_import.post("/look")
@allows(Action.IMPORT_OFFERS)
def look() -> Response:
    """The same with other meanings of its columns; nothing is changed."""
    form = _mapping_form()
    try:
        file = _file_of(form)
    except RuleBroken as refusal:
        return _again(refusal)
    return _preview_page(form, file)


@offer_import.post("/take")
@allows(Action.IMPORT_OFFERS)
def take() -> Response:
    """Take over what was looked at."""
    form = _mapping_form()

    def act() -> Done:
        actor, fate = current_actor(), Fate.PUBLISH if form.fate.data == Fate.PUBLISH else Fate.SUBMIT
        if fate == Fate.PUBLISH and not actor.can(Action.PUBLISH_IMPORTED):
            raise RuleBroken(None, CANNOT_PUBLISH)
        plan = import_offers(actor, _file_of(form), seen=form.seen.data or "", fate=fate, now=clock.now())
        return Done(url_for("offer_import.show"), _said(plan, fate))

    def again() -> Response:
        try:
            return _preview_page(form, _file_of(form))
        except RuleBroken as refusal:
            return _again(refusal)

    return submit(form, act, again)


def _mapping_form() -> MappingForm:
    form = MappingForm()
    form.offer_terms(clock.today())
    return form


def _sent() -> tuple[str, bytes]:
    """Name and bytes of the file that was sent. Raises RuleBroken when there is none."""
    sent = request.files.get("file")
    name, data = "", b""
    if sent is not None:
        name, data = sent.filename or "", sent.read(LARGEST_BYTES + 1)
        sent.close()  # a large one lies in a file of its own
    if not data:
        raise RuleBroken("file", "Choose a CSV or JSON file that is not empty")
    return name, data


def _file_of(form: MappingForm) -> OfferFile:
    """The file as it came back, read again from its first byte. Raises RuleBroken."""
    try:
        sheet = read_offers(form.name.data or "", unpacked(form.packed.data or "", largest=LARGEST_BYTES))
    except OffersRefused as refused:
        raise RuleBroken.several([(None, str(fault)) for fault in refused.faults]) from refused
    return _file(form, sheet, chosen_meanings(request.form, sheet.columns))


def _file(form: MappingForm, sheet: Sheet, meanings: dict[str, str]) -> OfferFile:
    return OfferFile(sheet=sheet, source=source_of(form.source.data), meanings=meanings, otherwise=form.otherwise)


def _said(plan: Plan, fate: Fate) -> str:
    made, changed = len(plan.those(Comes.NEW)), len(plan.those(Comes.CHANGED))
    then = "published" if fate == Fate.PUBLISH else "waiting for approval"
    return f"Taken over and {then}: {made} new, {changed} changed."


def _again(refusal: RuleBroken) -> Response:
    form = UploadForm(formdata=None)
    form.problem = [sentence for _, sentence in refusal.problems]
    return _upload_page(form, status=UNPROCESSABLE)


def _upload_page(form: UploadForm, *, refused: OffersRefused | None = None, status: int = 200) -> Response:
    return page(
        "directory/open_data/upload.html",
        form=form,
        refused=refused,
        sources=known_sources(),
        imports=latest_imports(),
        most=MOST_RECORDS,
        status=status,
    )


def _preview_page(form: MappingForm, file: OfferFile) -> Response:
    plan = plan_of(file, today=clock.today())
    form.seen.data = plan.digest
    return page(
        "directory/open_data/preview.html",
        form=form,
        plan=plan,
        sheet=file.sheet,
        chosen=file.meanings,
        meanings=MEANINGS,
        needed=[MEANINGS[name] for name in NEEDED],
        comes=list(Comes),
    )
