"""Who may ask, and who decides on what."""

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.refusal import NOT_YOURS, Refusal, not_your_job
from inclusion_app.accounts.policy import within_school
from inclusion_app.training.models import Booking


def may_ask(actor: Actor) -> Refusal | None:
    """Staff of a school, whatever their role there."""
    if actor.school_ids:
        return None
    return not_your_job("Places are for staff of schools. Your headteacher can put you on your school's staff list.")


def may_see_own_request(actor: Actor, booking: Booking) -> Refusal | None:
    """Whoever it is about."""
    return None if actor.person_id is not None and actor.person_id == booking.person_id else NOT_YOURS


def may_decide_for_school(actor: Actor, booking: Booking) -> Refusal | None:
    """The headteacher and the office of the school."""
    return within_school(actor, Action.DECIDE_REQUESTS, booking.school)
