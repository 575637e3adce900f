"""Calendar entries that mail clients understand (RFC 5545, RFC 5546): what every kind of entry has in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

UNSEEN = {number: " " for number in (*range(32), *range(127, 160), 0x2028, 0x2029) if number != ord("\n")}
"""What some calendars read as the end of a line, though it is none."""


@dataclass(frozen=True)
class Invited:
    """Whose calendar an entry is for, and who invites."""

    name: str
    email: str
    organiser: str
    organiser_email: str


@dataclass(frozen=True)
class DaysEntry:
    """An entry that takes whole days, the first and the last included; ``uid`` stays, ``sequence`` counts changes."""

    uid: str
    sequence: int
    title: str
    first: date
    last: date
    place: str
    description: str


def calendar_text(method: str, events: Sequence[Event], *, product: str) -> str:
    """A calendar with these entries, as text."""
    calendar = Calendar()
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for event in events:
        calendar.add_component(event)
    return str(calendar.to_ical().decode())


def invite(event: Event, who: Invited) -> None:
    """Say on an entry who invites and the one person whom it is for."""
    organiser = vCalAddress(f"mailto:{who.organiser_email}")
    organiser.params["cn"] = vText(who.organiser)
    event["organizer"] = organiser
    attendee = vCalAddress(f"mailto:{who.email}")
    attendee.params["cn"] = vText(who.name)
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    event.add("attendee", attendee, encode=False)


def days_for(entry: DaysEntry, who: Invited, *, method: str, product: str, now: datetime) -> str:
    """REQUEST or CANCEL of whole days for one person. The end that calendars are told is the day after the last."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", entry.first)
    event.add("dtend", entry.last + timedelta(days=1))
    event.add("summary", plain(entry.title))
    event.add("location", plain(entry.place))
    event.add("description", plain(entry.description))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("transp", "OPAQUE")
    invite(event, who)
    return calendar_text(method, [event], product=product)


def plain(text: str) -> str:
    """The text without anything that ends a line unseen."""
    return text.replace("\r\n", "\n").translate(UNSEEN)
