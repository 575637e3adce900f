"""A forgotten password, and accepting an invitation: by links that a button uses up."""

from datetime import datetime

from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.accounts import notices
from inclusion_app.accounts.models import LinkPurpose, Person
from inclusion_app.accounts.rules import tidy_email
from inclusion_app.accounts.services.links import make_link, recent_links, use_link
from inclusion_app.accounts.services.people import set_password
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken

MOST_LINKS_AN_HOUR = 5
NO_LONGER = "This link no longer works: it has been used, has run out, or a newer one has been sent."


def ask_for_reset(email: str, *, now: datetime) -> None:
    """Send a link to whoever has the address, if anybody; nobody can tell from the outside whether it was sent.

    The work is the same either way: one audit row, and one look for the person.
    """
    with transaction() as session:
        person = session.scalars(select(Person).where(Person.email == tidy_email(email))).first()
        event = audit.record(SYSTEM, "ask_for_reset", ("person", person.id if person else "unknown"))
        if person is None:
            return
        if person.password_hash is None or person.deactivated_at is not None:
            notices.tell_of_no_account(person, act=event.id)
            return
        if recent_links(person.id, LinkPurpose.RESET, now=now) >= MOST_LINKS_AN_HOUR:
            return  # nobody's mailbox can be filled from here
        token = make_link(person.id, LinkPurpose.RESET, now=now)
        notices.tell_of_reset(person, token, act=event.id)


def choose_password(token: str, purpose: LinkPurpose, password: str, *, now: datetime) -> int:
    """Use a link up and set the password; returns whose it was. Of many at once, one succeeds.

    Raises RuleBroken when the link no longer works, or the password is not good enough (the link then stays).
    """
    with transaction() as session:
        person_id = use_link(token, purpose, now=now)
        if person_id is None:
            raise RuleBroken(None, NO_LONGER)
        person = session.get_one(Person, person_id)
        if person.deactivated_at is not None:
            raise RuleBroken(None, NO_LONGER)
        actor = Actor(person_id=person.id, name=person.name)
        event = set_password(actor, person_id, password, now=now)
        if purpose == LinkPurpose.RESET:
            notices.tell_of_new_password(person, act=event.id)
    return person_id
