"""Links that work once: made, used by a button and never by opening them, and cancelled."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from inclusion_app.accounts.models import AccountLink, LinkPurpose
from inclusion_app.accounts.secrets import hashed, new_secret
from inclusion_app.foundation.database import db, transaction

LASTS = {LinkPurpose.RESET: timedelta(hours=1), LinkPurpose.INVITATION: timedelta(days=14)}


def make_link(person_id: int, purpose: LinkPurpose, *, now: datetime) -> str:
    """A new link of that purpose, which ends the earlier ones; returns its secret, which is kept nowhere else."""
    token = new_secret()
    with transaction() as session:
        cancel_links(person_id, now=now, purpose=purpose)
        session.add(
            AccountLink(
                token_hash=hashed(token),
                purpose=purpose,
                person_id=person_id,
                created_at=now,
                expires_at=now + LASTS[purpose],
            )
        )
    return token


def cancel_links(person_id: int, *, now: datetime, purpose: LinkPurpose | None = None) -> None:
    """Make unused links of a person useless; all of them, or those of one purpose."""
    with transaction() as session:
        session.execute(
            update(AccountLink)
            .where(
                AccountLink.person_id == person_id,
                AccountLink.used_at.is_(None),
                AccountLink.cancelled_at.is_(None),
                *([AccountLink.purpose == purpose] if purpose else []),
            )
            .values(cancelled_at=now)
        )


def recent_links(person_id: int, purpose: LinkPurpose, *, now: datetime) -> int:
    """How many links of that purpose were made for the person within the hour."""
    hour_ago = now - timedelta(hours=1)
    counted = select(func.count()).where(
        AccountLink.person_id == person_id, AccountLink.purpose == purpose, AccountLink.created_at > hour_ago
    )
    return db.session.scalar(counted) or 0


def person_of_link(token: str, purpose: LinkPurpose, *, now: datetime) -> int | None:
    """Whose link it is, if it still works; looking does not use it up."""
    return db.session.scalar(select(AccountLink.person_id).where(*_works(token, purpose, now)))


def use_link(token: str, purpose: LinkPurpose, *, now: datetime) -> int | None:
    """Use a link up and tell whose it was; nothing when it no longer works. Of many at once, one succeeds."""
    with transaction() as session:
        person_id = person_of_link(token, purpose, now=now)
        used = session.execute(update(AccountLink).where(*_works(token, purpose, now)).values(used_at=now))
        return person_id if used.rowcount == 1 else None  # type: ignore[attr-defined]  # an UPDATE tells its rows


def _works(token: str, purpose: LinkPurpose, now: datetime) -> list:  # type: ignore[type-arg]  # mixed expressions
    return [
        AccountLink.token_hash == hashed(token),
        AccountLink.purpose == purpose,
        AccountLink.used_at.is_(None),
        AccountLink.cancelled_at.is_(None),
        AccountLink.expires_at > now,
    ]
