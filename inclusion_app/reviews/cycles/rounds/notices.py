"""Mails about invitations, in the transaction of the act they tell of."""

from collections.abc import Sequence

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.queries.people import people_with_role
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import Message, post_messages
from inclusion_app.reviews.models import Participation, ReviewCycle


def tell_heads(cycle: ReviewCycle, participations: Sequence[Participation], *, message: str) -> int:
    """One mail to each headteacher of each school; ``message`` is the template. Returns how many mails there are.

    The participations come with their schools. The key holds the participation's version: another change, another mail.
    """
    heads: dict[int, list[Person]] = {}
    for held in people_with_role(Role.HEADTEACHER, school_ids=[p.school_id for p in participations]):
        heads.setdefault(held.school_id or 0, []).append(held.person)
    messages = [
        _message(cycle, participation, head, message=message)
        for participation in participations
        for head in heads.get(participation.school_id, ())
    ]
    post_messages(messages)
    return len(messages)


def _message(cycle: ReviewCycle, participation: Participation, head: Person, *, message: str) -> Message:
    link = full_address(f"/schools/{participation.school.urn}/reviews/{cycle.id}")
    subject, text = render_message(
        f"reviews/{message}", reader=head, cycle=cycle, school=participation.school, link=link
    )
    key = f"participation:{participation.id}:{message}:{participation.version}:{head.id}"
    return Message(key=key, kind=f"review_{message}", person_id=head.id, email=head.email, subject=subject, text=text)
