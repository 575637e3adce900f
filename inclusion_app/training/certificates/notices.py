"""The message that says a certificate is there: with its address, never as an attachment."""

from collections.abc import Sequence

from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import Message, post_messages
from inclusion_app.training.models import Certificate, Run


def tell_of_certificates(certificates: Sequence[Certificate], run: Run) -> None:
    """Tell each person who can still be written to. Certificates with their booking and its person."""
    post_messages(
        [_message(it, run) for it in certificates if it.booking.person and it.booking.person.deactivated_at is None]
    )


def _message(certificate: Certificate, run: Run) -> Message:
    person = certificate.booking.person
    assert person is not None  # noqa: S101  # the caller has looked
    subject, text = render_message(
        "certificates/issued",
        person=person,
        course=run.course.title,
        code=certificate.code,
        check=full_address(f"/certificates/{certificate.code}"),
        record=full_address("/my-record"),
    )
    return Message(
        key=f"certificate:{certificate.id}:issued",
        kind="certificate_issued",
        person_id=person.id,
        email=person.email,
        subject=subject,
        text=text,
    )
