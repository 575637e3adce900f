"""Visits and files: reviews of both schools whose date is being agreed, that prepare, that stand before the visit."""

from datetime import date, time, timedelta
from typing import Any

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.uploads import file_to_keep
from inclusion_app.reviews.models import (
    EvidenceContent,
    EvidenceFile,
    Review,
    SafeguardingPause,
    TimetableActivity,
    TimetableMember,
    VisitOption,
)
from inclusion_app.reviews.states import ReviewState, Side
from tests.factories.files import PDF, ChosenFile
from tests.matrix.bodies import HowTo, typed
from tests.matrix.world import World, _add

STAGES = {
    "dating": ReviewState.TEAM_CONFIRMED,
    "writing": ReviewState.SELF_REVIEW_OPEN,
    "preparing": ReviewState.SELF_REVIEW_SUBMITTED,
    "going": ReviewState.READY,
    "put_off": ReviewState.SELF_REVIEW_OPEN,
}
PAUSED = {"A": ("head_a", "senco_a", "governor_a", "head_reviewer", "lead_a", "reviewer_a", "champion_a",
                "adviser", "manager"), "B": ("head_b", "moved", "adviser", "manager")}  # fmt: skip


def build(world: World) -> None:
    """Everything twice, for either school."""
    from tests.features.reviews import review_in

    for name, stage in STAGES.items():
        review_in(world, name, stage)
    for letter, proposer in (("A", "senco_a"), ("B", "colleague_b")):
        _option(world, letter, proposer)
        _activity(world, letter)
        db.session.get_one(Review, world[f"put_off_{letter}"]).side = Side.POSTPONED
        prepared = db.session.get_one(Review, world[f"preparing_{letter}"])
        prepared.briefing, prepared.lines_of_enquiry = "What we know.", "How do pupils come to feel that they belong?"
        for who in PAUSED[letter]:
            pause = SafeguardingPause(review_id=prepared.id, paused_by_id=world[who], paused_at=world.now)
            _add(world, f"pause_{who}_{letter}", pause)
        for of in ("writing", "preparing"):
            _file(world, f"file_{of}_{letter}", world[f"{of}_{letter}"], proposer)


def _weekday(world: World, ahead: int) -> date:
    day = clock.london(world.now).date() + timedelta(days=ahead)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _option(world: World, letter: str, proposer: str) -> None:
    day = _weekday(world, 40)
    option = VisitOption(review_id=world[f"dating_{letter}"], starts=day, ends=day, proposed_at=world.now)
    option.proposed_by_id = world[proposer]
    _add(world, f"option_{letter}", option)


def _activity(world: World, letter: str) -> None:
    activity = TimetableActivity(review_id=world[f"preparing_{letter}"], day=1, kind="pupils", members=[])
    activity.starts, activity.ends = time(9), time(10)
    _add(world, f"activity_{letter}", activity)


def _file(world: World, name: str, review_id: int, added_by: str) -> None:
    kept = file_to_keep("map.pdf", PDF)
    row = EvidenceFile(review_id=review_id, title="Provision map", file_name=kept.name, content_type=kept.content_type)
    row.size_bytes, row.sha256, row.added_at = len(kept.data), kept.sha256, world.now
    row.added_by_id = world[added_by]
    _add(world, name, row)
    db.session.add(EvidenceContent(file_id=row.id, data=kept.data))


def grow(world: World, number: int) -> None:
    """One more of everything that pages of one visit list."""
    person = world[f"grown_person_{number}"]
    day = _weekday(world, 40) + timedelta(weeks=number + 1)
    option = VisitOption(review_id=world["dating_A"], starts=day, ends=day, proposed_at=world.now)
    option.proposed_by_id = world["senco_a"]
    activity = TimetableActivity(review_id=world["preparing_A"], day=2, kind="pupils", members=[])
    activity.starts, activity.ends = time(9), time(10)
    activity.members = [TimetableMember(person_id=world["lead_a"])]
    pause = SafeguardingPause(review_id=world["preparing_A"], paused_by_id=person, paused_at=world.now)
    db.session.add_all([option, activity, pause])
    for of in ("writing", "preparing"):
        _file(world, f"file_{of}_{number}", world[f"{of}_A"], "senco_a")


def _days(world: World, _thing: str) -> dict[str, Any]:
    return {"first": _weekday(world, 50).isoformat(), "last": ""}


def _chosen(_world: World, _thing: str) -> dict[str, Any]:
    return {"title": "Handout", "area": "leading", "file": ChosenFile(PDF, "handout.pdf")}


_ACTIVITY = {"day": "1", "starts": "11:00", "ends": "11:30", "kind": "staff", "how_many": "3 to 6", "version": "1"}
HOW_TO = {
    "visit_dates.propose": HowTo(_days),
    "visit_dates.agree": HowTo(),
    "visit_dates.take_off": HowTo(),
    "visit_dates.postpone": HowTo(typed(reason="Flood")),
    "visit_dates.take_up": HowTo(typed(reason="Dry again")),
    "preparation.save": HowTo(typed(briefing="What we know now.", line_1="Who belongs?", version="1")),
    "preparation.ready": HowTo(),
    "preparation.visited": HowTo(),
    "timetable.usual_day": HowTo(),
    "timetable.create": HowTo(typed(**_ACTIVITY)),
    "timetable.save": HowTo(typed(**_ACTIVITY)),
    "timetable.remove": HowTo(),
    "safeguarding.pause": HowTo(),
    "safeguarding.go_on": HowTo(),
    "review_files.add": HowTo(_chosen),
    "review_files.fetch": HowTo(),
    "review_files.move": HowTo(typed(area="teaching")),
    "review_files.remove": HowTo(),
}


def _both(name: str) -> dict[str, str]:
    return {"A": f"{name}_A", "B": f"{name}_B", "crossed": f"{name}_A"}


_REVIEW = {
    **dict.fromkeys(("visit_dates.show", "visit_dates.propose", "visit_dates.agree"), "dating"),
    **dict.fromkeys(("visit_dates.take_off", "visit_dates.postpone", "safeguarding.pause"), "dating"),
    **dict.fromkeys(("preparation.show", "preparation.save", "preparation.ready"), "preparing"),
    **dict.fromkeys(("timetable.show", "timetable.new", "timetable.create", "timetable.edit"), "preparing"),
    **dict.fromkeys(("timetable.save", "timetable.remove", "safeguarding.go_on"), "preparing"),
    **dict.fromkeys(("review_files.listed", "review_files.fetch", "safeguarding.show"), "preparing"),
    **dict.fromkeys(("review_files.add", "review_files.ask_remove", "review_files.remove"), "writing"),
    **dict.fromkeys(("review_files.ask_area", "review_files.move"), "writing"),
    "timetable.usual_day": "going",
    "preparation.visited": "going",
    "visit_dates.take_up": "put_off",
}


def _of_b(name: str) -> dict[str, str]:
    return {"A": f"{name}_A", "B": f"{name}_B", "crossed": f"{name}_B"}


ROWS = {f"{endpoint} review_id": _both(name) for endpoint, name in _REVIEW.items()} | {
    "option_id": _of_b("option"),
    "activity_id": _of_b("activity"),
    "review_files.fetch file_id": _of_b("file_preparing"),
    "file_id": _of_b("file_writing"),
}
VISITED = {
    "visit_dates.show": ("/reviews/{host_planned}/dates", ("headteacher", "senco", "team-adviser")),
    "preparation.show": ("/reviews/{host_final}/preparation", ("headteacher",)),
    "timetable.show": ("/reviews/{host_final}/timetable", ("headteacher",)),
    "timetable.new": ("/reviews/{host_final}/timetable/new", ("headteacher",)),
    "timetable.edit": ("/reviews/{host_final}/timetable/{host_activity}", ("headteacher",)),
    "safeguarding.show": ("/reviews/{host_planned}/safeguarding", ("headteacher", "senco")),
    "review_files.listed": ("/reviews/{host_final}/files", ("headteacher",)),
}
NO_PAGES = dict.fromkeys(
    ("review_files.ask_area", "review_files.ask_remove"),
    "seen in the journey of a whole review: here files are frozen",
)
