"""Links in mails that lead to an answer about one booking: opening one changes nothing, a button does."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select, update

from inclusion_app.accounts.secrets import hashed, new_secret
from inclusion_app.foundation.database import db, transaction
from inclusion_app.training.models import BookingLink


class LinkFor(StrEnum):
    """What the reader is asked."""

    DECIDE = "decide"
    OFFER = "offer"
    MOVED = "moved"
    FEEDBACK_BEFORE = "feedback-before"
    FEEDBACK_AFTER = "feedback-after"
    FEEDBACK_LATER = "feedback-later"


def make_booking_link(booking_id: int, purpose: LinkFor, *, person_id: int, expires_at: datetime, now: datetime) -> str:
    """A new link for that person; returns its secret, which is kept nowhere else."""
    token = new_secret()
    with transaction() as session:
        session.add(
            BookingLink(
                token_hash=hashed(token),
                purpose=purpose,
                booking_id=booking_id,
                person_id=person_id,
                created_at=now,
                expires_at=expires_at,
            )
        )
    return token


def make_booking_links(
    bookings: Mapping[int, int], purpose: LinkFor, *, expires_at: datetime, now: datetime
) -> dict[int, str]:
    """New links for many bookings at once, each for the person beside it, in one statement; secrets by booking."""
    tokens = {booking_id: new_secret() for booking_id in bookings}
    rows = [
        {
            "token_hash": hashed(token),
            "purpose": purpose,
            "booking_id": booking_id,
            "person_id": bookings[booking_id],
            "created_at": now,
            "expires_at": expires_at,
        }
        for booking_id, token in tokens.items()
    ]
    if rows:
        with transaction() as session:
            session.execute(insert(BookingLink), rows)
    return tokens


def booking_link(token: str, *purposes: LinkFor, now: datetime) -> BookingLink | None:
    """The link, while it works; looking does not use it up."""
    return db.session.scalars(
        select(BookingLink).where(
            BookingLink.token_hash == hashed(token),
            BookingLink.purpose.in_(purposes),
            BookingLink.used_at.is_(None),
            BookingLink.expires_at > now,
        )
    ).first()


def use_booking_links(booking_id: int, *purposes: LinkFor, now: datetime) -> None:
    """The answer has been given: every link that asks for it ends, whoever has it."""
    with transaction() as session:
        session.execute(
            update(BookingLink)
            .where(
                BookingLink.booking_id == booking_id,
                BookingLink.purpose.in_(purposes),
                BookingLink.used_at.is_(None),
            )
            .values(used_at=now)
            .execution_options(synchronize_session=False)
        )
