"""Where each line of the table leads: the thing it speaks of, as an address."""

import json
from collections.abc import Callable
from pathlib import Path

import inclusion_app
from inclusion_app.accounts.models import LinkPurpose
from tests.features import gathered
from tests.matrix.world import TOKENS, URN, World

NOWHERE = 999_999
Value = str | int
ByThing = dict[str, str | Callable[[World, str], str]]


def _somebody_elses(prefix: str) -> Callable[[World, str], str]:
    return lambda _world, actor: f"{prefix}_{'head_a' if actor == 'reviewer' else 'reviewer'}"


def _own(prefix: str) -> Callable[[World, str], str]:
    return lambda world, actor: f"{prefix}_{actor}" if f"{prefix}_{actor}" in world.ids else f"{prefix}_head_a"


def _own_at_b(prefix: str) -> Callable[[World, str], str]:
    return lambda world, actor: f"{prefix}_{actor}" if actor in {"head_b", "booker_b", "moved"} else f"{prefix}_head_b"


def _colleagues(prefix: str) -> Callable[[World, str], str]:
    return lambda _world, actor: f"{prefix}_{'senco_a' if actor == 'head_a' else 'head_a'}"


def _someone_at_b(prefix: str) -> Callable[[World, str], str]:
    return lambda _world, _actor: f"{prefix}_head_b"


# By argument, and where routes differ by endpoint: which row of the world each thing is.
ROWS: dict[str, ByThing] = {
    "booking_id": {"A": "booking_A", "B": "booking_B", "crossed": "booking_B"},
    "my_bookings.calendar booking_id": {"A": "booking_staff"},
    "run_id": {"A": "run", "B": "run_q", "draft": "run_draft", "crossed": "run_q", "sister": "run_empty"},
    "baskets.choose run_id": {"A": "run_empty", "B": "run_empty", "draft": "run_draft"},
    "baskets.add run_id": {"A": "run_empty", "B": "run_empty", "draft": "run_draft"},
    "team_runs.open_booking run_id": {"A": "run_draft"},
    "team_runs.cancel run_id": {"A": "run_empty"},
    "course_id": {"A": "course"},
    "team_courses.publish course_id": {"A": "course_draft"},
    "team_courses.archive course_id": {"A": "course_spare"},
    "line_id": {
        "colleague": _colleagues("line"),
        "A": _own("line"),
        "B": _own_at_b("line"),
        "crossed": _someone_at_b("line"),
    },
    "basket_id": {
        "colleague": _colleagues("done"),
        "A": _own("done"),
        "B": _own_at_b("done"),
        "crossed": _someone_at_b("done"),
    },
    "membership_id": {
        "A": "membership_colleague_a",
        "B": "membership_colleague_b",
        "crossed": "membership_colleague_b",
    },
    "person_id": {"A": "colleague_a", "B": "colleague_b", "crossed": "colleague_b"},
    "people.take person_id": {"A": "colleague_a", "crossed": "colleague_a", "missing": "colleague_a"},
    "people.give person_id": {"A": "somebody"},
    "people.invite person_id": {"A": "invited"},
    "people.deactivate person_id": {"A": "somebody"},
    "people.reactivate person_id": {"A": "shut_out"},
    "session_id": {"own": _own("session"), "B": _somebody_elses("session")},
}
WORDS: dict[str, dict[str, str]] = {
    "slug": {"A": "course", "draft": "course-draft", "crossed": "course", "missing": "nothing"},
    "catalogue.run slug": {"A": "course", "draft": "course", "crossed": "course", "missing": "course"},
    "passwords.show_reset token": {"A": TOKENS[LinkPurpose.RESET]},
    "invitations.show token": {"A": TOKENS[LinkPurpose.INVITATION]},
    "passwords.reset token": {"A": TOKENS[LinkPurpose.RESET], "crossed": TOKENS[LinkPurpose.INVITATION]},
    "invitations.accept token": {"A": TOKENS[LinkPurpose.INVITATION], "crossed": TOKENS[LinkPurpose.RESET]},
    "kept_text.save key": {"-": "a-note"},
}


def value_of(argument: str, endpoint: str, thing: str, *, arguments: set[str], world: World, actor: str) -> Value:
    """What stands for the argument in the address; KeyError when this file does not say."""
    if argument == "urn":
        alone = arguments == {"urn"}
        return NOWHERE if thing == "missing" and alone else URN["B" if thing == "B" else "A"]
    if argument == "filename":
        return _built_file() if thing == "A" else "no-such-file.css"
    if argument == "key" and endpoint != "kept_text.save":
        owner = actor if f"session_{actor}" in world.ids else "head_a"
        somebody = _somebody_elses("resend")(world, actor).replace("resend_", "resend-")
        return {"B": somebody, "missing": "resend-none"}.get(thing, f"resend-{owner}")
    said_words: dict[str, dict[str, str]] = WORDS | gathered("WORDS")
    said_rows: dict[str, ByThing] = ROWS | gathered("ROWS")
    words = said_words.get(f"{endpoint} {argument}") or said_words.get(argument)
    if words is not None:
        return words.get(thing, "nothing")
    rows = said_rows.get(f"{endpoint} {argument}") or said_rows[argument]
    if thing == "missing" and "missing" not in rows:
        return NOWHERE
    row = rows[thing]
    return world[row if isinstance(row, str) else row(world, actor)]


def _built_file() -> str:
    build = Path(inclusion_app.__file__).parent / "static" / "build"
    names: dict[str, str] = json.loads((build / "manifest.json").read_text())
    return f"build/{names['app.css']}"
