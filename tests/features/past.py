"""Past attendance: a file with one line, for the course and the school of the world."""

from io import BytesIO

from inclusion_app.foundation.database import db
from inclusion_app.training.models import AttendanceImport
from inclusion_app.training.past.carrying import packed
from tests.matrix.bodies import HowTo, typed
from tests.matrix.world import World

FILE = b"course,date,urn,name,email,outcome\ncourse,2025-03-11,100001,Jo Past,jo.past@x.example,completed\n"


def grow(world: World, number: int) -> None:
    """One more file was taken over."""
    row = AttendanceImport(file_name="past.csv", sha256=f"{number}", lines=1, imported_by_id=world["manager"])
    row.imported_at = world.now
    db.session.add(row)


HOW_TO = {
    "past_attendance.preview": HowTo(lambda _world, _thing: {"file": (BytesIO(FILE), "past.csv")}),
    "past_attendance.take": HowTo(typed(packed=packed(FILE), name="past.csv")),
}
VISITED = {"past_attendance.show": ("/team/past-attendance", ("team-manager",))}
NO_PAGES = {"past_attendance.template": "a spreadsheet"}
