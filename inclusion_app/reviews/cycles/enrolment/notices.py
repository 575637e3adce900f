"""Mails about enrolment, in the transaction of the act they tell of."""

from collections.abc import Collection

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import DigestNote, Message, post_digest_notes, post_messages
from inclusion_app.reviews.cycles.rounds.queries import office_people
from inclusion_app.reviews.models import Participation


def tell_of_enrolment(actor: Actor, participation: Participation) -> None:
    """Whoever has accepted gets a confirmation with the date of it; the office reads of it in its digest."""
    if actor.email and actor.person_id:
        link = _link(participation)
        subject, text = render_message("reviews/enrolled", reader_name=actor.name, part=participation, link=link)
        key = f"participation:{participation.id}:enrolled:{participation.accepted_at:%Y%m%dT%H%M%S}"
        post_messages([Message(
            key=key, kind="review_enrolled", person_id=actor.person_id, email=actor.email, subject=subject, text=text
        )])  # fmt: skip
    tell_office(actor, participation)


def tell_who_is_named(actor: Actor, participation: Participation, *, known: Collection[int]) -> None:
    """Coordinator, governor and authors who were not named before learn what they are named for."""
    named = {author.person_id: "author" for author in participation.authors}
    named |= {participation.governor_id or 0: "governor", participation.coordinator_id or 0: "coordinator"}
    new = set(named) - set(known) - {actor.person_id, 0}
    people = db.session.scalars(select(Person).where(Person.id.in_(new), Person.deactivated_at.is_(None)))
    link, by = _link(participation), actor.name
    messages = []
    for person in people:
        subject, text = render_message(
            "reviews/named", reader=person, part=participation, named=named[person.id], by=by, link=link
        )
        key = f"participation:{participation.id}:named:{named[person.id]}:{person.id}:{participation.version}"
        messages.append(Message(
            key=key, kind="review_named", person_id=person.id, email=person.email, subject=subject, text=text
        ))  # fmt: skip
    post_messages(messages)


def tell_office(actor: Actor, participation: Participation) -> None:
    """One line in the daily digest of everybody who runs the programme; the reason is read on the page."""
    said = f"{participation.school.name} has {participation.state}: {participation.cycle.name}."
    notes = [
        DigestNote(
            key=f"participation:{participation.id}:{participation.state}:{participation.version}:{person.id}",
            person_id=person.id,
            school_id=None,
            text=said,
            link=f"/team/cycles/{participation.cycle_id}/schools",
        )
        for person in office_people()
        if person.id != actor.person_id
    ]
    post_digest_notes(notes)


def _link(participation: Participation) -> str:
    return full_address(f"/schools/{participation.school.urn}/reviews/{participation.cycle_id}")
