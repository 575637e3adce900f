"""Who may see and change which booking."""

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.refusal import NOT_YOURS, Refusal
from inclusion_app.accounts.policy import within_school
from inclusion_app.training.facilitators.queries import facilitates
from inclusion_app.training.models import Booking, Run


def may_see_booking(actor: Actor, booking: Booking) -> Refusal | None:
    """Those who see the school's bookings; the person booked sees it among the own ones."""
    return within_school(actor, Action.VIEW_SCHOOL_BOOKINGS, booking.school)


def may_cancel_booking(actor: Actor, booking: Booking) -> Refusal | None:
    """Those who book for the school, and the team for them."""
    if actor.can(Action.CANCEL_ANY_BOOKING):
        return None
    return within_school(actor, Action.BOOK_TRAINING, booking.school)


def may_answer_offer(actor: Actor, booking: Booking) -> Refusal | None:
    """The person who waits, those who book for the school, and the team for them."""
    if actor.person_id is not None and actor.person_id == booking.person_id:
        return None
    return may_cancel_booking(actor, booking)


def may_read_needs(actor: Actor, booking: Booking) -> bool:
    """What to provide is for the organiser, for whoever said it, and for the person it is about; for nobody else."""
    said_it = actor.person_id in {booking.placed_by_id, booking.person_id} - {None}
    return said_it or works_on_run(actor, Action.VIEW_PROVIDER_RUNS, booking.run)


def may_see_list_of_run(actor: Actor, run: Run) -> Refusal | None:
    """The provider that gives the run, and its facilitators; to anybody else of any provider it does not exist."""
    return None if works_on_run(actor, Action.VIEW_PROVIDER_RUNS, run) else NOT_YOURS


def may_work_on_run(actor: Actor, action: Action, run: Run) -> Refusal | None:
    """The provider that gives the run, its facilitators, and the team; to anybody else of any provider it does not
    exist."""
    return None if works_on_run(actor, action, run) else NOT_YOURS


def works_on_run(actor: Actor, action: Action, run: Run) -> bool:
    """May do this on the run: by a role at its provider or in the team, or as somebody who is named on it."""
    if actor.can(action, provider_id=run.provider_id):
        return True
    return facilitates(actor, action, run.id, provider_id=run.provider_id)
