"""Rules of a run's sessions, on the London wall clock."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from inclusion_app.foundation.clock import from_london, london
from inclusion_app.training.catalogue.choices import SessionChoices
from inclusion_app.training.states import Delivery

TO_FOLLOW = "to follow"
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
MOST_SESSIONS = 60
LONGEST = {"venue": 300, "postcode": 10, "joining_link": 500}
Problem = tuple[str | None, str]


def starts_at(session: SessionChoices) -> datetime:
    """The moment the session begins."""
    return from_london(session.day, session.start)


def ends_at(session: SessionChoices) -> datetime:
    """The moment the session ends."""
    return from_london(session.day, session.end)


def first_start(sessions: Sequence[SessionChoices]) -> datetime:
    """When a run with these sessions begins."""
    return min(starts_at(session) for session in sessions)


def last_end(sessions: Sequence[SessionChoices]) -> datetime:
    """When a run with these sessions is over."""
    return max(ends_at(session) for session in sessions)


def session_problems(sessions: Sequence[SessionChoices], *, delivery: str) -> list[Problem]:
    """Everything wrong with the sessions of a run given in that way."""
    if not sessions:
        return [(None, "Add at least one session")]
    if len(sessions) > MOST_SESSIONS:
        return [(None, f"A run can have {MOST_SESSIONS} sessions at the most")]
    problems: list[Problem] = []
    for number, session in enumerate(sessions):
        problems += [(f"sessions-{number}-{field}", text) for field, text in _one(session, delivery)]
    if not problems:
        problems += _order(sessions)
    return problems


def _one(session: SessionChoices, delivery: str) -> Iterator[tuple[str, str]]:
    if not EARLIEST_YEAR <= session.day.year <= LATEST_YEAR:
        yield "day", f"The date must be between {EARLIEST_YEAR} and {LATEST_YEAR}"
        return
    yield from _times(session)
    yield from _place(session, delivery)
    for field, most in LONGEST.items():
        if len(getattr(session, field)) > most:
            yield field, f"This must be {most} characters or fewer"


def _times(session: SessionChoices) -> Iterator[tuple[str, str]]:
    if session.end <= session.start:
        yield "end", "The session must end after it starts"
        return
    for field, wall in (("start", session.start), ("end", session.end)):
        if london(from_london(session.day, wall)).time().replace(fold=0) != wall:
            yield field, "The clocks go forward that night, and this time is skipped"


def _place(session: SessionChoices, delivery: str) -> Iterator[tuple[str, str]]:
    link = session.joining_link
    if link and link.lower() != TO_FOLLOW and not link.startswith("https://"):
        yield "joining_link", "The joining link must begin with https://, or say ‘to follow’"
    if delivery == Delivery.IN_PERSON and not session.venue:
        yield "venue", "Enter where the session is held"
    if delivery == Delivery.ONLINE and not link:
        yield "joining_link", "Enter the joining link, or ‘to follow’ if there is none yet"
    if delivery == Delivery.BLENDED and not (session.venue or link):
        yield "venue", "Enter where the session is held, or its joining link"


def _order(sessions: Sequence[SessionChoices]) -> Iterator[Problem]:
    for number in range(1, len(sessions)):
        before, here = sessions[number - 1], sessions[number]
        if starts_at(here) < starts_at(before):
            yield f"sessions-{number}-day", f"Session {number + 1} starts before session {number}: put them in order"
        elif starts_at(here) < ends_at(before):
            yield f"sessions-{number}-start", f"Session {number + 1} starts before session {number} has ended"
