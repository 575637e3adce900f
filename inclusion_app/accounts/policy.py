"""Who may do what to whom: the object's side of permissions."""

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.refusal import NOT_YOURS, Refusal, not_your_job
from inclusion_app.schools.models import School


def within_school(actor: Actor, action: Action, school: School) -> Refusal | None:
    """A school is there for its own people and for the team; what they may do at it depends on their role."""
    if actor.can(action, school_id=school.id):
        return None
    if school.id in actor.school_ids or actor.in_team:
        return not_your_job(f"Your role at {school.name} does not include this. Your headteacher can change your role.")
    return NOT_YOURS
