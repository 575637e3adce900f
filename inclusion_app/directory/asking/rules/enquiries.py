"""How an enquiry moves from state to state: one table, from which docs/states/enquiry.md is made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inclusion_app.directory.asking.states import OPEN, EnquiryState, Side

LONGEST = 4_000
LONGEST_CONTACT = {"contact_name": 200, "contact_email": 320, "contact_phone": 40}
Problem = tuple[str | None, str]


@dataclass(frozen=True)
class Move:
    """One act, the states it may start from, the one it leads to, and whose side may cause it."""

    starts: frozenset[str]
    leads_to: str
    by: frozenset[Side]
    refusal: str


_SCHOOL, _PROVIDER = frozenset({Side.SCHOOL}), frozenset({Side.PROVIDER})
_UNDECIDED = frozenset({EnquiryState.SENT, EnquiryState.ANSWERED})

ENQUIRY_MOVES = {
    "answer_enquiry": Move(
        frozenset({EnquiryState.SENT}), EnquiryState.ANSWERED, _PROVIDER, "This enquiry has been answered already."
    ),
    "accept_enquiry": Move(_UNDECIDED, EnquiryState.ACCEPTED, _PROVIDER, "This enquiry has been decided already."),
    "decline_enquiry": Move(_UNDECIDED, EnquiryState.DECLINED, _PROVIDER, "This enquiry has been decided already."),
    "withdraw_enquiry": Move(
        _UNDECIDED, EnquiryState.WITHDRAWN, _SCHOOL, "This enquiry cannot be withdrawn any more. You can close it."
    ),
    "close_enquiry": Move(
        frozenset({EnquiryState.ANSWERED, EnquiryState.ACCEPTED}),
        EnquiryState.CLOSED,
        _SCHOOL | _PROVIDER,
        "Only an enquiry that has been answered can be closed.",
    ),
}
"""Writing is no move, but for the provider's first words, which are the answer."""
OVER = "This enquiry is over, so nothing can be added to it."


def acts_open(state: str, side: Side) -> frozenset[str]:
    """What that side can do with an enquiry in that state."""
    return frozenset(act for act, move in ENQUIRY_MOVES.items() if state in move.starts and side in move.by)


def may_write(state: str) -> bool:
    """Either side can still add to it."""
    return state in OPEN


def text_problems(text: str, *, field: str, empty: str) -> list[Problem]:
    """What is wrong with something that has to be said."""
    if not text.strip():
        return [(field, empty)]
    return [(field, f"This must be {LONGEST:,} characters or fewer")] if len(text) > LONGEST else []


def enquiry_problems(needed: str, *, wanted_by: date | None, contact: dict[str, str], today: date) -> list[Problem]:
    """Everything wrong with a new enquiry."""
    found = text_problems(needed, field="needed", empty="Say what you need")
    if wanted_by is not None and wanted_by < today:
        found.append(("wanted_by", "The day must be today or later"))
    return [*found, *_contact(contact)]


def _contact(contact: dict[str, str]) -> Iterator[Problem]:
    if not contact["contact_name"]:
        yield "contact_name", "Enter the name of the person to speak with"
    if not contact["contact_email"] and not contact["contact_phone"]:
        yield "contact_email", "Enter an e-mail address or a telephone number"
    for field, most in LONGEST_CONTACT.items():
        if len(contact[field]) > most:
            yield field, f"This must be {most} characters or fewer"
