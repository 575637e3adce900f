"""What a person types into each form so that it really acts; where a page has the form, its own fields come first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.features import gathered
from tests.matrix.world import PASSWORD, World

Typed = Callable[[World, str], dict[str, Any]]
NEW_PASSWORD = "seven green boats on the Stour"
SOMEBODY_NEW = {"name": "Sam Reed", "email": "sam.reed@school.example", "job_title": "Teacher"}


@dataclass(frozen=True)
class HowTo:
    """``page`` is an endpoint whose page shows the form (to a manager); ``typed`` is filled in over it."""

    typed: Typed = field(default=lambda _world, _thing: {})
    page: str = ""


def typed(**fields: Any) -> Typed:
    """The same fields, whatever the thing."""
    return lambda _world, _thing: fields


def _people(world: World, thing: str) -> dict[str, Any]:
    return {"people": [str(world["colleague_b" if thing == "B" else "waiting_a"])]}


def _accepted(world: World, _thing: str) -> dict[str, Any]:
    return {f"accept-{number}": "y" for name, number in world.ids.items() if name.startswith("line_")}


COURSE = {
    "title": "A new course",
    "strand": "strand-1",
    "provider": "provider-p",
    "summary": "What it is about.",
    "outcomes": "Do it",
    "audiences": ["teachers"],
    "length": "A day",
    "cost_pence": "10",
}
RUN = {
    "provider": "provider-p",
    "capacity": "12",
    "opens_at": "2027-01-01T09:00",
    "book_by": "2027-02-01T09:00",
    "cancel_by": "2027-02-01T09:00",
    "sessions-0-day": "2027-03-01",
    "sessions-0-start": "09:00",
    "sessions-0-end": "12:00",
    "sessions-0-venue": "The hall",
    "sessions-0-postcode": "ME14 1XX",
}
BUTTON = HowTo()

HOW_TO: dict[str, HowTo] = {
    "sign_in.send": HowTo(typed(email="somebody@county.example", password=PASSWORD)),
    "sign_in.leave": BUTTON,
    "passwords.send_link": HowTo(typed(email="somebody@county.example")),
    "passwords.reset": HowTo(typed(new_password=NEW_PASSWORD)),
    "invitations.accept": HowTo(typed(new_password=NEW_PASSWORD)),
    "account.save_details": HowTo(typed(name="Another Name", job_title="Teacher", version="1")),
    "account.change_password": HowTo(typed(password=PASSWORD, new_password=NEW_PASSWORD)),
    "account.end_session": BUTTON,
    "kept_text.save": HowTo(typed(note="what is typed", sequence="1")),
    "kept_text.discard": BUTTON,
    "school_bookings.cancel": HowTo(typed(reason="Ill")),
    "baskets.add": HowTo(_people),
    "baskets.remove": BUTTON,
    "baskets.confirm": HowTo(_accepted),
    "school_people.add_staff": HowTo(typed(**SOMEBODY_NEW)),
    "school_people.paste_staff": HowTo(typed(people="Sam Reed, sam.reed@school.example")),
    "school_people.remove_staff": BUTTON,
    "school_people.give_access": HowTo(typed(**SOMEBODY_NEW, role="booker")),
    "school_people.take_access": BUTTON,
    "team_courses.create": HowTo(typed(**COURSE), page="team_courses.new"),
    "team_courses.save": HowTo(typed(title="Another title"), page="team_courses.edit"),
    "team_courses.publish": BUTTON,
    "team_courses.archive": BUTTON,
    "team_runs.create": HowTo(typed(**RUN), page="team_runs.new"),
    "team_runs.save": HowTo(typed(capacity="30"), page="team_runs.edit"),
    "team_runs.open_booking": BUTTON,
    "team_runs.close_booking": BUTTON,
    "team_runs.cancel": HowTo(typed(reason="Nobody can come")),
    "people.create": HowTo(typed(**SOMEBODY_NEW)),
    "people.give": HowTo(typed(role="headteacher", urn="100002", provider="")),
    "people.take": BUTTON,
    "people.invite": BUTTON,
    "people.deactivate": BUTTON,
    "people.reactivate": BUTTON,
}


def how_to(endpoint: str) -> HowTo:
    """How its form is filled in; KeyError when neither this file nor a feature says."""
    return HOW_TO.get(endpoint) or gathered("HOW_TO")[endpoint]
