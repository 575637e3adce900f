"""Who may have a file: decided by where they stand on its run at this moment, not by who knows its address."""

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.refusal import NOT_YOURS, Refusal
from inclusion_app.training.materials.queries import is_on_run
from inclusion_app.training.models import RunMaterial


def may_have_material(actor: Actor, material: RunMaterial, *, provider_id: int | None) -> Refusal | None:
    """Those who are on the run, those who see the bookings of a school with a place, the provider, and the team."""
    if actor.can(Action.VIEW_CATALOGUE_ADMIN) or actor.can(Action.KEEP_MATERIALS, provider_id=provider_id):
        return None
    schools = actor.schools_with(Action.VIEW_SCHOOL_BOOKINGS)
    return None if is_on_run(material.run_id, actor.person_id or 0, school_ids=schools) else NOT_YOURS
