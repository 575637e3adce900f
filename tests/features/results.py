"""Results: pages of one school and of all, their files, what is frozen, need, tools that read, and reminders."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from inclusion_app.accounts.secrets import hashed
from inclusion_app.foundation import clock
from inclusion_app.foundation.carrying import packed
from inclusion_app.foundation.database import db
from inclusion_app.insights.chasing.models import ResultReminder
from inclusion_app.insights.clients.models import ApiClient
from inclusion_app.insights.equity.models import SchoolSend
from inclusion_app.insights.figures import Figure
from inclusion_app.insights.frozen.content import frozen, hash_of, written
from inclusion_app.insights.frozen.models import Freeze
from tests.matrix.bodies import HowTo, typed
from tests.matrix.world import URN, World, _add

MONTH = date(2026, 1, 31)
SEND = f"time_period,URN,Total pupils,SEN support,EHC plan\n202526,{URN['A']},200,30,5\n".encode()


def build(world: World) -> None:
    """A month that is kept, a tool, what the national file says of school A, and a reminder of school B."""
    content = written([frozen("completion", "Completion", Figure(30, 40))])
    kept = Freeze(as_of=MONTH, taken_at=world.now, content=content, sha256=hash_of(content))
    tool = ApiClient(name="The dashboard", token_hash=hashed("a token"), scopes=["figures"], created_at=world.now)
    db.session.add(SchoolSend(school_id=world["school_A"], year=2025, pupils=200, sen_support=20, ehc=4))
    _add(world, "freeze", kept)
    _add(world, "tool", tool)
    _remind(world, "school_B", "head_b", days=1)


def grow(world: World, number: int) -> None:
    """One more of each."""
    content = written([frozen("completion", "Completion", Figure(number, 40))])
    kept = Freeze(as_of=MONTH - timedelta(days=number + 1), taken_at=world.now, content=content)
    kept.sha256 = hash_of(content)
    tool = ApiClient(name=f"Tool {number}", token_hash=f"hash {number}", scopes=["figures"], created_at=world.now)
    tool.created_by_id = world["manager"]
    need = SchoolSend(school_id=world[f"grown_school_{number}"], year=2025, pupils=200, sen_support=number, ehc=4)
    db.session.add_all([kept, tool, need])
    _remind(world, "school_A", "head_a", days=number + 2)


def _remind(world: World, school: str, head: str, *, days: int) -> None:
    row = ResultReminder(school_id=world[school], person_id=world[head], measure="reach", sent_by_id=world["manager"])
    row.sent_at = world.now - timedelta(days=days)
    row.sent_on = clock.london(row.sent_at).date()
    db.session.add(row)
    db.session.flush()


def _chosen(world: World, _thing: str) -> dict[str, Any]:
    return {"schools": [str(world["school_A"])], "note": "We would like to help."}


def _packed(_world: World, _thing: str) -> dict[str, Any]:
    return {"packed": packed(SEND), "name": "send.csv", "year": ""}


HOW_TO = {
    "schools_counted.remind": HowTo(_chosen),
    "equity.preview": HowTo(lambda _world, _thing: {"file": (BytesIO(SEND), "send.csv")}),
    "equity.take": HowTo(_packed),
    "api_clients.make": HowTo(typed(name="Another tool", scopes=["figures"])),
    "api_clients.revoke": HowTo(),
}
ROWS = {"client_id": {"A": "tool"}}
CODES = {"A": "completion"}
FORMS = {"A": "xlsx", "missing": "csv"}
WORDS = {
    "county_results.measure code": CODES,
    "schools_counted.listed code": CODES,
    "schools_counted.remind code": CODES,
    "result_files.groups code": CODES,
    "result_files.schools code": CODES,
    "frozen_results.compare code": CODES,
    "measures_api.show code": CODES,
    "result_files.groups form": FORMS,
    "result_files.schools form": FORMS,
    "result_files.strands form": {"A": "ods", "missing": "doc"},
    "result_files.reviews form": {"A": "csv", "missing": "doc"},
    "result_files.not_reached form": {"A": "xlsx", "missing": "doc"},
    "day": {"A": str(MONTH), "missing": "2026-13-01"},
}
VISITED = {
    "school_results.show": ("/schools/{urn}/results", ("headteacher", "team-viewer")),
    "school_results.timeline": ("/schools/{urn}/results/timeline", ("headteacher",)),
    "school_results.compare": ("/results", ("team-viewer",)),
    "county_results.show": ("/team/results", ("team-viewer",)),
    "county_results.show_map": ("/team/results/map?colour=coverage", ("team-viewer",)),
    "county_results.list_not_reached": ("/team/results/not-yet-reached", ("team-viewer",)),
    "county_results.measure": ("/team/results/measures/completion", ("team-viewer",)),
    "county_results.definitions": ("/team/results/definitions", ("team-viewer",)),
    "schools_counted.listed": ("/team/results/measures/reach/schools", ("team-adviser",)),
    "frozen_results.listed": ("/team/results/frozen", ("team-viewer",)),
    "frozen_results.show": ("/team/results/frozen/{frozen}", ("team-viewer",)),
    "frozen_results.compare": ("/team/results/frozen/{frozen}/measures/reach", ("team-viewer",)),
    "equity.show": ("/team/results/equity", ("team-viewer",)),
    "equity.ask": ("/team/results/equity/send", ("team-manager",)),
    "api_clients.listed": ("/team/results/clients", ("team-manager",)),
}
NO_PAGES = {
    f"result_files.{name}": "a file for a spreadsheet"
    for name in ("groups", "schools", "strands", "reviews", "not_reached")
} | {
    "frozen_results.exported": "a CSV file",
    "measures_api.listed": "JSON",
    "measures_api.show": "JSON",
    "measures_api.description": "JSON",
}
NAMES = {"results": 'SELECT MAX(as_of) AS frozen FROM "freeze"'}
