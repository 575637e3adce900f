"""Evaluations of the process, and closing reviews."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.improvement.models import EvaluationScore, ProcessEvaluation
from inclusion_app.improvement.queries.evaluations import answered, own_evaluation
from inclusion_app.improvement.rules.evaluations import Evaluation, evaluation_problems, is_finished, voice_of
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.queries import schedules_of
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import locked_review, move_on
from inclusion_app.reviews.states import ReviewState, Side

NOT_NOW = "A review is evaluated between its final report and its close."
NOT_ASKED = "The headteacher and the reviewers evaluate how a review was done."


def give_evaluation(
    actor: Actor, review_id: int, *, said: Evaluation, version: int, standings: Collection[Standing], now: datetime
) -> ProcessEvaluation:
    """Keep what one person says of the process; until the review is closed they can say it anew.

    ``version`` is that of their earlier one, 0 where there was none. Raises RuleBroken for what is missing, before the
    report is final and after the close, and by others than the head and the reviewers; StaleEdit; LookupError.
    """
    with transaction() as session:
        review, voice = locked_review(review_id), voice_of(standings)
        if voice is None:
            raise RuleBroken(None, NOT_ASKED)
        is_time = ReviewState.FINAL.number <= review.stage.number < ReviewState.CLOSED.number
        if not is_time or review.side != Side.NONE:
            raise RuleBroken(None, NOT_NOW)
        if problems := list(evaluation_problems(said)):
            raise RuleBroken.several(problems)
        given = own_evaluation(review_id, actor.person_id or 0)
        if given is None:
            given = ProcessEvaluation(review_id=review_id, person_id=actor.person_id, scores=[])
            session.add(given)
        elif given.version != version:
            raise StaleEdit({"learned": given.learned, "better": given.better}, version=given.version)
        given.voice, given.learned, given.better, given.given_at = voice, said.learned, said.better, now
        _write_scores(given, said)
        audit.record(actor, "give_evaluation", review, school_id=review.school_id, detail={"voice": voice})
    return given


def close_review(
    actor: Actor, review_id: int, *, reason: str, standings: Collection[Standing], now: datetime
) -> Review:
    """Close a followed-up review by hand, before all evaluations are in.

    Raises RuleBroken without a reason, by others than the programme office, and at another stage; LookupError.
    """
    if not reason.strip():
        raise RuleBroken("reason", "Say why the review is closed now: the reason is kept with it")
    if len(reason) > 500:
        raise RuleBroken("reason", "The reason must be 500 characters or fewer")
    with transaction():
        review = locked_review(review_id)
        move_on(actor, review, ReviewState.CLOSED, standings=standings, now=now, reason=reason.strip())
    return review


def close_finished(now: datetime) -> int:
    """Close every followed-up review that all have evaluated, or whose time for it is over; how many.

    Safe to run at any time, twice, and in two processes.
    """
    query = select(Review.id).where(Review.state == ReviewState.FOLLOWED_UP, Review.side == Side.NONE)
    return sum(_close(review_id, now=now) for review_id in db.session.scalars(query.order_by(Review.id)).all())


def _close(review_id: int, *, now: datetime) -> bool:
    with transaction():
        review, today = locked_review(review_id), london(now).date()
        if review.state != ReviewState.FOLLOWED_UP or review.side != Side.NONE:
            return False  # somebody was quicker
        close_on = schedules_of([review], today=today)[review_id].of(ReviewState.CLOSED).due_on
        given = answered(review_id)
        if not is_finished(hosts=given.hosts, missing_reviewers=given.missing, close_on=close_on, today=today):
            return False
        detail: dict[str, object] = {"evaluations": given.hosts + given.reviewers - given.missing}
        move_on(SYSTEM, review, ReviewState.CLOSED, standings={Standing.SYSTEM}, now=now, detail=detail)
    return True


def _write_scores(given: ProcessEvaluation, said: Evaluation) -> None:
    there = {score.item: score for score in given.scores}
    for item, judged in said.scores.items():
        if item in there:
            there[item].score = judged
        else:
            given.scores.append(EvaluationScore(item=item, score=judged))
