"""The values of shortlists, enquiries, uses and hints; no database here, rules and models share them."""

from enum import StrEnum


class EnquiryState(StrEnum):
    """Where an enquiry stands."""

    SENT = "sent"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "sent": "Waits for an answer",
            "answered": "Answered",
            "accepted": "Accepted",
            "declined": "Declined",
            "withdrawn": "Withdrawn",
            "closed": "Closed",
        }[self]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {"sent": "yellow", "answered": "blue", "accepted": "green", "declined": "orange"}.get(self, "grey")


OPEN = frozenset({EnquiryState.SENT, EnquiryState.ANSWERED, EnquiryState.ACCEPTED})
"""Enquiries on which both sides can still write."""


class Side(StrEnum):
    """Whose word it is."""

    SCHOOL = "school"
    PROVIDER = "provider"


class DeclineReason(StrEnum):
    """Why a provider cannot help."""

    FULL = "full"
    NOT_FOR_YOU = "not-for-you"
    NOT_HERE = "not-here"
    NOT_GIVEN = "not-given"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "full": "We have no room at the moment",
            "not-for-you": "It is not the right support for what you need",
            "not-here": "We do not work in your area, or with your phase",
            "not-given": "We do not give this any more",
            "other": "Something else",
        }[self]


class Helped(StrEnum):
    """Whether what a school used has helped; nothing said yet is the empty text."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"yes": "Yes, it helped", "partly": "It helped in part", "no": "No, it did not help"}[self]


class Topic(StrEnum):
    """What somebody says is out of date."""

    CONTACT = "contact"
    FACTS = "facts"
    CLOSED = "closed"
    LACKS = "lacks"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "contact": "The contact or a link does not work",
            "facts": "Something that it says is not true any more",
            "closed": "It is not given any more",
            "lacks": "Something important is missing",
            "other": "Something else",
        }[self]


class Outcome(StrEnum):
    """What became of a hint; none while it is open."""

    CHANGED = "changed"
    NOT_SO = "not-so"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"changed": "Put right", "not-so": "It is right as it stands"}[self]
