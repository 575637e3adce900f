"""Who may have a file: decided by where they stand on its run at this moment, not by who knows its address."""

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.refusal import NOT_YOURS, Refusal
from inclusion_app.training.bookings.policy import works_on_run
from inclusion_app.training.materials.queries import is_on_run
from inclusion_app.training.models import Run, RunMaterial


def may_have_material(actor: Actor, material: RunMaterial, run: Run) -> Refusal | None:
    """Those who are on the run, those who see the bookings of a school with a place, those who give the run, and
    the team."""
    if actor.can(Action.VIEW_CATALOGUE_ADMIN) or works_on_run(actor, Action.KEEP_MATERIALS, run):
        return None
    schools = actor.schools_with(Action.VIEW_SCHOOL_BOOKINGS)
    return None if is_on_run(material.run_id, actor.person_id or 0, school_ids=schools) else NOT_YOURS
