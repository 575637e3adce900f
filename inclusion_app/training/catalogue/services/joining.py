"""How to join a run, in the words of whoever gives it."""

from datetime import datetime

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.training.catalogue.rules.runs import LONGEST_TEXT
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.models import Run
from inclusion_app.training.states import RunState

TOO_LONG = f"The joining instructions must be {LONGEST_TEXT:,} characters or fewer"
CANCELLED = "This run is cancelled, so it cannot be changed"


def save_joining_instructions(actor: Actor, run_id: int, text: str, *, version: int, now: datetime) -> Run:
    """Change what people are told about coming to the run, and nothing else of it.

    Raises StaleEdit when somebody has changed the run since ``version``, RuleBroken, LookupError.
    """
    if len(text) > LONGEST_TEXT:
        raise RuleBroken("joining_instructions", TOO_LONG)
    with transaction():
        run = locked_run(run_id)
        if run.version != version:
            raise StaleEdit({"joining_instructions": run.joining_instructions}, version=run.version)
        if run.state == RunState.CANCELLED:
            raise RuleBroken(None, CANCELLED)
        run.joining_instructions, run.changed_at = text.strip(), now
        audit.record(actor, "save_joining_instructions", run)
    return run
