"""Who may change what on a learning record."""

from inclusion_app.access.actor import Actor
from inclusion_app.access.refusal import NOT_YOURS, Refusal
from inclusion_app.training.models import LearningAddition


def may_change_addition(actor: Actor, addition: LearningAddition) -> Refusal | None:
    """Only whoever has added it; to anybody else, the team included, it does not exist."""
    return None if addition.person_id == actor.person_id else NOT_YOURS
