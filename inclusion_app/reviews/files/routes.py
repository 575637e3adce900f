"""Evidence files of a review: added, had, moved, removed. A file is had by a form: each time is on the audit trail."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.foundation import clock, settings
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.files import shut_in
from inclusion_app.foundation.forms import Done, Form, sent_already, submit
from inclusion_app.foundation.pages import page
from inclusion_app.foundation.uploads import sent_file, takes_a_file
from inclusion_app.reviews.files.forms import AreaForm, EvidenceFileForm
from inclusion_app.reviews.files.policy import ADDS, may_remove
from inclusion_app.reviews.files.queries import areas_of, file_of, files_of
from inclusion_app.reviews.files.rules import MEGABYTE, Quota, lets_files_go, takes_files
from inclusion_app.reviews.files.services import add_file, change_area, hand_out_file, remove_file
from inclusion_app.reviews.models import EvidenceFile
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.routes.opening import ANY_SIDE, review_as, review_for
from inclusion_app.reviews.rules.visibility import Paper

review_files = Blueprint("review_files", __name__, url_prefix="/reviews")


@review_files.get("/<int:review_id>/files")
@allows(*ANY_SIDE)
def listed(review_id: int) -> Response:
    """The files, and for those of the school a form for one more."""
    return _page(review_for(review_id, Paper.FILES), EvidenceFileForm(formdata=None))


@review_files.post("/<int:review_id>/files")
@allows(Action.VIEW_SCHOOL_REVIEW)
@takes_a_file
def add(review_id: int) -> Response:
    """Lay a file beside the self-review."""
    review_as(review_id, *ADDS)
    form, actor = EvidenceFileForm(), current_actor()
    found = sent_file(form.file)

    def act() -> Done:
        if isinstance(found, RuleBroken):
            raise found
        title, area = form.title.data or "", form.area.data or ""
        add_file(actor, review_id, title=title, area=area, file=found, quota=_quota(), now=clock.now())
        return Done(f"/reviews/{review_id}/files", "The file has been added.")

    return submit(form, act, lambda: _page(review_for(review_id, Paper.FILES), form))


@review_files.post("/<int:review_id>/files/<int:file_id>")
@allows(*ANY_SIDE)
def fetch(review_id: int, file_id: int) -> Response:
    """The file, to be kept and never shown here."""
    seen = review_for(review_id, Paper.FILES)
    file = _file_of(review_id, file_id)
    try:
        data = hand_out_file(current_actor(), file, school_id=seen.review.school_id)
    except LookupError:
        abort(404)
    return shut_in(data, file.given_as, file.content_type)


@review_files.get("/<int:review_id>/files/<int:file_id>/area")
@allows(Action.VIEW_SCHOOL_REVIEW)
def ask_area(review_id: int, file_id: int) -> Response:
    """Which area does it speak to?"""
    seen, file = _removable(review_id, file_id)
    return _area_page(seen, file, AreaForm(formdata=None, data={"area": file.area}))


@review_files.post("/<int:review_id>/files/<int:file_id>/area")
@allows(Action.VIEW_SCHOOL_REVIEW)
def move(review_id: int, file_id: int) -> Response:
    """Lay it beside another area."""
    _removable(review_id, file_id)
    form, actor = AreaForm(), current_actor()

    def act() -> Done:
        change_area(actor, review_id, file_id, area=form.area.data or "")
        return Done(f"/reviews/{review_id}/files", "The area has been changed.")

    return submit(form, act, lambda: _area_page(*_removable(review_id, file_id), form))


@review_files.get("/<int:review_id>/files/<int:file_id>/remove")
@allows(Action.VIEW_SCHOOL_REVIEW)
def ask_remove(review_id: int, file_id: int) -> Response:
    """Is it really to be taken away?"""
    seen, file = _removable(review_id, file_id)
    return _remove_page(seen, file, Form(formdata=None))


@review_files.post("/<int:review_id>/files/<int:file_id>/remove")
@allows(Action.VIEW_SCHOOL_REVIEW)
def remove(review_id: int, file_id: int) -> Response:
    """Take it away."""
    review_as(review_id, *ADDS)
    earlier = sent_already()  # what the first sending removed is not there for the second
    if earlier is not None:
        return earlier
    seen, file = _removable(review_id, file_id)
    form, actor = Form(), current_actor()

    def act() -> Done:
        remove_file(actor, review_id, file_id)
        return Done(f"/reviews/{review_id}/files", "The file has been removed.")

    return submit(form, act, lambda: _remove_page(seen, file, form))


def _removable(review_id: int, file_id: int) -> tuple[SeenReview, EvidenceFile]:
    seen = review_as(review_id, *ADDS)
    file = _file_of(review_id, file_id)
    enforce(may_remove(current_actor(), seen, file))
    return seen, file


def _file_of(review_id: int, file_id: int) -> EvidenceFile:
    file = file_of(review_id, file_id)
    if file is None:
        abort(404)
    return file


def _quota() -> Quota:
    return Quota(settings.number("evidence_files"), settings.number("evidence_megabytes"))


def _page(seen: SeenReview, form: EvidenceFileForm) -> Response:
    review, actor, quota = seen.review, current_actor(), _quota()
    areas, found = areas_of(review.cycle.framework_id), files_of(review.id)
    form.offer(areas)
    may_go = lets_files_go(review.stage, review.side) and seen.is_any_of(*ADDS)
    return page(
        "reviews/files/list.html",
        review=review,
        form=form,
        files=found,
        areas=areas,
        adds=seen.is_any_of(*ADDS) and takes_files(review.stage, review.side),
        removable={one.file.id for one in found if may_go and may_remove(actor, seen, one.file) is None},
        altogether=sum(one.file.size_bytes for one in found),
        quota=quota,
        most_altogether=quota.megabytes * MEGABYTE,
        plain=Form(formdata=None),
    )


def _area_page(seen: SeenReview, file: EvidenceFile, form: AreaForm) -> Response:
    form.offer(areas_of(seen.review.cycle.framework_id))
    return page("reviews/files/area.html", review=seen.review, file=file, form=form)


def _remove_page(seen: SeenReview, file: EvidenceFile, form: Form) -> Response:
    return page("reviews/files/remove.html", review=seen.review, file=file, form=form)
