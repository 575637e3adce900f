"""Who may do what with workshops, plans and follow-ups; who sees them is decided in ``reviews/rules/visibility.py``."""

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.refusal import NOT_YOURS, Refusal
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import ReviewState, Side

RUNS_WORKSHOP = frozenset({Standing.CHAMPION, Standing.LEAD})
WRITES_DRAFT = frozenset({Standing.HEAD, Standing.COORDINATOR, Standing.CHAMPION})
OWNS_PLAN = frozenset({Standing.HEAD})
LINKS_SUPPORT = WRITES_DRAFT
LINKS_BOOKINGS = frozenset({Standing.HEAD, Standing.COORDINATOR})
FOLLOWS_UP = frozenset({Standing.CHAMPION, Standing.LEAD, Standing.HEAD})
EVALUATES = frozenset({Standing.HEAD, Standing.LEAD, Standing.REVIEWER})


def writers_of(stage: ReviewState) -> frozenset[Standing]:
    """Who changes the wording of a plan: several until it is published, then the headteacher alone."""
    return WRITES_DRAFT if stage == ReviewState.WORKSHOP_HELD else OWNS_PLAN


def may_write(seen: SeenReview) -> bool:
    """The person may add or change actions now."""
    review = seen.review
    is_time = review.stage in {ReviewState.WORKSHOP_HELD, ReviewState.PLAN_AGREED}
    return is_time and review.side == Side.NONE and bool(seen.standings & writers_of(review.stage))


def may_run_workshop(seen: SeenReview) -> bool:
    """The person may arrange or record the workshop now."""
    return seen.review.stage == ReviewState.FINAL and _goes_on(seen) and bool(seen.standings & RUNS_WORKSHOP)


def may_publish(seen: SeenReview) -> bool:
    """The person may publish the plan now."""
    return seen.review.stage == ReviewState.WORKSHOP_HELD and _goes_on(seen) and bool(seen.standings & OWNS_PLAN)


def may_link(seen: SeenReview) -> bool:
    """The person may name courses for an action now."""
    is_time = ReviewState.WORKSHOP_HELD.number <= seen.review.stage.number < ReviewState.CLOSED.number
    return is_time and _goes_on(seen) and bool(seen.standings & LINKS_SUPPORT)


def may_follow_up(seen: SeenReview) -> bool:
    """The person may record the follow-up now."""
    return seen.review.stage == ReviewState.PLAN_AGREED and _goes_on(seen) and bool(seen.standings & FOLLOWS_UP)


def may_mark(actor: Actor, *, owner_id: int | None, school_id: int) -> Refusal | None:
    """The owner while at the school, or its headteacher; to everybody else the action does not exist here."""
    if actor.can(Action.LEAD_SCHOOL_REVIEW, school_id=school_id) and school_id in actor.school_ids:
        return None
    if owner_id is not None and owner_id == actor.person_id and school_id in actor.school_ids:
        return None
    return NOT_YOURS


def _goes_on(seen: SeenReview) -> bool:
    return bool(seen.review.side == Side.NONE)
