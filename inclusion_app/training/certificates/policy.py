"""Who may have which certificate."""

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.refusal import NOT_YOURS, Refusal
from inclusion_app.training.models import Certificate


def may_download(actor: Actor, certificate: Certificate) -> Refusal | None:
    """Its holder, whoever came on a school's place, and those who see the record of the school it was earned at.

    The certificate comes with its booking and the booking's participants.
    """
    booking = certificate.booking
    holders = {booking.person_id, *(person.id for person in booking.participants)} - {None}
    if actor.person_id in holders or actor.can(Action.VIEW_SCHOOL_RECORD, school_id=booking.school_id):
        return None
    return NOT_YOURS
