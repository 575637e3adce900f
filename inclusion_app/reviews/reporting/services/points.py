"""The school's factual points on a draft, and the lead's answer to each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.foundation.formats import short_day
from inclusion_app.reviews.models import FactualPoint, PointsReply, Review
from inclusion_app.reviews.reporting.notices import tell_lead, tell_school
from inclusion_app.reviews.reporting.queries.points import PointsOnDraft, points_on_draft
from inclusion_app.reviews.reporting.rules.points import MOST_POINTS, Answer
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import locked_review, move_on
from inclusion_app.reviews.states import ReviewState, Side

SENT = "The school’s points have been sent, so they stay as they are."
NOT_SENT = "The school has not sent its points yet."
TIME_IS_UP = "The school’s time for points ended on {}. The programme office can move the deadline."
NOT_OPEN = "Points can be made while the draft is with the school. The review is at the stage “{}” now."


@dataclass(frozen=True)
class TypedPoint:
    """A point as the school writes it: where it stands, what it says there, what is right, and how one can tell."""

    place: str
    says: str
    right: str
    evidence: str = ""


def write_point(
    actor: Actor, review_id: int, point_id: int | None, *, typed: TypedPoint, version: int, now: datetime
) -> FactualPoint:
    """Add a point, or change one that has not been sent. ``version`` is the one the person saw, 0 for a new one.

    Raises RuleBroken once points are sent, too late, or beyond ``MOST_POINTS``; StaleEdit; LookupError.
    """
    with transaction():
        review = locked_review(review_id)
        open_points = _open_to_school(review, today=london(now).date())
        point = _own(open_points, point_id) if point_id else _new(open_points, now=now, actor=actor)
        if point_id and point.version != version:
            raise StaleEdit({"right": point.right, "says": point.says}, version=point.version)
        point.place, point.says, point.right, point.evidence = typed.place, typed.says, typed.right, typed.evidence
        point.written_by_id = actor.person_id
        db.session.flush()
        audit.record(actor, "write_point", point, school_id=review.school_id, detail={"number": point.number})
    return point


def remove_point(actor: Actor, review_id: int, point_id: int, *, now: datetime) -> None:
    """Take a point back that has not been sent; those after it move up. Raises RuleBroken, LookupError."""
    with transaction():
        review = locked_review(review_id)
        open_points = _open_to_school(review, today=london(now).date())
        point = _own(open_points, point_id)
        audit.record(actor, "remove_point", point, school_id=review.school_id, detail={"number": point.number})
        db.session.delete(point)
        db.session.flush()
        for later in open_points.points:
            if later.number > point.number:
                later.number -= 1
                db.session.flush()


def send_points(actor: Actor, review_id: int, *, standings: Collection[Standing], now: datetime) -> None:
    """The head sends what stands there to the lead. Raises RuleBroken without a point, too late, or a second time."""
    with transaction():
        review = locked_review(review_id)
        open_points = _open_to_school(review, today=london(now).date())
        _only(standings, Standing.HEAD)
        if not open_points.points:
            raise RuleBroken(None, "There is no point to send. If the draft is right, say that you have no points.")
        _reply(actor, open_points, now=now)
        event = audit.record(
            actor, "send_points", review, school_id=review.school_id, detail={"points": len(open_points.points)}
        )
        tell_lead("points_sent", review, page="report/points", once=event.id)


def send_no_points(actor: Actor, review_id: int, *, standings: Collection[Standing], now: datetime) -> None:
    """The head finds nothing to correct, and the review goes on. Raises RuleBroken where points have been written."""
    with transaction():
        review = locked_review(review_id)
        open_points = _open_to_school(review, today=london(now).date())
        _only(standings, Standing.HEAD)
        if open_points.points:
            raise RuleBroken(None, "Points have been written. Remove them first, or send them.")
        _reply(actor, open_points, now=now)
        event = _go_on(actor, review, standings, now=now, points=0)
        tell_lead("no_points", review, page="report/writing", once=event)


def answer_point(
    actor: Actor, review_id: int, point_id: int, *, answer: Answer, reason: str, version: int, now: datetime
) -> None:
    """The lead's answer to one point; it can change until the review goes on.

    Raises RuleBroken without a reason or before the points are sent; StaleEdit; LookupError.
    """
    said = reason.strip()
    if not said:
        raise RuleBroken("reason", "Say why: the school reads it beside its point.")
    with transaction():
        review = locked_review(review_id)
        on_draft = _with_school(review, today=london(now).date())
        if on_draft.reply is None:
            raise RuleBroken(None, NOT_SENT)
        point = _own(on_draft, point_id)
        if point.version != version:
            raise StaleEdit({"reason": point.reason}, version=point.version)
        point.answer, point.reason, point.answered_at, point.answered_by_id = answer, said, now, actor.person_id
        db.session.flush()
        detail = {"number": point.number, "answer": answer}
        audit.record(actor, "answer_point", point, school_id=review.school_id, detail=detail)


def close_points(actor: Actor, review_id: int, *, standings: Collection[Standing], now: datetime) -> None:
    """Every point is answered, or the school's time is up without a word: the review goes on. Raises RuleBroken."""
    with transaction():
        review = locked_review(review_id)
        on_draft = _with_school(review, today=london(now).date())
        _only(standings, Standing.LEAD)
        if on_draft.reply is None and not on_draft.is_late_for_school:
            raise RuleBroken(None, NOT_SENT)
        if on_draft.reply is None:
            _reply(actor, on_draft, now=now).closed_without = True
        elif on_draft.unanswered:
            numbers = ", ".join(str(point.number) for point in on_draft.unanswered)
            raise RuleBroken(None, f"Answer every point first. Not answered yet: {numbers}.")
        event = _go_on(actor, review, standings, now=now, points=len(on_draft.points))
        tell_school("points_answered", review, page="report/points", once=event)


def _go_on(actor: Actor, review: Review, standings: Collection[Standing], *, now: datetime, points: int) -> int:
    detail: dict[str, object] = {"points": points}
    return move_on(actor, review, ReviewState.POINTS_ANSWERED, standings=standings, now=now, detail=detail).id


def _reply(actor: Actor, on_draft: PointsOnDraft, *, now: datetime) -> PointsReply:
    reply = PointsReply(draft_id=on_draft.draft.id, sent_at=now, sent_by_id=actor.person_id)
    db.session.add(reply)
    return reply


def _with_school(review: Review, *, today: date) -> PointsOnDraft:
    on_draft = points_on_draft(review, today=today)
    if review.stage != ReviewState.DRAFT_WITH_HOST or review.side != Side.NONE or on_draft is None:
        raise RuleBroken(None, NOT_OPEN.format(review.stage.label))
    return on_draft


def _open_to_school(review: Review, *, today: date) -> PointsOnDraft:
    on_draft = _with_school(review, today=today)
    if on_draft.reply is not None:
        raise RuleBroken(None, SENT)
    if on_draft.is_late_for_school and on_draft.school_by is not None:
        raise RuleBroken(None, TIME_IS_UP.format(short_day(on_draft.school_by)))
    return on_draft


def _own(on_draft: PointsOnDraft, point_id: int) -> FactualPoint:
    point = next((point for point in on_draft.points if point.id == point_id), None)
    if point is None:
        raise LookupError(f"There is no point {point_id}.")
    return point


def _new(on_draft: PointsOnDraft, *, now: datetime, actor: Actor) -> FactualPoint:
    if len(on_draft.points) >= MOST_POINTS:
        raise RuleBroken(None, f"There is room for {MOST_POINTS} points. Put several into one, or talk to the lead.")
    point = FactualPoint(draft_id=on_draft.draft.id, number=len(on_draft.points) + 1, answer="", written_at=now)
    point.written_by_id = actor.person_id
    db.session.add(point)
    return point


def _only(standings: Collection[Standing], who: Standing) -> None:
    if who not in standings:
        raise RuleBroken(None, f"Only {who.label} can do this.")
