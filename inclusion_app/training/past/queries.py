"""What is known of everything that a file of past attendance names; as many statements whatever its length."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from inclusion_app.accounts.models import Person, Provider
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.words import plain
from inclusion_app.schools.models import School
from inclusion_app.training.models import AttendanceImport, Booking, Course, Run
from inclusion_app.training.past.lines import PastFile
from inclusion_app.training.past.plan import Facts, KnownCourse, KnownRun, RunKey
from inclusion_app.training.states import ACTIVE, RunState

JOINABLE = (RunState.OPEN, RunState.CLOSED)
SHOWN = 20


def facts_of(file: PastFile, *, now: datetime) -> Facts:
    """Everything the lines can name; six statements."""
    lines = file.lines
    days = [line.day for line in lines]
    runs = _runs(min(days), max(days), now=now)
    people = {line.email for line in lines}
    on_run = _on_runs({run.id for found in runs.values() for run in found})
    return Facts(
        courses=_courses(),
        providers=_providers(),
        schools=_schools({line.urn for line in lines}),
        people=_people(people),
        runs=runs,
        on_run=on_run,
    )


def import_of(sha256: str) -> AttendanceImport | None:
    """The import of the very same file, where there was one."""
    return db.session.scalars(select(AttendanceImport).where(AttendanceImport.sha256 == sha256)).first()


def latest_imports() -> list[tuple[AttendanceImport, str]]:
    """The last imports with who made them."""
    rows = db.session.execute(
        select(AttendanceImport, Person.name)
        .outerjoin(Person, Person.id == AttendanceImport.imported_by_id)
        .order_by(AttendanceImport.id.desc())
        .limit(SHOWN)
    )
    return [(found, name or "The service itself") for found, name in rows]


def _courses() -> list[KnownCourse]:
    columns = (Course.id, Course.slug, Course.title, Course.taker, Course.delivery, Course.provider_id)
    rows = db.session.execute(select(*columns, Course.valid_for_months).order_by(Course.id))
    return [KnownCourse(*row) for row in rows]


def _providers() -> dict[str, int]:
    """By code and by name."""
    found: dict[str, int] = {}
    for provider_id, code, name in db.session.execute(select(Provider.id, Provider.code, Provider.name)):
        found[plain(code)] = found[plain(name)] = provider_id
    return found


def _schools(urns: Collection[int]) -> dict[int, int]:
    rows = db.session.execute(select(School.urn, School.id).where(School.urn.in_(urns)))
    return {urn: school_id for urn, school_id in rows}  # noqa: C416  # a row is no pair to the type checker


def _people(emails: Collection[str]) -> dict[str, tuple[int, str]]:
    rows = db.session.execute(select(Person.email, Person.id, Person.name).where(Person.email.in_(emails)))
    return {email: (person_id, name) for email, person_id, name in rows}


def _runs(first: date, last: date, *, now: datetime) -> dict[RunKey, list[KnownRun]]:
    begins = clock.from_london(first, time())
    ends = clock.from_london(last + timedelta(days=1), time())
    rows = db.session.execute(
        select(Run.id, Run.course_id, Run.starts_at, Run.ends_at, Run.register_closed_at)
        .where(Run.state.in_(JOINABLE), Run.starts_at >= begins, Run.starts_at < ends)
        .order_by(Run.id)
    )
    found: dict[RunKey, list[KnownRun]] = {}
    for run_id, course_id, starts_at, ends_at, closed_at in rows:
        run = KnownRun(run_id, clock.london(ends_at).date(), ends_at <= now, closed_at is not None)
        found.setdefault((course_id, clock.london(starts_at).date()), []).append(run)
    return found


def _on_runs(run_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    rows = db.session.execute(
        select(Booking.run_id, Booking.person_id).where(
            Booking.run_id.in_(run_ids), Booking.state.in_(ACTIVE), Booking.person_id.is_not(None)
        )
    )
    return frozenset((run_id, person_id) for run_id, person_id in rows if person_id is not None)
