"""Past attendance is taken over: runs, people, bookings, attendance and outcomes, all or nothing."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from inclusion_app.accounts.rules import StaffEntry
from inclusion_app.accounts.services.many_staff import put_on_staff_lists
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.formats import when
from inclusion_app.training.models import AttendanceImport
from inclusion_app.training.past.lines import PastFile
from inclusion_app.training.past.plan import Plan, planned
from inclusion_app.training.past.queries import facts_of, import_of
from inclusion_app.training.past.services.bookings import book
from inclusion_app.training.past.services.runs import give_room, make_runs

CLASH = "Somebody else changed the same people or runs at this moment, so nothing was taken over. Try again."
NOTHING_NEW = "Every line of this file is known already, so there is nothing to take over"


def import_past_attendance(actor: Acting, file: PastFile, *, now: datetime) -> Plan:
    """Take over every line that is not known yet; nobody gets a message. Answers what was made.

    Raises RuleBroken, and nothing has changed, when a line is wrong, when the very same file was taken over before,
    or when every line is known.
    """
    try:
        with transaction():
            return _imported(actor, file, now=now)
    except IntegrityError as clash:
        raise RuleBroken(None, CLASH) from clash


def check_not_imported(file: PastFile) -> None:
    """Raise RuleBroken when the very same file was taken over before."""
    earlier = import_of(file.sha256)
    if earlier is not None:
        raise RuleBroken("file", f"This file was taken over on {when(earlier.imported_at)}. Nothing was changed")


def _imported(actor: Acting, file: PastFile, *, now: datetime) -> Plan:
    check_not_imported(file)
    plan = planned(file, facts_of(file, now=now))
    if plan.problems.count:
        raise RuleBroken.several([(None, str(problem)) for problem in plan.problems.kept])
    if not plan.entries:
        raise RuleBroken("file", NOTHING_NEW)
    with transaction() as session:
        done = AttendanceImport(file_name=file.name, sha256=file.sha256, lines=len(file.lines), imported_at=now)
        done.imported_by_id = actor.person_id
        session.add(done)
        session.flush()
        entries = [(e.school_id, StaffEntry(e.line.name, e.line.email)) for e in plan.entries]
        people = put_on_staff_lists(actor, entries, now=now, today=london(now).date())
        give_room(plan.joined_runs, now=now)
        runs = make_runs(plan.new_runs, now=now)
        detail = {"bookings": len(plan.entries), "runs": len(plan.new_runs), "known": len(plan.known)}
        event = audit.record(actor, "import_past_attendance", done, detail=detail | {"people": plan.new_people})
        book(actor, plan, people=people, runs=runs, event=event, now=now)
    return plan
