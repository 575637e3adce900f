"""Facilitators: one named on the run of provider P, one on the run of provider Q."""

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from tests.matrix.bodies import HowTo, typed
from tests.matrix.world import World, _add, _member, name_on


def build(world: World) -> None:
    """Both of them, on one run each."""
    somebody = Person(name="Person Facilitator Q", email="facilitator.q@county.example", created_at=world.now)
    _add(world, "facilitator_q", somebody)
    _member(world, "facilitator_q", Role.FACILITATOR, provider_id=world["provider_q_itself"])
    name_on(world, "run", "facilitator")
    name_on(world, "run_q", "facilitator_q")


def grow(world: World, number: int) -> None:
    """One more on the run of provider P, and the facilitator on one more run."""
    name = f"grown_person_{number}"
    _member(world, name, Role.FACILITATOR, provider_id=world["provider_p_itself"])
    name_on(world, "run", name)
    name_on(world, f"run-{number}", "facilitator")


HOW_TO = {
    "facilitators.name": HowTo(typed(person="0", name="Sam Reed", email="sam.reed@school.example")),
    "facilitators.take_off": HowTo(),
}
_RUNS = {"A": "run", "B": "run_q", "crossed": "run"}
ROWS = {
    "facilitators.take_off run_id": _RUNS,
    "facilitators.take_off person_id": {"A": "facilitator", "B": "facilitator_q", "crossed": "facilitator_q"},
}
VISITED = {
    "facilitators.listed": ("/runs/{run}/facilitators", ("provider-member", "team-adviser")),
}
