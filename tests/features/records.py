"""Learning records: an addition of everybody who comes in, and runs that would fill a gap."""

from inclusion_app.foundation.database import db
from inclusion_app.training.models import LearningAddition
from tests.matrix.addresses import _own, _somebody_elses
from tests.matrix.bodies import HowTo, typed
from tests.matrix.world import World, _add, _names


def build(world: World) -> None:
    """Something that each person has done elsewhere."""
    day = world.now.date()
    for name in [*_names(), "role_removed", "provider_p", "provider_q", "facilitator"]:
        row = LearningAddition(person_id=world[name], title=f"Done by {name}", done_on=day, created_at=world.now)
        _add(world, f"addition_{name}", row)


def grow(world: World, number: int) -> None:
    """One more addition of two who come in."""
    day = world.now.date()
    for name in ("staff_a", "head_a"):
        row = LearningAddition(person_id=world[name], title=f"Done {number}", done_on=day, created_at=world.now)
        row.strand_id = world[f"grown_strand_{number}"]
        db.session.add(row)


SAID = {"title": "First aid", "done_on": "2026-01-01", "hours": "6"}
HOW_TO = {
    "learning_additions.add": HowTo(typed(**SAID), page="learning_additions.new"),
    "learning_additions.change": HowTo(typed(title="First aid at work", version="1")),
    "learning_additions.remove": HowTo(),
}
ROWS = {"addition_id": {"own": _own("addition"), "B": _somebody_elses("addition")}}
VISITED = {
    "own_record.show": ("/my-record", ("staff", "headteacher", "governor")),
    "learning_additions.new": ("/my-record/additions/new", ("staff",)),
    "learning_additions.edit": ("/my-record/additions/999999", ("staff",)),
    "school_records.choose": ("/staff-training", ("headteacher", "team-viewer")),
    "school_records.show": ("/schools/{urn}/training-record", ("headteacher", "senco", "team-viewer")),
    "school_records.book": ("/schools/{urn}/training-record/book?strand={strand}", ("booker",)),
}
NO_PAGES = {"own_record.exported": "a CSV file", "school_records.exported": "a CSV file"}
NAMES = {"records": "SELECT MIN(code) AS strand FROM concept WHERE scheme = 'strand'"}
