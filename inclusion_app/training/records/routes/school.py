"""A school's training record: who of the staff holds what, where the gaps are, and the way to fill them."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.accounts.queries.people import Colleague, staff_of
from inclusion_app.foundation import clock
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.forms import go_to
from inclusion_app.foundation.pages import page
from inclusion_app.foundation.paging import Page
from inclusion_app.schools.models import School
from inclusion_app.schools.queries import schools_by_ids
from inclusion_app.training.bookings.routes.schools import school_for
from inclusion_app.training.records.forms import SchoolRecordForm
from inclusion_app.training.records.queries import outcomes_of_people, outcomes_of_schools, runs_to_book
from inclusion_app.training.records.sheets import StaffLine, expiring, staff_lines, staff_rows, strand_counts
from inclusion_app.vocabulary.queries import concept_by_code, concepts

school_records = Blueprint("school_records", __name__)
ON_A_PAGE = 25


@school_records.get("/staff-training")
@allows(Action.VIEW_SCHOOL_RECORD)
def choose() -> Response:
    """To the only school, or to a choice of them."""
    ids = current_actor().schools_with(Action.VIEW_SCHOOL_RECORD)
    schools = sorted(schools_by_ids(ids), key=lambda school: school.name)
    if len(schools) == 1:
        return go_to(f"/schools/{schools[0].urn}/training-record")
    return page("records/choose_school.html", schools=schools)


@school_records.get("/schools/<int:urn>/training-record")
@allows(Action.VIEW_SCHOOL_RECORD)
def show(urn: int) -> Response:
    """Staff and strands, gaps, and what runs out soon."""
    school, today = school_for(urn, Action.VIEW_SCHOOL_RECORD), clock.today()
    form, strands = SchoolRecordForm.asked(request.args), _strands()
    lines = _lines(school)
    return page(
        "records/school.html",
        fragments={"results": "records/_partials/school.html"},
        school=school,
        form=form,
        strands=strands,
        staff=len(lines),
        counts=strand_counts(lines, strands),
        expiring=expiring(lines, today=today),
        found=_page_of(form.of(lines), request.args.get("page", 1, int)),
        by_school=[it for it in outcomes_of_schools([school.id]) if it.is_completed],
        asked=form.asked_for,
        may_book=current_actor().can(Action.BOOK_TRAINING, school_id=school.id),
        today=today,
    )


@school_records.get("/schools/<int:urn>/training-record.csv")
@allows(Action.VIEW_SCHOOL_RECORD)
def exported(urn: int) -> Response:
    """All staff, as filtered, for a spreadsheet."""
    school = school_for(urn, Action.VIEW_SCHOOL_RECORD)
    headings = ["Name", "Roles"]
    for label in _strands().values():
        headings += [label, f"{label}: valid until", f"{label}: courses"]
    lines = SchoolRecordForm.asked(request.args).of(_lines(school))
    return csv_download(f"staff-training-{urn}-{clock.today()}.csv", headings, staff_rows(lines))


@school_records.get("/schools/<int:urn>/training-record/book")
@allows(Action.BOOK_TRAINING)
def book(urn: int) -> Response:
    """Runs to come that would fill a gap, of one strand or of all; a person who is named is ticked on the next page."""
    school = school_for(urn, Action.BOOK_TRAINING)
    asked = request.args.get("strand", "")
    strand = concept_by_code("strand", asked)
    if asked and strand is None:
        abort(404)
    wanted = request.args.get("person", 0, int)
    person = next((c.person for c in _staff(school) if c.person.id == wanted), None)
    runs = runs_to_book(strand, now=clock.now())
    return page("records/book.html", school=school, strand=strand, person=person, runs=runs)


def _strands() -> dict[str, str]:
    return {concept.code: concept.label for concept in concepts("strand")}


def _staff(school: School) -> list[Colleague]:
    return staff_of(school.id, today=clock.today())


def _lines(school: School) -> list[StaffLine]:
    staff = _staff(school)
    outcomes = outcomes_of_people([colleague.person.id for colleague in staff])
    return staff_lines(staff, outcomes, _strands(), today=clock.today())


def _page_of(lines: list[StaffLine], number: int) -> Page[StaffLine]:
    number = min(max(1, number), max(1, -(-len(lines) // ON_A_PAGE)))
    start = (number - 1) * ON_A_PAGE
    return Page(lines[start : start + ON_A_PAGE], number, ON_A_PAGE, len(lines))
