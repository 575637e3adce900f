"""Who a mail can go to, and what may be written."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from inclusion_app.foundation import clock

LONGEST_SUBJECT = 200
LONGEST_TEXT = 5_000
MOST_A_DAY = 5
TOO_MANY = f"{MOST_A_DAY} mails have gone out to people on this run today. You can write again tomorrow."
NOBODY = "There is nobody to write to"


class Audience(StrEnum):
    """Which of the people on a run."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    ATTENDED = "attended"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "confirmed": "Everybody with a place",
            "waiting": "Everybody on the waiting list, or with an offer of a place",
            "attended": "Those who came, also for a part",
            "absent": "Those who had a place and did not come",
        }[self]

    @property
    def reason(self) -> str:
        """Why somebody gets the mail, as the mail says it."""
        return {
            "confirmed": "you have a place on it",
            "waiting": "you are waiting for a place on it",
            "attended": "you came to it",
            "absent": "you had a place on it",
        }[self]


def mail_problems(*, audience: str, subject: str, text: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a mail, by field."""
    if audience not in set(Audience):
        yield "audience", "Choose who to write to"
    if not subject.strip():
        yield "subject", "Enter a subject"
    elif len(subject) > LONGEST_SUBJECT:
        yield "subject", f"The subject must be {LONGEST_SUBJECT} characters or fewer"
    if not text.strip():
        yield "text", "Write what you want to say"
    elif len(text) > LONGEST_TEXT:
        yield "text", f"The text must be {LONGEST_TEXT:,} characters or fewer. It has {len(text):,}"


def people_said(number: int) -> str:
    """So many people, in words."""
    return "1 person" if number == 1 else f"{number} people"


def numbers_changed(number: int) -> str:
    """What is said when others have booked or cancelled since the preview."""
    return f"The mail would now go to {people_said(number)}, as bookings have changed since. Check, then send it again."


def start_of_day(now: datetime) -> datetime:
    """The moment at which the London day of ``now`` began."""
    return clock.from_london(clock.london(now).date(), datetime.min.time())
