"""Messages: one that could not be delivered."""

from inclusion_app.foundation.outbox import OutboxMessage
from tests.matrix.bodies import HowTo, typed
from tests.matrix.world import World, _add


def build(world: World) -> None:
    """A dead message beside the one that waits."""
    message = OutboxMessage(key="dead", kind="told", email="a@b.example", subject="S", text="T", message_id="<d@x>")
    message.created_at = message.next_attempt_at = world.now
    message.state, message.last_problem = "dead", "550 No such user"
    _add(world, "dead_message", message)


HOW_TO = {
    "preferences.save": HowTo(typed(groups=["digest"])),
    "audit_trail.retry": HowTo(),
    "audit_trail.retry_dead": HowTo(),
    "notify.callback": HowTo(),
}
ROWS = {"message_id": {"A": "dead_message"}}
VISITED = {
    "preferences.show": ("/account/messages", ("staff", "headteacher")),
    "audit_trail.message": ("/team/messages/{message}", ("team-manager",)),
}
NAMES = {"message": "SELECT min(id) AS message FROM outbox_message"}
