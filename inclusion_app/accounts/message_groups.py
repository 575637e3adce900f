"""Groups of messages that a person may turn off. What is not named here always goes out: confirmations, changes,
cancellations, offers, decisions, certificates, and everything about one's account."""

from enum import StrEnum


class MessageGroup(StrEnum):
    """One group, as it stands on the page of one's account."""

    REMINDERS = "reminders"
    FEEDBACK = "feedback"
    INTEREST = "interest"
    DIGEST = "digest"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "reminders": "Reminders 7 days and 1 day before training",
            "feedback": "Requests for feedback on training",
            "interest": "News of dates for courses you are interested in",
            "digest": "One summary a day: your school's bookings, what is due in reviews, new offers for your searches",
        }[self]
