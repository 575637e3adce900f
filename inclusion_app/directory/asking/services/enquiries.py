"""Enquiries are sent, written on, accepted, declined, withdrawn and closed."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.directory.asking import notices
from inclusion_app.directory.asking.choices import EnquiryChoices
from inclusion_app.directory.asking.models import Enquiry, EnquiryMessage
from inclusion_app.directory.asking.queries.enquiries import enquiry_by_id, open_enquiry
from inclusion_app.directory.asking.rules.enquiries import (
    ENQUIRY_MOVES,
    LONGEST,
    OVER,
    Problem,
    enquiry_problems,
    may_write,
    text_problems,
)
from inclusion_app.directory.asking.states import DeclineReason, EnquiryState, Side
from inclusion_app.directory.offers.services.locking import locked_offer
from inclusion_app.directory.rules.contacts import tidy_address, tidy_phone
from inclusion_app.directory.states import OfferState
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken

NOT_OFFERED = "This offer is not in the directory any more, so it cannot be asked for."
ASKED_ALREADY = "Your school has an open enquiry about this offer. Write on that one."


def send_enquiry(actor: Actor, school_id: int, offer_id: int, choices: EnquiryChoices, *, now: datetime) -> Enquiry:
    """Ask the provider for the school; the provider is told. Raises RuleBroken with everything that is wrong at once,
    or when one of the school's enquiries about the offer is open; LookupError."""
    with transaction() as session:
        offer, today = locked_offer(offer_id), london(now).date()
        if offer.state != OfferState.PUBLISHED:
            raise RuleBroken(None, NOT_OFFERED)
        if open_enquiry(school_id, offer_id) is not None:
            raise RuleBroken(None, ASKED_ALREADY)
        said, problems = _tidied(choices)
        problems += enquiry_problems(said.needed, wanted_by=said.wanted_by, contact=said.contact, today=today)
        if problems:
            raise RuleBroken.several(problems)
        enquiry = Enquiry(
            school_id=school_id, offer_id=offer_id, state=EnquiryState.SENT, needed=said.needed,
            wanted_by=said.wanted_by, asked_by_id=actor.person_id, sent_at=now, moved_at=now, **said.contact,
        )  # fmt: skip
        session.add(enquiry)
        audit.record(actor, "send_enquiry", enquiry, school_id=school_id, detail={"offer": offer_id})
        notices.tell_provider_of_enquiry(_whole(enquiry.id), today=today)
    return enquiry


def write_message(actor: Actor, enquiry_id: int, *, text: str, side: Side, now: datetime) -> EnquiryMessage:
    """Add to the enquiry for one side; the other is told. The provider's first words answer it.

    Raises RuleBroken when it is over or nothing is said, LookupError.
    """
    with transaction() as session:
        enquiry, today = _held(enquiry_id), london(now).date()
        if not may_write(enquiry.state):
            raise RuleBroken(None, OVER)
        if problems := text_problems(text, field="text", empty="Write a message"):
            raise RuleBroken.several(problems)
        message = EnquiryMessage(enquiry_id=enquiry_id, side=side, text=text.strip(), written_at=now)
        message.written_by_id = actor.person_id
        session.add(message)
        answer = ENQUIRY_MOVES["answer_enquiry"]
        if side in answer.by and enquiry.state in answer.starts:
            enquiry.state, enquiry.moved_at = answer.leads_to, now
        detail = {"side": str(side), "state": enquiry.state}
        audit.record(actor, "write_message", enquiry, school_id=enquiry.school_id, detail=detail)
        if side == Side.PROVIDER:
            notices.tell_school(enquiry, key=f"message:{message.id}", today=today)
        else:
            notices.tell_provider_of_message(enquiry, message_id=message.id, today=today)
    return message


def accept_enquiry(actor: Actor, enquiry_id: int, *, text: str, now: datetime) -> Enquiry:
    """Say for the provider that it will help, and what comes next. Raises RuleBroken, LookupError."""
    with transaction():
        enquiry = _moved("accept_enquiry", enquiry_id, side=Side.PROVIDER, now=now)
        if problems := text_problems(text, field="accept_text", empty="Say what happens next"):
            raise RuleBroken.several(problems)
        enquiry.accepted_at = now
        message = EnquiryMessage(enquiry_id=enquiry_id, side=Side.PROVIDER, text=text.strip(), written_at=now)
        message.written_by_id = actor.person_id
        db.session.add(message)
        audit.record(actor, "accept_enquiry", enquiry, school_id=enquiry.school_id)
        notices.tell_school(enquiry, key="accepted", today=london(now).date())
    return enquiry


def decline_enquiry(actor: Actor, enquiry_id: int, *, reason_kind: str, reason: str, now: datetime) -> Enquiry:
    """Say for the provider that it cannot help, and why. Raises RuleBroken without a reason, LookupError."""
    with transaction():
        enquiry = _moved("decline_enquiry", enquiry_id, side=Side.PROVIDER, now=now)
        if problems := _reason_problems(reason_kind, reason):
            raise RuleBroken.several(problems)
        enquiry.reason_kind, enquiry.reason = reason_kind, reason.strip()
        detail = {"reason": reason_kind}
        audit.record(actor, "decline_enquiry", enquiry, school_id=enquiry.school_id, detail=detail)
        notices.tell_school(enquiry, key="declined", today=london(now).date())
    return enquiry


def withdraw_enquiry(actor: Actor, enquiry_id: int, *, now: datetime) -> Enquiry:
    """Take it back for the school; the provider finds it in its digest. Raises RuleBroken, LookupError."""
    with transaction():
        enquiry = _moved("withdraw_enquiry", enquiry_id, side=Side.SCHOOL, now=now)
        audit.record(actor, "withdraw_enquiry", enquiry, school_id=enquiry.school_id)
        notices.tell_provider_of_end(enquiry, today=london(now).date())
    return enquiry


def close_enquiry(actor: Actor, enquiry_id: int, *, side: Side, now: datetime) -> Enquiry:
    """Say for one side that nothing is left to be said; the other is told. Raises RuleBroken, LookupError."""
    with transaction():
        enquiry, today = _moved("close_enquiry", enquiry_id, side=side, now=now), london(now).date()
        audit.record(actor, "close_enquiry", enquiry, school_id=enquiry.school_id, detail={"side": str(side)})
        if side == Side.PROVIDER:
            notices.tell_school(enquiry, key="closed", today=today)
        else:
            notices.tell_provider_of_end(enquiry, today=today)
    return enquiry


def _held(enquiry_id: int) -> Enquiry:
    """The enquiry as it stands after its row is held, with all that hangs on it."""
    held = db.session.scalar(select(Enquiry.id).where(Enquiry.id == enquiry_id).with_for_update())
    if held is None:
        raise LookupError(f"There is no enquiry {enquiry_id}.")
    return _whole(enquiry_id)


def _whole(enquiry_id: int) -> Enquiry:
    enquiry = enquiry_by_id(enquiry_id)
    assert enquiry is not None  # noqa: S101  # it is held, or has just been made
    return enquiry


def _moved(act: str, enquiry_id: int, *, side: Side, now: datetime) -> Enquiry:
    enquiry, move = _held(enquiry_id), ENQUIRY_MOVES[act]
    if side not in move.by or enquiry.state not in move.starts:
        raise RuleBroken(None, move.refusal)
    enquiry.state, enquiry.moved_at = move.leads_to, now
    return enquiry


def _reason_problems(reason_kind: str, reason: str) -> list[Problem]:
    found: list[Problem] = []
    if reason_kind not in list(DeclineReason):
        found.append(("reason_kind", "Choose why you cannot help"))
    if reason_kind == DeclineReason.OTHER and not reason.strip():
        found.append(("reason", "Say why you cannot help"))
    if len(reason) > LONGEST:
        found.append(("reason", f"This must be {LONGEST:,} characters or fewer"))
    return found


def _tidied(choices: EnquiryChoices) -> tuple[EnquiryChoices, list[Problem]]:
    """The contact as it is kept, and what of it could not be read."""
    said, problems = choices.contact, list[Problem]()
    for field, tidy in (("contact_email", tidy_address), ("contact_phone", tidy_phone)):
        try:
            said[field] = tidy(said[field])
        except ValueError as problem:
            problems.append((field, str(problem)))
    return replace(choices, **said), problems  # type: ignore[arg-type]  # texts for texts
