"""Evidence files, and one with its content."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import EvidenceContent, EvidenceFile, FrameworkArea


@dataclass(frozen=True)
class ListedFile:
    """A file as its list shows it; it comes without its content."""

    file: EvidenceFile
    added_by: str


def files_of(review_id: int) -> Sequence[ListedFile]:
    """Every file of the review with whoever added it, by area and title."""
    query = (
        select(EvidenceFile, Person.name)
        .join(Person, Person.id == EvidenceFile.added_by_id)
        .where(EvidenceFile.review_id == review_id)
        .order_by(EvidenceFile.area, func.lower(EvidenceFile.title), EvidenceFile.id)
    )
    return [ListedFile(file, name) for file, name in db.session.execute(query)]


def file_of(review_id: int, file_id: int) -> EvidenceFile | None:
    """One file of that review, without its content."""
    query = select(EvidenceFile).where(EvidenceFile.id == file_id, EvidenceFile.review_id == review_id)
    return db.session.scalars(query).first()


def content_of(file_id: int) -> bytes | None:
    """The bytes of a file."""
    return db.session.scalar(select(EvidenceContent.data).where(EvidenceContent.file_id == file_id))


def room_taken(review_id: int) -> tuple[int, int]:
    """How many files the review has, and how many bytes they have altogether."""
    query = select(func.count(), func.coalesce(func.sum(EvidenceFile.size_bytes), 0))
    number, altogether = db.session.execute(query.where(EvidenceFile.review_id == review_id)).one()
    return number, int(altogether)


def areas_of(framework_id: int) -> dict[str, str]:
    """Titles of the framework's areas by code, in order."""
    query = select(FrameworkArea.code, FrameworkArea.title).where(FrameworkArea.framework_id == framework_id)
    return {row.code: row.title for row in db.session.execute(query.order_by(FrameworkArea.position))}
