"""What must be true of evidence files in every copy of the database."""

from hashlib import sha256

from sqlalchemy import func, or_, select

from inclusion_app.foundation.database import db
from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.reviews.models import EvidenceContent, EvidenceFile

AT_A_TIME = 5


def _contents() -> list[str]:
    length = func.length(EvidenceContent.data)
    query = (
        select(EvidenceFile.id, EvidenceContent.file_id, EvidenceFile.size_bytes, length)
        .outerjoin(EvidenceContent, EvidenceContent.file_id == EvidenceFile.id, full=True)
        .where(or_(EvidenceFile.id.is_(None), EvidenceContent.file_id.is_(None), length != EvidenceFile.size_bytes))
    )
    return rows(query, "evidence file {0} has the content {1}, and of {2} bytes there are {3}")


def _sums() -> list[str]:
    query = (
        select(EvidenceFile.id, EvidenceFile.sha256, EvidenceContent.data)
        .join(EvidenceContent, EvidenceContent.file_id == EvidenceFile.id)
        .order_by(EvidenceFile.id)
        .execution_options(yield_per=AT_A_TIME)
    )
    return [
        f"the content of evidence file {number} is not what was added"
        for number, digest, data in db.session.execute(query)
        if sha256(data).hexdigest() != digest
    ]


CHECKS = (
    Check("each evidence file has its content, as large as its row says", _contents),
    Check("the content of each evidence file is what was added", _sums),
)
