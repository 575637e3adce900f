"""What must be true of files in every copy of the database."""

from hashlib import sha256

from sqlalchemy import func, or_, select

from inclusion_app.foundation.database import db
from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.training.models import MaterialContent, RunMaterial

AT_A_TIME = 5


def _contents() -> list[str]:
    """Every file has its content, of the size that its row says, and every content its file."""
    length = func.length(MaterialContent.data)
    query = (
        select(RunMaterial.id, MaterialContent.material_id, RunMaterial.size_bytes, length)
        .outerjoin(MaterialContent, MaterialContent.material_id == RunMaterial.id, full=True)
        .where(or_(RunMaterial.id.is_(None), MaterialContent.material_id.is_(None), length != RunMaterial.size_bytes))
    )
    return rows(query, "material {0} has the content {1}, and of {2} bytes there are {3}")


def _sums() -> list[str]:
    """Content by content, a few at a time, as there may be gigabytes of it."""
    query = (
        select(RunMaterial.id, RunMaterial.sha256, MaterialContent.data)
        .join(MaterialContent, MaterialContent.material_id == RunMaterial.id)
        .order_by(RunMaterial.id)
        .execution_options(yield_per=AT_A_TIME)
    )
    return [
        f"the content of material {number} is not what was added"
        for number, digest, data in db.session.execute(query)
        if sha256(data).hexdigest() != digest
    ]


CHECKS = (
    Check("each file of a run has its content, as large as its row says", _contents),
    Check("the content of each file is what was added", _sums),
)
