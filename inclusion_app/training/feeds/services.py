"""Make a feed, give it a new address, end it."""

import secrets
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.feeds.queries import is_current
from inclusion_app.training.models import CalendarFeed

NOTHING_TO_END = "There is no address to end."


def make_feed(actor: Actor, *, school_id: int | None, now: datetime) -> CalendarFeed:
    """A feed of the own bookings, or of a school's; the address there was before is dead at once."""
    with transaction() as session:
        person_id = _lock(session, actor)
        _end(session, person_id, school_id, now=now)
        feed = CalendarFeed(
            person_id=person_id, school_id=school_id, nonce=secrets.token_urlsafe(24), created_at=now, ended_at=None
        )
        session.add(feed)
        audit.record(actor, "make_feed", feed, school_id=school_id)
    return feed


def end_feed(actor: Actor, *, school_id: int | None, now: datetime) -> None:
    """No address any more. Raises RuleBroken when there is none."""
    with transaction() as session:
        feed_id = _end(session, _lock(session, actor), school_id, now=now)
        if feed_id is None:
            raise RuleBroken(None, NOTHING_TO_END)
        audit.record(actor, "end_feed", ("calendar_feed", feed_id), school_id=school_id)


def _lock(session: Session, actor: Actor) -> int:
    """One at a time for each person, so that nobody ends up with two addresses."""
    return session.scalars(select(Person.id).where(Person.id == actor.person_id).with_for_update()).one()


def _end(session: Session, person_id: int, school_id: int | None, *, now: datetime) -> int | None:
    return session.scalar(
        update(CalendarFeed)
        .where(is_current(person_id, school_id))
        .values(ended_at=now)
        .returning(CalendarFeed.id)
        .execution_options(synchronize_session=False)
    )
