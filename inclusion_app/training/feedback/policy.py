"""Who may give which feedback, and who may see what it says."""

from collections.abc import Collection

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.refusal import NOT_YOURS, Refusal
from inclusion_app.training.models import Booking, Run


def may_give_feedback(actor: Actor, booking: Booking) -> Refusal | None:
    """The person booked, or the contact where a school or its team has the place; nobody for them."""
    if actor.person_id is not None and actor.person_id == booking.person_id:
        return None
    return NOT_YOURS


def may_see_feedback(actor: Actor, run: Run) -> Refusal | None:
    """The provider that gives the run, and the team; to any other provider it does not exist."""
    if actor.can(Action.VIEW_FEEDBACK, provider_id=run.provider_id):
        return None
    return NOT_YOURS


def whose_runs(actor: Actor) -> Collection[int] | None:
    """The providers whose runs the person sees among those of a course; nothing for the team, who see them all."""
    return None if actor.in_team else actor.providers_with(Action.VIEW_FEEDBACK)
