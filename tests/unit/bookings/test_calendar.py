"""Invitations and cancellations as a calendar program reads them back."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from inclusion_app.foundation import clock
from inclusion_app.training.bookings.calendar import Attendance, Meeting, cancellation, invitation, published

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
SESSION = Meeting(
    session_id=5,
    title="Autism awareness, level 2; part A",
    starts_at=datetime(2027, 3, 29, 8, 30, tzinfo=UTC),
    ends_at=datetime(2027, 3, 29, 10, 30, tzinfo=UTC),
    place="Sessions House, Maidstone, ME14 1XQ",
    description="Given by Larkhythe\nYour bookings: https://inclusion.example/my-bookings",
)
JO = Attendance(
    uid="7f1c2d",
    sequence=0,
    name="Jo Smith",
    email="jo.smith@example.org",
    organiser="Kent training",
    organiser_email="training@example.org",
    domain="inclusion.example",
)


def read(text: str) -> tuple[Calendar, list[Event]]:
    calendar = Calendar.from_ical(text)
    assert isinstance(calendar, Calendar)
    return calendar, [part for part in calendar.walk("VEVENT") if isinstance(part, Event)]


def test_an_invitation_reads_back_as_it_was_meant() -> None:
    calendar, [event] = read(invitation(SESSION, JO, now=NOW))
    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    assert event["UID"] == "7f1c2d-5@inclusion.example"
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (SESSION.starts_at, SESSION.ends_at)
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (SESSION.title, SESSION.place)
    assert str(event["DESCRIPTION"]) == SESSION.description
    assert event["ORGANIZER"] == "mailto:training@example.org"
    assert event["ATTENDEE"] == "mailto:jo.smith@example.org"  # one, so that nobody learns of the others


def test_times_are_utc_and_lines_are_folded_and_end_as_the_standard_says() -> None:
    text = invitation(SESSION, JO, now=NOW)
    assert "DTSTART:20270329T083000Z\r\n" in text
    assert "DTSTAMP:20261123T120000Z\r\n" in text
    assert "TZID" not in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


def test_a_cancellation_names_the_same_event_with_a_greater_number() -> None:
    calendar, [event] = read(cancellation(SESSION, Attendance(**{**vars(JO), "sequence": 1}), now=NOW))
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert event["UID"] == read(invitation(SESSION, JO, now=NOW))[1][0]["UID"]
    assert event["ORGANIZER"] == "mailto:training@example.org"
    assert event["ATTENDEE"] == "mailto:jo.smith@example.org"


def test_every_session_of_a_file_is_an_event_of_its_own() -> None:
    other = Meeting(**{**vars(SESSION), "session_id": 6})
    calendar, events = read(published([SESSION, other], JO, now=NOW))
    assert calendar["METHOD"] == "PUBLISH"
    assert [event["UID"] for event in events] == ["7f1c2d-5@inclusion.example", "7f1c2d-6@inclusion.example"]


@pytest.mark.parametrize(
    ("day", "utc_hour"), [("2027-03-27", 9), ("2027-03-28", 8), ("2027-10-30", 8), ("2027-10-31", 9)]
)
def test_half_past_nine_in_london_stays_that_across_the_clock_change(day: str, utc_hour: int) -> None:
    starts = clock.from_london(datetime.fromisoformat(day).date(), time(9, 30))
    ends = clock.from_london(datetime.fromisoformat(day).date(), time(12, 0))
    _, [event] = read(invitation(Meeting(**{**vars(SESSION), "starts_at": starts, "ends_at": ends}), JO, now=NOW))
    found = event.decoded("DTSTART")
    assert (found.hour, found.minute) == (utc_hour, 30)
    assert clock.london(found).time() == time(9, 30)


typed = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200)


@settings(max_examples=60)
@given(typed, typed)
def test_nobody_adds_a_line_of_their_own_through_a_title_or_a_name(title: str, name: str) -> None:
    title, name = f"{title}\r\nATTENDEE:mailto:x@x.example", f"{name}\r\nBEGIN:VEVENT"
    who = Attendance(**{**vars(JO), "name": name})
    text = invitation(Meeting(**{**vars(SESSION), "title": title}), who, now=NOW)
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert [line.split(":")[0] for line in unfolded].count("BEGIN") == 2
    assert sum(line.startswith("ATTENDEE") for line in unfolded) == 1
