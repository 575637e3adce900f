"""Bookings as calendar entries: invitations and cancellations that mail clients understand (RFC 5545, RFC 5546)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from inclusion_app.foundation.calendars import Invited, calendar_text, invite, plain

PRODUCT = "-//Inclusion App//Training//EN"
ASK_AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class Meeting:
    """One session as somebody's calendar shows it."""

    session_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    description: str


@dataclass(frozen=True)
class Attendance:
    """Whose calendar it is for, who invites, and how often this has been told."""

    uid: str
    sequence: int
    name: str
    email: str
    organiser: str
    organiser_email: str
    domain: str


def invitation(meeting: Meeting, who: Attendance, *, now: datetime) -> str:
    """METHOD:REQUEST for one session; a request names one UID, so every session has a message of its own."""
    return _calendar("REQUEST", [_event(meeting, who, "CONFIRMED", now)])


def cancellation(meeting: Meeting, who: Attendance, *, now: datetime) -> str:
    """METHOD:CANCEL for one session: the same UID, a greater SEQUENCE."""
    return _calendar("CANCEL", [_event(meeting, who, "CANCELLED", now)])


def published(meetings: Sequence[Meeting], who: Attendance, *, now: datetime) -> str:
    """Every session in one file, to be added by hand."""
    return _calendar("PUBLISH", [_event(meeting, who, "CONFIRMED", now) for meeting in meetings])


def uid_of(booking_uid: str, session_id: int, *, domain: str) -> str:
    """What calendars know one session of one booking by, wherever they have it from."""
    return f"{booking_uid}-{session_id}@{domain}"


@dataclass(frozen=True)
class Entry:
    """One session as a feed tells of it; ``changed_at`` is when what it says was last decided."""

    meeting: Meeting
    uid: str
    sequence: int
    status: str
    changed_at: datetime


def feed(name: str, entries: Sequence[Entry]) -> str:
    """A calendar that programs fetch again every hour; the same entries are the same text, so it can be compared."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", plain(name))
    calendar.add("x-wr-calname", plain(name))
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(
            _session(entry.meeting, entry.uid, sequence=entry.sequence, status=entry.status, stamp=entry.changed_at)
        )
    return str(calendar.to_ical().decode())


def _calendar(method: str, events: Sequence[Event]) -> str:
    return calendar_text(method, events, product=PRODUCT)


def _event(meeting: Meeting, who: Attendance, status: str, now: datetime) -> Event:
    uid = uid_of(who.uid, meeting.session_id, domain=who.domain)
    event = _session(meeting, uid, sequence=who.sequence, status=status, stamp=now)
    invite(event, Invited(who.name, who.email, who.organiser, who.organiser_email))
    return event


def _session(meeting: Meeting, uid: str, *, sequence: int, status: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", plain(meeting.title))
    event.add("location", plain(meeting.place))
    event.add("description", plain(meeting.description))
    event.add("status", status)
    event.add("transp", "OPAQUE")
    return event
