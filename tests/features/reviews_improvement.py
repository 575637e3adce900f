"""What follows a review: one of each school that waits for its workshop, plan, follow-up and close."""

from datetime import timedelta
from typing import Any

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.improvement.models import (
    ActionBooking,
    ActionCourse,
    ActionVersion,
    EvaluationScore,
    ImpactAnswer,
    ImpactRating,
    ImpactReview,
    PlanAction,
    ProcessEvaluation,
    Workshop,
    WorkshopPriority,
)
from inclusion_app.improvement.states import Item, Voice
from inclusion_app.reviews.models import Review, ReviewCycle
from inclusion_app.reviews.states import ReviewState
from tests.features.reviews import review_in, review_of
from tests.matrix.bodies import HowTo, typed
from tests.matrix.world import World, _add

OWNERS = {"A": "staff_a", "B": "colleague_b"}
STAGES = {
    "to_workshop": ReviewState.FINAL,
    "to_plan": ReviewState.WORKSHOP_HELD,
    "to_follow": ReviewState.PLAN_AGREED,
    "to_close": ReviewState.FOLLOWED_UP,
}
SCORES = {"prepared": "4", "respectful": "5", "sharp": "4", "useful": "5", "worth_it": "4"}


def build(world: World) -> None:
    """Reviews at the four stages; a draft has one action, a published plan another."""
    for name, stage in STAGES.items():
        review_in(world, name, stage)
    for letter, owner in OWNERS.items():
        for name in ("to_plan", "to_follow"):
            db.session.get_one(Review, world[f"{name}_{letter}"]).workshop_on = clock.london(world.now).date()
            _add(world, f"workshop_{name}_{letter}", _workshop(world, f"{name}_{letter}"))
            action = _action(world, f"{name}_{letter}", owner)
            _add(world, f"action_{name}_{letter}", action)


def _workshop(world: World, review: str) -> Workshop:
    workshop = Workshop(review_id=world[review], attended="Robin, head", recorded_at=world.now)
    workshop.priorities = [WorkshopPriority(position=1, area="leading", text="Ask each term.")]
    return workshop


def _action(world: World, review: str, owner: str) -> PlanAction:
    return PlanAction(
        review_id=world[review],
        position=1,
        area="leading",
        what="Ask each term",
        why="It was agreed.",
        owner_id=world[owner],
        due_on=clock.london(world.now).date() + timedelta(days=60),
        measure="Minutes say so.",
        created_at=world.now,
    )


def grow(world: World, number: int) -> None:
    """One more plan of school A with its workshop and follow-up, and one more school that says how it was."""
    name = f"grown_{number}_A"
    workshop = _add(world, f"workshop_{name}", _workshop(world, name))
    db.session.add(WorkshopPriority(workshop_id=workshop.id, position=2, area="teaching", text="Ask again."))
    action = _action(world, name, "head_a")
    mine = _action(world, name, "staff_a")
    mine.position = 2
    _add(world, f"action_{name}", action)
    _add(world, f"action_2_{name}", mine)
    followed = ImpactReview(review_id=world[name], held_on=clock.london(world.now).date(), recorded_at=world.now)
    followed.answers = [ImpactAnswer(action_id=action.id, outcome="part", evidence="Minutes")]
    followed.ratings = [ImpactRating(area="leading", rating="2")]
    db.session.add(followed)
    _supported(world, number)
    _evaluated(world, number)
    db.session.flush()


def _supported(world: World, number: int) -> None:
    """One more course, booking and earlier version of the action that school A follows up."""
    of = world["action_to_follow_A"]
    earlier = ActionVersion(action_id=of, number=number + 1, area="leading", what="Ask", why="", replaced_at=world.now)
    earlier.owner_name, earlier.measure = "Robin", "Minutes"
    linked = ActionBooking(action_id=of, booking_id=world[f"booked-{number}"], linked_at=world.now)
    db.session.add_all([earlier, linked, ActionCourse(action_id=of, course_id=world[f"course-{number}"])])


def _evaluated(world: World, number: int) -> None:
    letter, cycle = f"N{number}", db.session.get_one(ReviewCycle, world["cycle_of_to_close"])
    stage, coordinator = ReviewState.CLOSED, f"grown_person_{number}"
    review = review_of(world, f"to_close_{letter}", letter, cycle, stage=stage, coordinator=coordinator)
    given = ProcessEvaluation(review_id=review.id, person_id=world["head_a"], voice=Voice.HOST, given_at=world.now)
    given.scores = [EvaluationScore(item=item, score=4) for item in Item]
    db.session.add(given)


def _day(world: World, days: int) -> str:
    return str(clock.london(world.now).date() + timedelta(days=days))


def _meeting(world: World, _thing: str) -> dict[str, Any]:
    return {"day": _day(world, 7), "starts": "15:30", "ends": "17:00", "place": "The hall"}


def _held(world: World, _thing: str) -> dict[str, Any]:
    return {"held_on": _day(world, 0), "attended": "Robin, head", "area_1": "leading", "text_1": "Ask each term"}


def _publish(world: World, _thing: str) -> dict[str, Any]:
    return {"follow_up_on": _day(world, 150)}


def _follow_up(world: World, thing: str) -> dict[str, Any]:
    action = world[f"action_to_follow_{'B' if thing == 'B' else 'A'}"]
    return {"held_on": _day(world, 0), f"outcome_{action}": "part", f"evidence_{action}": "Minutes of May"}


def _booking(world: World, thing: str) -> dict[str, Any]:
    return {"booking": str(world["booking_B" if thing == "B" else "booking_A"])}


HOW_TO = {
    "workshops.arrange": HowTo(_meeting),
    "workshops.record": HowTo(_held),
    "plans.publish": HowTo(_publish),
    "plan_actions.create": HowTo(typed(what="Another thing", area="teaching")),
    "plan_actions.save": HowTo(typed(what="Something else", area="teaching", version="1")),
    "plan_actions.remove": HowTo(),
    "action_support.name": HowTo(lambda world, _thing: {"courses": [str(world["course"])]}),
    "action_support.link": HowTo(_booking),
    "own_actions.mark": HowTo(typed(progress="under-way", note="Begun", version="1")),
    "follow_ups.record": HowTo(_follow_up),
    "evaluations.give": HowTo(typed(learned="Much", **SCORES)),
    "evaluations.close": HowTo(typed(reason="Nobody answers any more")),
}


def _of(name: str) -> dict[str, str]:
    return {"A": f"{name}_A", "B": f"{name}_B", "crossed": f"{name}_A"}


_OF_DRAFT = {"A": "action_to_plan_A", "B": "action_to_plan_B", "crossed": "action_to_plan_B"}
_OF_PLAN = {"A": "action_to_follow_A", "B": "action_to_follow_B", "crossed": "action_to_follow_B"}
_AT = {
    "to_workshop": ("workshops.show", "workshops.date", "workshops.write", "workshops.arrange", "workshops.record"),
    "to_plan": (
        "plans.publish",
        "plan_actions.new",
        "plan_actions.create",
        "plan_actions.edit",
        "plan_actions.save",
        "plan_actions.remove",
        "action_support.name",
    ),
    "to_follow": (
        "plans.show",
        "plans.printed",
        "plans.exported",
        "action_support.show",
        "action_support.link",
        "follow_ups.show",
        "follow_ups.record",
    ),
    "to_close": ("evaluations.show", "evaluations.give", "evaluations.ask_close", "evaluations.close"),
}
ROWS = {
    "action_id": _OF_DRAFT,
    "action_support.show action_id": _OF_PLAN,
    "action_support.link action_id": _OF_PLAN,
    "own_actions.show action_id": _OF_PLAN,
    "own_actions.mark action_id": _OF_PLAN,
    "evaluation_results.show cycle_id": {"A": "cycle_of_to_close"},
    **{f"{endpoint} review_id": _of(name) for name, endpoints in _AT.items() for endpoint in endpoints},
}
VISITED = {
    "workshops.show": ("/reviews/{host_final}/workshop", ("headteacher",)),
    "plans.show": ("/reviews/{host_final}/plan", ("headteacher", "team-adviser")),
    "plans.printed": ("/reviews/{host_final}/plan/print", ("headteacher", "team-adviser")),
    "plan_actions.new": ("/reviews/{host_final}/plan/actions/new", ("headteacher",)),
    "action_support.show": ("/reviews/{host_final}/plan/actions/{host_action}", ("headteacher",)),
    "own_actions.listed": ("/my-actions", ("staff", "headteacher")),
    "school_actions.listed": ("/schools/{urn}/actions", ("headteacher",)),
    "follow_ups.show": ("/reviews/{host_final}/follow-up", ("headteacher",)),
    "evaluations.show": ("/reviews/{host_final}/evaluation", ("headteacher",)),
    "evaluations.ask_close": ("/reviews/{host_final}/close", ("team-adviser",)),
    "evaluation_results.show": ("/team/cycles/{evaluated_cycle}/evaluations", ("team-adviser",)),
}
_IN_THE_JOURNEY = "seen in the journey of a whole review: no demonstration account stands at its stage"
NO_PAGES = {"plans.exported": "a file", "school_actions.exported": "a file"} | dict.fromkeys(
    ("workshops.date", "workshops.write", "plan_actions.edit", "own_actions.show"), _IN_THE_JOURNEY
)
NAMES = {
    "improvement": "SELECT COALESCE(MIN(cycle_id), 0) AS evaluated_cycle FROM review WHERE state = 'closed'",
}
