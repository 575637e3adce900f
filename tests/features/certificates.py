"""Certificates: one that stands at each school, and one that is revoked."""

from datetime import timedelta

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.training.certificates.snapshots import said_of
from inclusion_app.training.models import Booking, Certificate, Course, OutcomeOfRun, Run, Session
from inclusion_app.training.states import RunOutcome, RunState
from tests.matrix.bodies import HowTo, typed
from tests.matrix.growing import seat
from tests.matrix.world import World, _add, _book, _run

CODES = {"A": "AAAA-AAAA-AAA1", "B": "BBBB-BBBB-BBB1"}
OF = {"A": ("A", "staff_a"), "B": ("B", "colleague_b"), "revoked": ("A", "colleague_a")}


def build(world: World) -> None:
    """A run of last month, whose register is closed, with one completed booking for each certificate."""
    _run(world, "run_certified", "course", RunState.OPEN)
    run = db.session.get_one(Run, world["run_certified"])
    session, long_ago = run.sessions[0], timedelta(days=60)
    for row, names in ((session, ("starts_at", "ends_at", "day")), (run, ("starts_at", "ends_at", "book_by"))):
        for name in names:
            setattr(row, name, getattr(row, name) - long_ago)
    run.opens_at, run.cancel_by = run.opens_at - long_ago, run.cancel_by - long_ago
    run.register_closed_at = world.now
    run.course = db.session.get_one(Course, run.course_id)
    for name in OF:
        _certificate(world, name, run)
    run.taken = len(OF)


def _certificate(world: World, name: str, run: Run) -> None:
    letter, person = OF[name]
    _book(world, f"certified_{name}", letter, person, run="run_certified")
    booking = db.session.get_one(Booking, world[f"certified_{name}"])
    booking.outcome = OutcomeOfRun(outcome=RunOutcome.COMPLETED, decided_on=world.now.date(), detail={})
    db.session.flush()
    db.session.refresh(booking, ["person", "school", "participants"])
    db.session.refresh(run, ["course", "provider", "sessions"])
    db.session.refresh(run.course, ["outcomes"])
    said = said_of(booking, run, now=world.now).as_json()
    row = Certificate(booking_id=booking.id, code=CODES.get(name, "CCCC-CCCC-CCC1"), issued_at=world.now, said=said)
    if name == "revoked":
        row.revoked_at, row.revoked_reason = world.now, "A mix-up"
    _add(world, f"certificate_{name}", row)


def grow(world: World, number: int) -> None:
    """Somebody else on that run has a certificate, and staff of school A have one of another run."""
    _certified(world, f"certified-{number}", world[f"grown_person_{number}"], run="run_certified")
    _run(world, f"certified-run-{number}", "course", RunState.OPEN)
    run = db.session.get_one(Run, world[f"certified-run-{number}"])
    session = db.session.scalars(select(Session).where(Session.run_id == run.id)).one()
    for row in (run, session):
        row.starts_at, row.ends_at = (moment - timedelta(days=60) for moment in (row.starts_at, row.ends_at))
    run.register_closed_at = world.now
    _certified(world, f"own-certified-{number}", world["staff_a"], run=f"certified-run-{number}")


def _certified(world: World, name: str, person_id: int, *, run: str) -> None:
    booking = seat(world, name, run=run, holder=person_id)
    outcome = OutcomeOfRun(booking_id=booking.id, outcome=RunOutcome.COMPLETED, decided_on=world.now.date(), detail={})
    db.session.add(outcome)
    said = db.session.get_one(Certificate, world["certificate_A"]).said
    _add(world, f"certificate-{name}", Certificate(booking_id=booking.id, code=name, issued_at=world.now, said=said))


HOW_TO = {
    "team_certificates.revoke": HowTo(typed(reason="A mix-up")),
    "team_certificates.reinstate": HowTo(),
}
ROWS = {
    "certificate_id": {"A": "certificate_A", "B": "certificate_B"},
    "team_certificates.reinstate certificate_id": {"A": "certificate_revoked"},
}
WORDS = {"certificates.show code": CODES, "certificates.document code": CODES}
VISITED = {
    "certificates.check": ("/certificates/check?code=nothing", ("", "staff")),
    "certificates.show": ("/certificates/{certificate}", ("", "team-viewer")),
    "team_certificates.search": ("/team/certificates", ("team-manager",)),
    "team_certificates.show": ("/team/certificates/{certificate_id}", ("team-manager",)),
}
NO_PAGES = {"certificates.document": "a PDF"}
NAMES = {
    "certificates": """
        SELECT COALESCE(MAX(code), 'none') AS certificate, COALESCE(MAX(id), 0) AS certificate_id
        FROM certificate WHERE id = (SELECT MIN(id) FROM certificate WHERE revoked_at IS NULL)
    """
}
