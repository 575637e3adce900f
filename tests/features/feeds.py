"""Calendar feeds: everybody has one of the own bookings and one of each school."""

from inclusion_app.foundation.signing import signature
from inclusion_app.training.models import CalendarFeed
from tests.matrix.bodies import HowTo
from tests.matrix.world import AT_SCHOOL_A, AT_SCHOOL_B, EVERYWHERE, World, _add

PURPOSE = "calendar-feed"
OTHERS = ("role_removed", "provider_p", "provider_q", "facilitator")


def build(world: World) -> None:
    """Also for those who may not have one any more: what they keep is a dead address."""
    for name in dict.fromkeys([*AT_SCHOOL_A, *AT_SCHOOL_B, *EVERYWHERE, *OTHERS]):
        for letter in ("own", "A", "B"):
            school = None if letter == "own" else world[f"school_{letter}"]
            nonce = f"nonce-of-twenty-letters-{name}-{letter}"[-64:]
            feed = CalendarFeed(person_id=world[name], school_id=school, nonce=nonce, created_at=world.now)
            _add(world, f"feed_{name}_{letter}", feed)
            if (name, letter) in TOKEN_OF.values():
                thing = next(thing for thing, of in TOKEN_OF.items() if of == (name, letter))
                TOKENS[thing] = signature(PURPOSE, f"{feed.id}:{nonce}")
    TOKENS["crossed"] = TOKENS["B"]


def grow(world: World, number: int) -> None:
    """Addresses that have been ended since, of the own bookings and of both schools, and one of another school."""
    for name in ("staff_a", "head_a"):
        for place in (None, "school_A", "school_B", f"grown_school_{number}"):
            nonce = f"nonce-of-twenty-letters-{name}-{place}-{number}"[-64:]
            feed = CalendarFeed(person_id=world[name], school_id=world[place] if place else None, nonce=nonce)
            feed.created_at, feed.ended_at = world.now, world.now
            _add(world, f"feed_{nonce}", feed)


TOKEN_OF = {"own": ("staff_a", "own"), "A": ("head_a", "A"), "B": ("role_removed", "A")}
"""Whose feed the things are: ``B`` is of somebody without a role since, ``crossed`` has the secret of another."""
TOKENS: dict[str, str] = {}

HOW_TO = {
    "feeds.make_own": HowTo(),
    "feeds.end_own": HowTo(),
    "feeds.make_of_school": HowTo(),
    "feeds.end_of_school": HowTo(),
}
ROWS = {
    "feeds.fetch feed_id": {
        "own": "feed_staff_a_own",
        "A": "feed_head_a_A",
        "B": "feed_role_removed_A",
        "crossed": "feed_head_a_A",
    }
}
WORDS = {"feeds.fetch token": TOKENS}
VISITED = {
    "feeds.show_own": ("/my-bookings/calendar", ("staff", "headteacher")),
    "feeds.show_of_school": ("/schools/{urn}/calendar", ("headteacher", "team-viewer")),
}
NO_PAGES = {"feeds.fetch": "a calendar, for programs"}
