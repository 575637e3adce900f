"""Anybody says that something is out of date; the provider answers, and whoever gave an address hears so."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import Actor
from inclusion_app.directory.asking import notices
from inclusion_app.directory.asking.choices import HintChoices
from inclusion_app.directory.asking.models import OfferHint
from inclusion_app.directory.asking.rules.hints import (
    LONGEST_ANSWER,
    MOST_FROM_ONE_PLACE,
    TOO_OFTEN,
    WINDOW,
    hint_problems,
)
from inclusion_app.directory.asking.states import Outcome
from inclusion_app.directory.models import Offer
from inclusion_app.directory.rules.contacts import tidy_address
from inclusion_app.directory.states import OfferState
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken

TELL = "tell_out_of_date"
ANSWERED = "This has been answered already."
NOT_OFFERED = "This offer is not in the directory any more."


def tell_out_of_date(actor: Actor, offer_id: int, choices: HintChoices, *, from_place: str, now: datetime) -> OfferHint:
    """Keep what somebody has found out of date, and tell the provider in its digest.

    ``from_place`` is the network address it comes from: so many in an hour from one, whoever sends them, and over all
    processes. Raises RuleBroken, LookupError.
    """
    with transaction() as session:
        offer = _offer(offer_id)
        if offer.state != OfferState.PUBLISHED:
            raise RuleBroken(None, NOT_OFFERED)
        if _told(from_place, now=now) >= MOST_FROM_ONE_PLACE:
            raise RuleBroken(None, TOO_OFTEN)
        problems = hint_problems(topic=choices.topic, text=choices.text)
        email = ""
        try:
            email = tidy_address(choices.email)
        except ValueError as problem:
            problems.append(("email", str(problem)))
        if problems:
            raise RuleBroken.several(problems)
        hint = OfferHint(offer_id=offer_id, topic=choices.topic, text=choices.text.strip(), email=email, told_at=now)
        session.add(hint)
        audit.record(actor, TELL, hint, detail={"offer": offer_id, "topic": choices.topic})
        notices.tell_provider_of_hint(hint, offer, today=london(now).date())
    return hint


def answer_hint(actor: Actor, hint_id: int, *, outcome: str, answer: str, now: datetime) -> OfferHint:
    """Say for the provider what came of it; the address it was sent with is forgotten with the answer.

    Raises RuleBroken when it has been answered, LookupError.
    """
    with transaction():
        hint = _held(hint_id)
        if hint.outcome:
            raise RuleBroken(None, ANSWERED)
        if problems := _answer_problems(outcome, answer):
            raise RuleBroken.several(problems)
        email, hint.email = hint.email, ""
        hint.outcome, hint.answer = outcome, answer.strip()
        hint.answered_by_id, hint.answered_at = actor.person_id, now
        audit.record(actor, "answer_hint", hint, detail={"offer": hint.offer_id, "outcome": outcome})
        if email:
            notices.answer_reader(hint, _offer(hint.offer_id), email=email)
    return hint


def _answer_problems(outcome: str, answer: str) -> list[tuple[str | None, str]]:
    found: list[tuple[str | None, str]] = []
    if outcome not in list(Outcome):
        found.append(("outcome", "Choose what came of it"))
    if not answer.strip():
        found.append(("answer", "Say in a sentence what you have changed, or why it is right"))
    elif len(answer) > LONGEST_ANSWER:
        found.append(("answer", f"This must be {LONGEST_ANSWER:,} characters or fewer"))
    return found


def _told(from_place: str, *, now: datetime) -> int:
    query = select(func.count()).where(
        AuditEvent.act == TELL, AuditEvent.address == from_place, AuditEvent.at > now - WINDOW
    )
    return db.session.scalar(query) or 0


def _offer(offer_id: int) -> Offer:
    offer = db.session.scalars(select(Offer).where(Offer.id == offer_id).options(joinedload(Offer.published))).first()
    if offer is None:
        raise LookupError(f"There is no offer {offer_id}.")
    return offer


def _held(hint_id: int) -> OfferHint:
    query = select(OfferHint).where(OfferHint.id == hint_id).with_for_update()
    hint = db.session.scalars(query.execution_options(populate_existing=True)).first()
    if hint is None:
        raise LookupError(f"There is no hint {hint_id}.")
    return hint
