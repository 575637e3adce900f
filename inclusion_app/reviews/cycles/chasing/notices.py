"""A reminder that somebody of the team sends: one mail to each person, whatever the number of reviews."""

from collections import defaultdict
from collections.abc import Sequence

from inclusion_app.access.actor import Actor
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import Message, post_messages
from inclusion_app.reviews.cycles.chasing.queries import Chased, Owing


def tell_of_what_is_owed(actor: Actor, rows: Sequence[tuple[Chased, Owing]], *, act: int) -> int:
    """Stages, dates and schools alone: nothing of what is written in a review. Returns how many mails there are."""
    by_person: defaultdict[int, list[tuple[Chased, Owing]]] = defaultdict(list)
    for found, owing in rows:
        by_person[owing.person.id].append((found, owing))
    messages = []
    for person_id, theirs in by_person.items():
        reader = theirs[0][1].person
        owed = [found for found, _ in theirs]
        subject, text = render_message(
            "reviews/reminder", reader=reader, owed=owed, by=actor.name, link=full_address("/reviews")
        )
        key = f"review-reminder:{act}:{person_id}"
        messages.append(
            Message(
                key=key, kind="review_reminder", person_id=reader.id, email=reader.email, subject=subject, text=text
            )
        )
    post_messages(messages)
    return len(messages)
