"""The mail as each person gets it."""

from collections.abc import Sequence

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import Message, post_messages
from inclusion_app.foundation.settings import text as setting
from inclusion_app.training.mailings.rules import Audience
from inclusion_app.training.models import Run


def wording(run: Run, person: Person, *, sender: str, audience: Audience, subject: str, text: str) -> tuple[str, str]:
    """Subject and text as this person gets them. The run comes with course and provider."""
    return render_message(
        "mailings/mailing",
        run=run,
        person=person,
        sender=sender,
        reason=audience.reason,
        subject=" ".join(subject.split()),
        said=text.strip(),
        answer_to=answer_to(run),
    )


def answer_to(run: Run) -> str:
    """Where an answer goes: to the provider, or to the team where the provider has no address."""
    return run.provider.email or setting("contact_email")


def post_mailing(
    mailing_id: int, run: Run, people: Sequence[Person], *, sender: str, audience: Audience, subject: str, text: str
) -> None:
    """One message for each person, once."""
    messages = []
    for person in people:
        said = wording(run, person, sender=sender, audience=audience, subject=subject, text=text)
        messages.append(
            Message(
                key=f"mailing:{mailing_id}:{person.id}",
                kind="run_mailing",
                person_id=person.id,
                email=person.email,
                subject=said[0],
                text=said[1],
                reply_to=answer_to(run),
            )
        )
    post_messages(messages)
