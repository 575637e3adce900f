"""Giving feedback, and changing it while its point is open."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.training.feedback.notices import LINK_FOR
from inclusion_app.training.feedback.queries.answers import Asked, asked
from inclusion_app.training.feedback.rules.answers import Said, confidence_field, problems_of
from inclusion_app.training.links import use_booking_links
from inclusion_app.training.models import Booking, FeedbackAnswer, FeedbackConfidence
from inclusion_app.training.states import FeedbackPoint

CLOSED = "This feedback can no longer be given or changed"
NOT_ASKED = "You have not been asked for this feedback yet"


def give_feedback(
    actor: Acting, booking_id: int, point: FeedbackPoint, *, said: Said, seen: int, now: datetime
) -> FeedbackAnswer:
    """Give feedback at one point, or change it until the point closes. Links that ask for it end.

    ``seen`` is the version of the answer that was shown, 0 where none was. Raises RuleBroken when it was not asked, is
    closed or lacks something, StaleEdit when it has been given or changed in between, LookupError for no booking.
    """
    with transaction() as session:
        question = _held(booking_id, point, now=now)
        outcomes = {outcome.id: outcome.text for outcome in question.booking.run.course.outcomes}
        if problems := list(problems_of(point, said, outcomes)):
            raise RuleBroken.several(problems)
        answer = question.answer
        if (answer.version if answer else 0) != seen:
            raise StaleEdit(_saved(answer, outcomes), version=answer.version if answer else 0)
        act = "change_feedback" if answer else "give_feedback"
        if answer is None:
            answer = FeedbackAnswer(booking_id=booking_id, point=point, answered_at=now, confidences=[])
            session.add(answer)
        _write(answer, point, said, now=now)
        use_booking_links(booking_id, LINK_FOR[point], now=now)
        audit.record(
            actor, act, ("booking", booking_id), school_id=question.booking.school_id, detail={"point": point.value}
        )
    return answer


def _held(booking_id: int, point: FeedbackPoint, *, now: datetime) -> Asked:
    """What is asked, the booking held until the commit so that two tabs save one after the other."""
    if db.session.scalar(select(Booking.id).where(Booking.id == booking_id).with_for_update()) is None:
        raise LookupError(f"There is no booking {booking_id}.")
    question = asked(booking_id, point)
    if question is None:
        raise RuleBroken(None, NOT_ASKED)
    if not question.is_open(now):
        raise RuleBroken(None, CLOSED)
    return question


def _write(answer: FeedbackAnswer, point: FeedbackPoint, said: Said, *, now: datetime) -> None:
    answer.answered_at = now
    if answer.id is not None:  # every save is a new version, also where nothing but a confidence differs
        flag_modified(answer, "answered_at")
    answer.text = said.text.strip()
    answer.rating = said.rating if point == FeedbackPoint.AFTER else None
    is_later = point == FeedbackPoint.LATER
    answer.manager_name = " ".join(said.manager_name.split()) if is_later else ""
    answer.manager_comment = said.manager_comment.strip() if is_later else ""
    known = {confidence.outcome_id: confidence for confidence in answer.confidences}
    for outcome_id, value in said.confidences.items():
        if value is None:
            continue
        if outcome_id in known:
            known[outcome_id].value = value
        else:
            answer.confidences.append(FeedbackConfidence(outcome_id=outcome_id, value=value))


def _saved(answer: FeedbackAnswer | None, outcomes: dict[int, str]) -> dict[str, str]:
    """What stands there now, by the form's fields; what is empty is left out."""
    if answer is None:
        return {}
    said = {c.outcome_id: str(c.value) for c in answer.confidences}
    shown = {confidence_field(outcome_id): said.get(outcome_id, "") for outcome_id in outcomes}
    shown |= {"rating": str(answer.rating or ""), "text": answer.text}
    shown |= {"manager_name": answer.manager_name, "manager_comment": answer.manager_comment}
    return {name: text for name, text in shown.items() if text}
