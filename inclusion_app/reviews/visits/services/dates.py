"""Days of a visit: proposed by either side, agreed once both have said yes to the same ones."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select, update

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import Review, VisitOption
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import advance, locked_review, move_on
from inclusion_app.reviews.states import ReviewState, Side
from inclusion_app.reviews.visits.kinds import OptionState
from inclusion_app.reviews.visits.notices import days_of, tell_of_date, tell_of_proposal
from inclusion_app.reviews.visits.queries.dates import days_known
from inclusion_app.reviews.visits.rules.days import MOST_OPEN, days_problem

TOO_EARLY = "Days can be proposed once the team is confirmed."
TOO_LATE = "The visit has been held, so its days cannot change."
ASIDE = "This review has been set aside. Nothing more can be done until it goes on."
GONE = "These days are not proposed any more. Look at the page again."
FULL = f"There are {MOST_OPEN} proposals already. Say yes to one, or take one off."
TWICE = "These days are proposed already."
NOT_ALONE = "You have said yes for the other side already. Somebody else has to say yes for this one."


def propose_days(
    actor: Actor,
    review_id: int,
    *,
    first: date,
    last: date,
    standings: Collection[Standing],
    now: datetime,
) -> VisitOption:
    """Propose one day, or two in a row; whoever could agree says yes by proposing.

    Raises RuleBroken, LookupError.
    """
    with transaction() as session:
        review = _review_with_open_date(review_id)
        if problem := days_problem(first, last, days_known(review), today=london(now).date()):
            raise RuleBroken("first", problem)
        if (review.visit_on, review.visit_until) == (first, last):
            raise RuleBroken("first", "The visit is on these days already.")
        _refuse_crowd(review_id, first, last)
        assert actor.person_id is not None  # noqa: S101  # the service itself proposes nothing
        option = VisitOption(review_id=review_id, starts=first, ends=last, proposed_at=now)
        option.state, option.proposed_by_id = OptionState.OPEN, actor.person_id
        session.add(option)
        if len(set(standings) & {Standing.HEAD, Standing.LEAD}) == 1:
            _say_yes(option, actor.person_id, standings, now=now)
        audit.record(actor, "propose_days", option, school_id=review.school_id, detail=_detail(option))
        tell_of_proposal(review, option, by=actor.person_id, now=now)
    return option


def agree_days(actor: Actor, review_id: int, option_id: int, *, standings: Collection[Standing], now: datetime) -> bool:
    """Say yes for the school or for the team. True when that was the second yes, so that the date is agreed.

    The first agreement opens the self-review in the same act; a later one moves the visit, and calendars follow.
    Raises RuleBroken, LookupError.
    """
    with transaction():
        review = _review_with_open_date(review_id)
        option = _open_option(review_id, option_id)
        if problem := days_problem(option.starts, option.ends, days_known(review), today=london(now).date()):
            raise RuleBroken(None, f"{problem}.")
        assert actor.person_id is not None  # noqa: S101  # the service itself agrees to nothing
        _say_yes(option, actor.person_id, standings, now=now)
        if option.host_yes_by_id is None or option.lead_yes_by_id is None:
            audit.record(actor, "agree_days", option, school_id=review.school_id, detail=_detail(option))
            return False
        _take_date(actor, review, option, standings=standings, now=now)
    return True


def take_days_off(actor: Actor, review_id: int, option_id: int) -> None:
    """Take a proposal off the list; whoever may propose may do so. Raises RuleBroken, LookupError."""
    with transaction():
        review = locked_review(review_id)
        option = _open_option(review_id, option_id)
        option.state = OptionState.TAKEN_OFF
        audit.record(actor, "take_days_off", option, school_id=review.school_id, detail=_detail(option))


def _review_with_open_date(review_id: int) -> Review:
    """The review, held, while the days of its visit can still be settled."""
    review = locked_review(review_id)
    if review.side != Side.NONE:
        raise RuleBroken(None, ASIDE)
    if not review.stage.has_reached(ReviewState.TEAM_CONFIRMED):
        raise RuleBroken(None, TOO_EARLY)
    if review.stage.has_reached(ReviewState.VISITED):
        raise RuleBroken(None, TOO_LATE)
    return review


def _open_option(review_id: int, option_id: int) -> VisitOption:
    query = select(VisitOption).where(VisitOption.id == option_id, VisitOption.review_id == review_id)
    option = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).first()
    if option is None:
        raise LookupError(f"There is no proposal {option_id} of review {review_id}.")
    if option.state != OptionState.OPEN:
        raise RuleBroken(None, GONE)
    return option


def _refuse_crowd(review_id: int, first: date, last: date) -> None:
    query = select(VisitOption.starts, VisitOption.ends)
    found = db.session.execute(query.where(VisitOption.review_id == review_id, VisitOption.state == OptionState.OPEN))
    days = [tuple(row) for row in found]
    if (first, last) in days:
        raise RuleBroken("first", TWICE)
    if len(days) >= MOST_OPEN:
        raise RuleBroken(None, FULL)


def _say_yes(option: VisitOption, person_id: int, standings: Collection[Standing], *, now: datetime) -> None:
    """For the side that the person is on; the two sides are two people."""
    if Standing.HEAD in standings and option.host_yes_by_id is None:
        if option.lead_yes_by_id == person_id:
            raise RuleBroken(None, NOT_ALONE)
        option.host_yes_by_id, option.host_yes_at = person_id, now
    elif Standing.LEAD in standings and option.lead_yes_by_id is None:
        if option.host_yes_by_id == person_id:
            raise RuleBroken(None, NOT_ALONE)
        option.lead_yes_by_id, option.lead_yes_at = person_id, now
    else:
        raise RuleBroken(None, "Your side has said yes to these days already.")


def _take_date(
    actor: Actor, review: Review, option: VisitOption, *, standings: Collection[Standing], now: datetime
) -> None:
    """Both sides have said yes: these are the days, and every other proposal is over."""
    was = days_of(review)
    others = VisitOption.review_id == review.id, VisitOption.id != option.id
    db.session.execute(
        update(VisitOption)
        .where(*others, VisitOption.state.in_((OptionState.OPEN, OptionState.AGREED)))
        .values(state=OptionState.REPLACED)
    )
    option.state = OptionState.AGREED
    review.visit_on, review.visit_until = option.starts, option.ends
    review.sequence += 1
    if review.state == ReviewState.TEAM_CONFIRMED:
        event = move_on(actor, review, ReviewState.DATE_AGREED, standings=standings, now=now, detail=_detail(option))
        advance(review, ReviewState.SELF_REVIEW_OPEN, event=event, standings={Standing.SYSTEM}, now=now)
    else:
        audit.record(actor, "change_date", review, school_id=review.school_id, detail=_detail(option))
    tell_of_date(review, now=now, was=was)


def _detail(option: VisitOption) -> dict[str, object]:
    return {"from": option.starts.isoformat(), "to": option.ends.isoformat()}
