"""Messages: one that could not be delivered."""

from inclusion_app.accounts.choice_links import PURPOSE
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.foundation.signing import signature
from tests.matrix.bodies import HowTo, typed
from tests.matrix.world import World, _add


def build(world: World) -> None:
    """A dead message beside the one that waits."""
    message = OutboxMessage(key="dead", kind="told", email="a@b.example", subject="S", text="T", message_id="<d@x>")
    message.created_at = message.next_attempt_at = world.now
    message.state, message.last_problem = "dead", "550 No such user"
    _add(world, "dead_message", message)
    TOKENS["A"] = signature(PURPOSE, str(world["colleague_a"]))
    TOKENS["crossed"] = TOKENS["missing"] = signature(PURPOSE, str(world["colleague_b"]))


def grow(world: World, number: int) -> None:
    """One more dead message."""
    message = OutboxMessage(key=f"dead {number}", kind="told", email="a@b.example", subject="S", text="T")
    message.created_at = message.next_attempt_at = world.now
    message.state, message.last_problem, message.message_id = "dead", "550 No such user", f"<dead-{number}@x>"
    _add(world, f"dead_message_{number}", message)


TOKENS: dict[str, str] = {}
"""``crossed`` is the link of a colleague under the number of somebody else."""
HOW_TO = {
    "choice_links.save": HowTo(typed(groups=["digest"])),
    "preferences.save": HowTo(typed(groups=["digest"])),
    "audit_trail.retry": HowTo(),
    "audit_trail.retry_dead": HowTo(),
    "notify.callback": HowTo(),
}
_WHO = {"A": "colleague_a", "crossed": "colleague_a"}
ROWS = {
    "message_id": {"A": "dead_message"},
    "choice_links.show person_id": _WHO,
    "choice_links.save person_id": _WHO,
}
WORDS = {"choice_links.show token": TOKENS, "choice_links.save token": TOKENS}
NO_PAGES = {"choice_links.show": "the page of one's own choices, seen there"}
VISITED = {
    "preferences.show": ("/account/messages", ("staff", "headteacher")),
    "audit_trail.message": ("/team/messages/{message}", ("team-manager",)),
}
NAMES = {"message": "SELECT min(id) AS message FROM outbox_message"}
