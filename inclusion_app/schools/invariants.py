"""What must be true of schools, their groups and terms in every copy of the database."""

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.schools.models import RegisterImport, School, SchoolGrouping, Term
from inclusion_app.schools.states import GroupingKind


def _two_groups_at_once() -> list[str]:
    """Two lines of one kind that share a day; no ``since`` reaches back, no ``until`` reaches on, without end."""
    one, other = aliased(SchoolGrouping), aliased(SchoolGrouping)
    share_a_day = and_(
        or_(one.since.is_(None), other.until.is_(None), one.since < other.until),
        or_(other.since.is_(None), one.until.is_(None), other.since < one.until),
    )
    query = (
        select(School.urn, one.kind)
        .join(one, one.school_id == School.id)
        .join(other, and_(other.school_id == one.school_id, other.kind == one.kind, other.id > one.id))
        .where(one.kind != GroupingKind.COHORT, share_a_day)
        .order_by(School.urn)
    )
    return rows(query, "school {0} is in two groups of the kind {1} at once")


def _terms_overlap() -> list[str]:
    one, other = aliased(Term), aliased(Term)
    same_owner = func.coalesce(one.school_id, 0) == func.coalesce(other.school_id, 0)
    query = select(one.school_year, one.number, other.school_year, other.number)
    query = query.where(same_owner, one.id != other.id, one.starts <= other.starts, other.starts <= one.ends)
    return rows(query, "term {1} of {0} and term {3} of {2} share a day")


def _imports_without_audit() -> list[str]:
    audited = func.count(AuditEvent.id)
    imports = {str(id_): name for id_, name in db.session.execute(select(RegisterImport.id, RegisterImport.file_name))}
    query = select(AuditEvent.subject_id, audited).where(AuditEvent.act == "import_register")
    counts = dict(db.session.execute(query.group_by(AuditEvent.subject_id)).all())
    return [
        f"import {id_} of {name} has {counts.get(id_, 0)} audit rows"
        for id_, name in imports.items()
        if counts.get(id_, 0) != 1
    ]


def _imports_do_not_add_up() -> list[str]:
    parts = RegisterImport.new + RegisterImport.changed + RegisterImport.unchanged
    query = select(RegisterImport.id, RegisterImport.schools, parts).where(parts != RegisterImport.schools)
    return rows(query, "import {0} has {1} schools, but {2} new, changed and unchanged ones")


CHECKS = (
    Check("schools: each is in one group of a kind at a time, cohorts apart", _two_groups_at_once),
    Check("schools: terms do not overlap", _terms_overlap),
    Check("schools: every import has its one audit row", _imports_without_audit),
    Check("schools: the figures of every import add up", _imports_do_not_add_up),
)
