"""Messages about certificates: with the address, never with the file itself."""

from collections.abc import Sequence

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import Message, post_messages
from inclusion_app.training.certificates.snapshots import Said
from inclusion_app.training.models import Certificate


def tell_of_certificates(certificates: Sequence[Certificate]) -> None:
    """Tell each person who can still be written to. Certificates with their booking and its person."""
    _tell("issued", certificates)


def tell_of_revocation(certificate: Certificate) -> None:
    """The holder learns that it no longer stands, and why."""
    _tell("revoked", [certificate])


def tell_of_reinstatement(certificate: Certificate) -> None:
    """The holder learns that it stands again."""
    _tell("reinstated", [certificate])


def _tell(event: str, certificates: Sequence[Certificate]) -> None:
    readers = [(it, it.booking.person) for it in certificates]
    post_messages([_message(event, it, person) for it, person in readers if person and person.deactivated_at is None])


def _message(event: str, certificate: Certificate, person: Person) -> Message:
    subject, text = render_message(
        f"certificates/{event}",
        person=person,
        course=Said.of_json(certificate.said).course,
        certificate=certificate,
        page=full_address(f"/certificates/{certificate.code}"),
        record=full_address("/my-record"),
    )
    return Message(
        key=f"certificate:{certificate.id}:{certificate.version}:{event}",
        kind=f"certificate_{event}",
        person_id=person.id,
        email=person.email,
        subject=subject,
        text=text,
    )
