"""Who may ask for a school, who may answer for a provider. What is written in between is for these two alone."""

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.refusal import NOT_YOURS, Refusal
from inclusion_app.accounts.policy import within_school
from inclusion_app.directory.models import Offer
from inclusion_app.schools.models import School


def may_ask(actor: Actor, school: School) -> Refusal | None:
    """Those of the school who find and ask for support: headteacher, SENCO and office."""
    return within_school(actor, Action.ASK_FOR_SUPPORT, school)


def may_answer(actor: Actor, offer: Offer) -> Refusal | None:
    """Members of the offer's provider; to everybody else, of whatever provider, it does not exist there."""
    return None if actor.can(Action.ANSWER_SCHOOLS, provider_id=offer.provider_id) else NOT_YOURS
