"""Add an evidence file, hand it out, lay it beside another area, and take it away."""

from datetime import datetime

from sqlalchemy import delete

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.uploads import File
from inclusion_app.reviews.files.queries import areas_of, content_of, file_of, room_taken
from inclusion_app.reviews.files.rules import Quota, lets_files_go, room_problem, takes_files, title_problem
from inclusion_app.reviews.models import EvidenceContent, EvidenceFile
from inclusion_app.reviews.services import locked_review

TOO_LATE = "No more files can be added: the visit has been held, or the review has been set aside."
WHICH_AREA = "Choose an area of the framework"
FROZEN = "The self-review has been submitted, or the review set aside, so its files stay."


def add_file(
    actor: Actor, review_id: int, *, title: str, area: str, file: File, quota: Quota, now: datetime
) -> EvidenceFile:
    """Keep the file with its row, both or neither. Raises RuleBroken, LookupError."""
    if problem := title_problem(title):
        raise RuleBroken("title", problem)
    with transaction() as session:
        review = locked_review(review_id)  # two files at once must not share the last room
        if not takes_files(review.stage, review.side):
            raise RuleBroken(None, TOO_LATE)
        if area and area not in areas_of(review.cycle.framework_id):
            raise RuleBroken("area", WHICH_AREA)
        number, altogether = room_taken(review_id)
        if problem := room_problem(quota, size=len(file.data), number=number, altogether=altogether):
            raise RuleBroken("file", problem)
        assert actor.person_id is not None  # noqa: S101  # the service itself adds nothing
        kept = EvidenceFile(
            review_id=review_id,
            area=area,
            title=" ".join(title.split()),
            file_name=file.name,
            content_type=file.content_type,
            size_bytes=len(file.data),
            sha256=file.sha256,
            added_at=now,
            added_by_id=actor.person_id,
            content=EvidenceContent(data=file.data),
        )
        session.add(kept)
        detail = {"review": review_id, "bytes": len(file.data)}
        audit.record(actor, "add_evidence_file", kept, school_id=review.school_id, detail=detail)
    return kept


def hand_out_file(actor: Actor, file: EvidenceFile, *, school_id: int) -> bytes:
    """The file's bytes, and on the audit trail that this person has had them. Raises LookupError when it is gone."""
    with transaction():
        data = content_of(file.id)
        if data is None:
            raise LookupError(f"There is no file {file.id}.")
        audit.record(actor, "download_evidence_file", file, school_id=school_id, detail={"review": file.review_id})
    return data


def change_area(actor: Actor, review_id: int, file_id: int, *, area: str) -> None:
    """Lay a file beside another area, or beside all of them (no area). Raises RuleBroken, LookupError."""
    with transaction():
        review = locked_review(review_id)
        if not lets_files_go(review.stage, review.side):
            raise RuleBroken(None, FROZEN)
        if area and area not in areas_of(review.cycle.framework_id):
            raise RuleBroken("area", WHICH_AREA)
        file = file_of(review_id, file_id)
        if file is None:
            raise LookupError(f"There is no file {file_id} of review {review_id}.")
        detail = {"review": review_id, "before": file.area, "area": area}
        file.area = area
        audit.record(actor, "change_area_of_file", file, school_id=review.school_id, detail=detail)


def remove_file(actor: Actor, review_id: int, file_id: int) -> None:
    """Take the file and its content away. Raises RuleBroken, and LookupError when it is gone already."""
    with transaction() as session:
        review = locked_review(review_id)
        if not lets_files_go(review.stage, review.side):
            raise RuleBroken(None, FROZEN)
        file = file_of(review_id, file_id)
        if file is None:
            raise LookupError(f"There is no file {file_id} of review {review_id}.")
        audit.record(actor, "remove_evidence_file", file, school_id=review.school_id, detail={"review": review_id})
        session.execute(delete(EvidenceContent).where(EvidenceContent.file_id == file_id))
        session.execute(delete(EvidenceFile).where(EvidenceFile.id == file_id))
