"""Who may give which feedback, and who may see what it says."""

from sqlalchemy import ColumnElement

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.refusal import NOT_YOURS, Refusal
from inclusion_app.training.bookings.policy import works_on_run
from inclusion_app.training.facilitators.queries import worked_on_by
from inclusion_app.training.models import Booking, Run


def may_give_feedback(actor: Actor, booking: Booking) -> Refusal | None:
    """The person booked, or the contact where a school or its team has the place; nobody for them."""
    if actor.person_id is not None and actor.person_id == booking.person_id:
        return None
    return NOT_YOURS


def may_see_feedback(actor: Actor, run: Run) -> Refusal | None:
    """The provider that gives the run, its facilitators, and the team; to anybody else it does not exist."""
    return None if works_on_run(actor, Action.VIEW_FEEDBACK, run) else NOT_YOURS


def which_runs(actor: Actor) -> ColumnElement[bool] | None:
    """The runs the person sees among those of a course; nothing for the team, who see them all."""
    return None if actor.in_team else worked_on_by(actor, Action.VIEW_FEEDBACK)
