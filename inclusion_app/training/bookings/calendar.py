"""Bookings as calendar entries: invitations and cancellations that mail clients understand (RFC 5545, RFC 5546)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Inclusion App//Training//EN"


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


def _calendar(method: str, events: Sequence[Event]) -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for event in events:
        calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _event(meeting: Meeting, who: Attendance, status: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{who.uid}-{meeting.session_id}@{who.domain}")
    event.add("sequence", who.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", meeting.title)
    event.add("location", meeting.place)
    event.add("description", meeting.description)
    event.add("status", status)
    event.add("transp", "OPAQUE")
    organiser = vCalAddress(f"mailto:{who.organiser_email}")
    organiser.params["cn"] = vText(who.organiser)
    event["organizer"] = organiser
    attendee = vCalAddress(f"mailto:{who.email}")
    attendee.params["cn"] = vText(who.name)
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    event.add("attendee", attendee, encode=False)
    return event
