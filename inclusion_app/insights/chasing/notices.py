"""The mail to a headteacher from a list of results."""

from collections.abc import Sequence

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import Message, post_messages
from inclusion_app.schools.models import School


def tell_heads(
    actor: Actor, heads: Sequence[tuple[Person, Sequence[School]]], *, about: str, note: str, act: int
) -> None:
    """One mail to each, whatever the number of schools; it has no figures, and leads to the school's own page."""
    messages = []
    for head, schools in heads:
        subject, text = render_message(
            "results/reminder",
            reader=head,
            by=actor.name,
            about=about,
            note=note,
            schools=[(school.name, full_address(f"/schools/{school.urn}/results")) for school in schools],
        )
        key = f"result-reminder:{act}:{head.id}"
        messages.append(
            Message(key=key, kind="result_reminder", person_id=head.id, email=head.email, subject=subject, text=text)
        )
    post_messages(messages)
