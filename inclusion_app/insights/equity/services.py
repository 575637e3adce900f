"""Taking over the national file."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction
from inclusion_app.insights.equity.models import SchoolSend
from inclusion_app.insights.equity.reading import SendLine
from inclusion_app.schools.models import School


@dataclass(frozen=True)
class SendPlan:
    """What would be made of a file: lines of schools that are here, and how many are not, or stay as they are."""

    rows: Sequence[dict[str, int | None]]
    years: Sequence[int]
    elsewhere: int
    unchanged: int

    @property
    def sentence(self) -> str:
        """For whoever sent it."""
        years = ", ".join(str(year) for year in self.years)
        return (
            f"{len(self.rows)} schools are new or changed ({years}), {self.unchanged} are as they were, "
            f"{self.elsewhere} lines are of schools that are not here."
        )


def plan_of(lines: Sequence[SendLine]) -> SendPlan:
    """Compare the file with what is here. Two statements."""
    urns = dict(db.session.execute(select(School.urn, School.id)).all())
    years = sorted({line.year for line in lines})
    known = {
        (row.school_id, row.year): (row.pupils, row.sen_support, row.ehc)
        for row in db.session.scalars(select(SchoolSend).where(SchoolSend.year.in_(years)))
    }
    here = [(urns[line.urn], line) for line in lines if line.urn in urns]
    fresh = [
        (school_id, line)
        for school_id, line in here
        if known.get((school_id, line.year)) != (line.pupils, line.sen_support, line.ehc)
    ]
    rows = [
        {"school_id": i, "year": one.year, "pupils": one.pupils, "sen_support": one.sen_support, "ehc": one.ehc}
        for i, one in fresh
    ]
    return SendPlan(rows, years, elsewhere=len(lines) - len(here), unchanged=len(here) - len(fresh))


def import_send(actor: Acting, lines: Sequence[SendLine], *, name: str, data: bytes) -> SendPlan:
    """Take the file over, all of it; a second time changes nothing. One act on the audit trail."""
    with transaction() as session:
        plan = plan_of(lines)
        for year in plan.years:
            ids = [row["school_id"] for row in plan.rows if row["year"] == year]
            session.execute(delete(SchoolSend).where(SchoolSend.year == year, SchoolSend.school_id.in_(ids)))
        if plan.rows:
            session.execute(insert(SchoolSend), list(plan.rows))
        said = {"file": name[:200], "sha256": hashlib.sha256(data).hexdigest(), "rows": len(plan.rows)}
        audit.record(actor, "import_send", ("school_send", ",".join(map(str, plan.years))), detail=said)
    return plan
