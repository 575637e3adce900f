"""What must be true of kept files in every copy of the database: rows and contents belong together, byte by byte."""

from hashlib import sha256
from typing import Any

from sqlalchemy import func, or_, select

from inclusion_app.foundation.database import db
from inclusion_app.foundation.invariants import Check, rows

AT_A_TIME = 5


def file_checks(what: str, row: Any, content: Any) -> tuple[Check, ...]:
    """The checks of one kind of file: its table, with ``size_bytes`` and ``sha256``, and that of its bytes, whose
    primary key is the row's. ``what`` is one of them in words."""
    owner, data = content.__mapper__.primary_key[0], content.data

    def sizes() -> list[str]:
        length = func.length(data)
        query = (
            select(row.id, owner, row.size_bytes, length)
            .outerjoin(content, owner == row.id, full=True)
            .where(or_(row.id.is_(None), owner.is_(None), length != row.size_bytes))
        )
        return rows(query, f"{what} {{0}} has the content {{1}}, and of {{2}} bytes there are {{3}}")

    def sums() -> list[str]:
        """A few at a time, as there may be gigabytes of it."""
        query = select(row.id, row.sha256, data).join(content, owner == row.id).order_by(row.id)
        return [
            f"the content of {what} {number} is not what was added"
            for number, digest, told in db.session.execute(query.execution_options(yield_per=AT_A_TIME))
            if sha256(told).hexdigest() != digest
        ]

    return (
        Check(f"each {what} has its content, as large as its row says", sizes),
        Check(f"the content of each {what} is what was added", sums),
    )
