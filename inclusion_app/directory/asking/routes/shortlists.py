"""A school's shortlist: looked at, added to, noted on, compared, printed."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.directory.asking.forms import NoteForm
from inclusion_app.directory.asking.queries.shortlists import (
    Shortlisted,
    entry_of,
    marks_of,
    offers_side_by_side,
    schools_asking,
    shortlist_of,
)
from inclusion_app.directory.asking.queries.uses import figures_of
from inclusion_app.directory.asking.routes.opening import known_offer_for, public_offer_for, school_for
from inclusion_app.directory.asking.rules.shortlists import FEWEST_COMPARED, MOST_COMPARED
from inclusion_app.directory.asking.services.shortlists import (
    add_to_shortlist,
    note_on_shortlist,
    remove_from_shortlist,
)
from inclusion_app.directory.models import Offer
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, Form, go_to, sent_already, submit
from inclusion_app.foundation.links import path_here
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.pages import is_fragment_request, page
from inclusion_app.schools.models import School

shortlists = Blueprint("shortlists", __name__)
SWAPPED = 204
ASKS = Action.ASK_FOR_SUPPORT


@shortlists.get("/shortlist")
@allows(ASKS)
def choose() -> Response:
    """To the shortlist of the only school, or to a choice of them."""
    schools = schools_asking(current_actor())
    if len(schools) == 1:
        return go_to(f"/schools/{schools[0].urn}/shortlist")
    return page("directory/asking/choose_school.html", schools=schools)


@shortlists.get("/schools/<int:urn>/shortlist")
@allows(ASKS)
def show(urn: int) -> Response:
    """Everything on it."""
    return _page(school_for(urn))


@shortlists.get("/schools/<int:urn>/shortlist/print")
@allows(ASKS)
def printed(urn: int) -> Response:
    """The same for paper, with how each offer is had."""
    school = school_for(urn)
    lines = shortlist_of(school.id, today=clock.today())
    return page("directory/asking/shortlist_print.html", school=school, lines=lines, today=clock.today())


@shortlists.get("/schools/<int:urn>/shortlist/compare")
@allows(ASKS)
def compare(urn: int) -> Response:
    """Two to four of its offers side by side."""
    school = school_for(urn)
    wanted = list(dict.fromkeys(whole_number(number) for number in request.args.getlist("offer")))
    found = offers_side_by_side(wanted[:MOST_COMPARED], today=clock.today())
    if len(found) < FEWEST_COMPARED:
        return _page(school, problem=f"Choose {FEWEST_COMPARED} to {MOST_COMPARED} offers to compare")
    return page(
        "directory/asking/compare.html",
        school=school,
        offers=found,
        figures=figures_of([shown.offer.id for shown in found]),
        too_many=len(wanted) > MOST_COMPARED,
    )


@shortlists.post("/schools/<int:urn>/shortlist/<int:offer_id>/add")
@allows(ASKS)
def add(urn: int, offer_id: int) -> Response:
    """Put an offer on it."""
    school, offer = school_for(urn), public_offer_for(offer_id)

    def act() -> Done:
        add_to_shortlist(current_actor(), school.id, offer_id, now=clock.now())
        return _done(f"It is on the shortlist of {school.name}.", otherwise=f"/directory/{offer.slug}")

    return _swapped(submit(form := Form(), act, lambda: _page(school, form=form)), offer, school)


@shortlists.post("/schools/<int:urn>/shortlist/<int:offer_id>/remove")
@allows(ASKS)
def remove(urn: int, offer_id: int) -> Response:
    """Take an offer off."""
    school, offer = school_for(urn), known_offer_for(offer_id)

    def act() -> Done:
        remove_from_shortlist(current_actor(), school.id, offer_id)
        return _done(f"It is taken off the shortlist of {school.name}.", otherwise=f"/schools/{urn}/shortlist")

    return _swapped(submit(form := Form(), act, lambda: _page(school, form=form)), offer, school)


@shortlists.post("/schools/<int:urn>/shortlist/<int:offer_id>/note")
@allows(ASKS)
def note(urn: int, offer_id: int) -> Response:
    """Say beside it what colleagues should know."""
    if earlier := sent_already():
        return earlier
    school, form = school_for(urn), NoteForm()
    if entry_of(school.id, offer_id) is None:
        abort(404)

    def act() -> Done:
        said, version = form.note.data or "", form.edited_version
        note_on_shortlist(current_actor(), school.id, offer_id, note=said, version=version)
        return Done(f"/schools/{urn}/shortlist#offer-{offer_id}", "The note is saved.")

    return submit(form, act, lambda: _page(school, form=form, noted=offer_id))


def _done(said: str, *, otherwise: str) -> Done:
    """Back to where the button was pressed; nothing is said where the button itself shows what it did."""
    if is_fragment_request():
        return Done(otherwise)
    return Done(path_here(request.form.get("next"), otherwise=otherwise), said)


def _swapped(response: Response, offer: Offer, school: School) -> Response:
    """The button as it is now, where htmx put it in place of the one that was pressed."""
    if response.status_code != SWAPPED or not request.headers.get("HX-Target", "").startswith("shortlist-of-"):
        return response
    marks = marks_of(current_actor(), [offer.id])
    return page(
        "directory/asking/_partials/toggle.html",
        offer=offer,
        school=school,
        has=marks.has(offer.id, school.id),
        several=len(marks.schools) > 1,
        title=request.form.get("title", "")[:200],
        here=path_here(request.form.get("next"), otherwise=f"/directory/{offer.slug}"),
        form=Form(formdata=None),
        pressed=True,
    )


def _page(school: School, *, form: Form | None = None, noted: int = 0, problem: str = "") -> Response:
    lines = shortlist_of(school.id, today=clock.today())
    form = form or Form(formdata=None)
    if problem:
        form.problem.append(problem)
    return page(
        "directory/asking/shortlist.html",
        school=school,
        lines=lines,
        form=form,
        notes={line.entry.offer_id: _note(line, form if line.entry.offer_id == noted else None) for line in lines},
        figures=figures_of([line.entry.offer_id for line in lines]),
        most=MOST_COMPARED,
        status=422 if problem else 200,
    )


def _note(line: Shortlisted, sent: Form | None) -> NoteForm:
    if isinstance(sent, NoteForm):
        found = sent
    else:
        found = NoteForm(formdata=None, note=line.entry.note, version=str(line.entry.version))
    found.note.id = f"note-{line.entry.offer_id}"
    return found
