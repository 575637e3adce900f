"""Sessions: begun at sign-in, ended at sign-out, and all of a person's at once when something about them changes."""

from datetime import datetime, timedelta

from sqlalchemy import update

from inclusion_app.accounts.models import SignInSession
from inclusion_app.accounts.secrets import hashed, new_secret
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import transaction

LASTS_AT_MOST = timedelta(hours=12)
IDLE_AT_MOST = timedelta(minutes=60)


def begin_session(person_id: int, *, now: datetime, address: str, browser: str) -> str:
    """A new session, good for twelve hours at the most; returns its key, which is kept nowhere else."""
    key = new_secret()
    with transaction() as session:
        session.add(
            SignInSession(
                key_hash=hashed(key),
                person_id=person_id,
                started_at=now,
                ends_at=now + LASTS_AT_MOST,
                address=address[:60],
                browser=browser[:200],
            )
        )
    return key


def end_session(session_key: str, *, now: datetime) -> None:
    """End one session; ending it again changes nothing."""
    with transaction() as session:
        session.execute(
            update(SignInSession)
            .where(SignInSession.key_hash == hashed(session_key), SignInSession.ended_at.is_(None))
            .values(ended_at=now)
        )


def end_all_sessions(person_id: int, *, now: datetime, but: str = "") -> None:
    """End every session of a person, except the one with the key ``but``."""
    with transaction() as session:
        session.execute(
            update(SignInSession)
            .where(
                SignInSession.person_id == person_id,
                SignInSession.ended_at.is_(None),
                SignInSession.key_hash != hashed(but),
            )
            .values(ended_at=now)
        )


def end_own_session(actor: Acting, session_id: int, *, now: datetime) -> bool:
    """End one of the actor's own sessions; False when there is no such session of theirs."""
    with transaction() as session:
        found = session.execute(
            update(SignInSession)
            .where(SignInSession.id == session_id, SignInSession.person_id == actor.person_id)
            .values(ended_at=now)
        )
        if found.rowcount == 0:  # type: ignore[attr-defined]  # an UPDATE tells its rows
            return False
        audit.record(actor, "end_session", ("sign_in_session", session_id))
    return True
