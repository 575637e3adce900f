"""What other rooms may know of the directory: how far each school has looked for support, in figures alone."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from inclusion_app.directory.asking.models import Enquiry, OfferUse, ShortlistEntry
from inclusion_app.directory.asking.states import Helped
from inclusion_app.foundation.database import db


@dataclass(frozen=True)
class SupportOfSchool:
    """One school's offers: on its shortlist, asked for (accepted of these), used, and what it said of those used."""

    school_id: int
    shortlisted: int
    enquiries: int
    accepted: int
    used: int
    helped: int
    helped_in_part: int
    did_not_help: int


def support_of_schools(school_ids: Collection[int] | None = None) -> list[SupportOfSchool]:
    """The figures of each school that has done anything with offers (none given: of every school); one statement.

    An enquiry that was accepted counts as such when it is closed. A school counts an offer as used once, with what
    it said last.
    """
    shortlisted = _part(ShortlistEntry.school_id, {"shortlisted": literal(1)}, school_ids)
    accepted = Enquiry.accepted_at.is_not(None)
    asked = _part(Enquiry.school_id, {"enquiries": literal(1), "accepted": case((accepted, 1), else_=0)}, school_ids)
    said = {helped: case((OfferUse.helped == helped, 1), else_=0) for helped in Helped}
    names = {"helped": said[Helped.YES], "helped_in_part": said[Helped.PARTLY], "did_not_help": said[Helped.NO]}
    used = _part(OfferUse.school_id, {"used": literal(1), **names}, school_ids)
    every = union_all(shortlisted, asked, used).subquery()
    sums = [cast(func.sum(every.c[name]), Integer) for name in FIGURES]
    query = select(every.c.school_id, *sums).group_by(every.c.school_id).order_by(every.c.school_id)
    return [SupportOfSchool(*row) for row in db.session.execute(query)]


FIGURES = ("shortlisted", "enquiries", "accepted", "used", "helped", "helped_in_part", "did_not_help")


def _part(
    school_id: InstrumentedAttribute[int], said: dict[str, ColumnElement[int]], school_ids: Collection[int] | None
) -> Select[*tuple[int, ...]]:
    columns = [said.get(name, literal(0)).label(name) for name in FIGURES]
    query: Select[*tuple[int, ...]] = select(school_id.label("school_id"), *columns)
    return query if school_ids is None else query.where(school_id.in_(school_ids))
