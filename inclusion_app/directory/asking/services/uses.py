"""Schools say what they have used and whether it helped; providers answer, and the team looks after what is shown."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import Actor
from inclusion_app.directory.asking import notices
from inclusion_app.directory.asking.choices import UseChoices
from inclusion_app.directory.asking.models import OfferUse
from inclusion_app.directory.asking.queries.uses import use_of
from inclusion_app.directory.asking.rules.uses import LONGEST_ANSWER, use_problems
from inclusion_app.directory.models import Offer
from inclusion_app.directory.states import OfferState
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit

LONGEST_REASON = 500
NOT_OFFERED = "This offer is not in the directory any more."
NO_COMMENT = "There is no comment that could be answered."
NOT_SHARED = "This comment is seen by nobody but the school and the provider."


def say_use(
    actor: Actor, school_id: int, offer_id: int, choices: UseChoices, *, version: int, now: datetime
) -> OfferUse:
    """Keep that the school used the offer and what came of it, in place of what it said before; ``version`` is the one
    the writer saw, 0 for none. An answer goes with the comment it was for; what the team hid stays hidden.

    Raises StaleEdit when a colleague has said something since, RuleBroken, LookupError.
    """
    with transaction():
        offer, today = _held_offer(offer_id), london(now).date()
        use = use_of(school_id, offer_id)
        if use is None and offer.state != OfferState.PUBLISHED:
            raise RuleBroken(None, NOT_OFFERED)
        if use is not None and use.version != version:
            raise StaleEdit({"comment": use.comment, "used_on": str(use.used_on)}, version=use.version)
        if problems := use_problems(**vars(choices), today=today):
            raise RuleBroken.several(problems)
        before = use.comment if use else ""
        use = use or OfferUse(school_id=school_id, offer_id=offer_id)
        _write(use, choices, actor=actor, now=now)
        detail = {"offer": offer_id, "helped": use.helped, "shares": use.may_share}
        audit.record(actor, "say_use", use, school_id=school_id, detail=detail)
        if use.comment and use.comment != before:
            notices.tell_provider_of_comment(use, offer, today=today)
    return use


def answer_comment(actor: Actor, use_id: int, *, text: str, version: int, now: datetime) -> OfferUse:
    """Answer for the provider, so that everybody who sees the comment sees the answer; an empty one takes it back.

    Raises StaleEdit when the comment or its answer has changed since, RuleBroken, LookupError.
    """
    with transaction():
        use = _held(use_id)
        if use.version != version:
            raise StaleEdit({"answer": use.answer}, version=use.version)
        if not use.comment:
            raise RuleBroken(None, NO_COMMENT)
        if len(text) > LONGEST_ANSWER:
            raise RuleBroken("answer", f"The answer must be {LONGEST_ANSWER:,} characters or fewer")
        use.answer = text.strip()
        use.answered_at, use.answered_by_id = (now, actor.person_id) if use.answer else (None, None)
        audit.record(actor, "answer_comment", use, detail={"offer": use.offer_id})
        if use.answer:
            offer = _held_offer(use.offer_id)
            notices.tell_school_of_answer(use, offer, urn=use.school.urn, today=london(now).date())
    return use


def hide_comment(actor: Actor, use_id: int, *, reason: str, now: datetime) -> OfferUse:
    """Take a comment out of everybody's sight for the team; school and provider still see it. A second time changes
    nothing. Raises RuleBroken without a reason, LookupError."""
    with transaction():
        use = _held(use_id)
        if not use.may_share:
            raise RuleBroken(None, NOT_SHARED)
        if not reason.strip():
            raise RuleBroken("reason", "Say why the comment is hidden")
        if len(reason) > LONGEST_REASON:
            raise RuleBroken("reason", f"The reason must be {LONGEST_REASON} characters or fewer")
        use.hidden_at, use.hidden_by_id, use.hidden_reason = now, actor.person_id, reason.strip()
        audit.record(actor, "hide_comment", use, school_id=use.school_id, detail={"offer": use.offer_id})
    return use


def show_comment(actor: Actor, use_id: int) -> OfferUse:
    """Let everybody see it again. Raises LookupError."""
    with transaction():
        use = _held(use_id)
        use.hidden_at, use.hidden_by_id, use.hidden_reason = None, None, ""
        audit.record(actor, "show_comment", use, school_id=use.school_id, detail={"offer": use.offer_id})
    return use


def _write(use: OfferUse, said: UseChoices, *, actor: Actor, now: datetime) -> None:
    assert said.used_on is not None  # noqa: S101  # the rules have looked
    if use.comment != said.comment:
        use.answer, use.answered_at, use.answered_by_id = "", None, None
    use.used_on, use.helped, use.comment, use.may_share = said.used_on, said.helped, said.comment, said.may_share
    use.said_by_id, use.said_at = actor.person_id, now
    db.session.add(use)
    db.session.flush()


def _held(use_id: int) -> OfferUse:
    query = select(OfferUse).where(OfferUse.id == use_id).with_for_update(of=OfferUse)
    whole = query.options(joinedload(OfferUse.school)).execution_options(populate_existing=True)
    use = db.session.scalars(whole).first()
    if use is None:
        raise LookupError(f"There is no use {use_id}.")
    return use


def _held_offer(offer_id: int) -> Offer:
    """With its published version; held, so that two colleagues of a school do not say it twice."""
    query = select(Offer).where(Offer.id == offer_id).with_for_update(of=Offer).options(joinedload(Offer.published))
    offer = db.session.scalars(query.execution_options(populate_existing=True)).first()
    if offer is None:
        raise LookupError(f"There is no offer {offer_id}.")
    return offer
