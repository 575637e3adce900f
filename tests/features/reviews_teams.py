"""Teams, reviewers and matching: reviews whose team is asked, a cycle with a proposal, and a row for each reviewer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import (
    Assignment,
    AssignmentConflict,
    MatchingProposal,
    ProposedPlace,
    ReviewCycle,
    Reviewer,
    ReviewerAway,
    ReviewerTie,
)
from inclusion_app.reviews.states import AssignmentState, CycleState, Part, ReviewState
from tests.features.reviews import review_in, review_of
from tests.matrix.bodies import BUTTON, HowTo, typed
from tests.matrix.world import World, _add, _member

REVIEWERS = ("reviewer", "head_reviewer", "lead_a", "reviewer_a", "asked_a", "ended_a", "champion_a")
SOFT = ["S3", "S4", "S6", "S7"]


def build(world: World) -> None:
    """After the reviews themselves."""
    for name in REVIEWERS:
        _reviewer(world, name)
    for name in ("staffed", "full"):
        review_in(world, name, ReviewState.TEAM_PROPOSED)
    asked = db.session.get_one(Assignment, world["asked_a_on_full"])
    asked.state, asked.ended_at = AssignmentState.RELEASED, world.now
    objected = db.session.get_one(Assignment, world["lead_a_on_staffed"])
    objected.objected_at, objected.objection = world.now, "We know each other."
    review_in(world, "matching", ReviewState.PLANNED, state=CycleState.MATCHING)
    proposal = MatchingProposal(
        cycle_id=world["cycle_of_matching"],
        made_at=world.now,
        weights={},
        figures={"served": 1, "hosts": 2, "seconds": 0},
    )
    proposal.unserved, proposal.fingerprint = {}, "as it was"
    _add(world, "proposal", proposal)
    for name, part, person in (("place_lead", Part.LEAD, "lead_a"), ("place", Part.REVIEWER, "reviewer_a")):
        place = ProposedPlace(proposal_id=proposal.id, review_id=world["matching_B"], part=part)
        place.person_id = world[person]
        _add(world, name, place)


def _reviewer(world: World, name: str) -> None:
    today = clock.london(world.now).date()
    row = Reviewer(person_id=world[name], capacity=9, created_at=world.now, accredited_on=today - timedelta(days=99))
    row.may_lead, row.may_champion = name == "lead_a", name == "champion_a"
    _add(world, f"row_{name}", row)
    ended = today - timedelta(days=2_000)  # long enough ago to be no conflict
    tie = ReviewerTie(reviewer_id=row.id, school_id=world["school_B"], kind="consults", until=ended)
    _add(world, f"tie_{name}", tie)
    _add(world, f"away_{name}", ReviewerAway(reviewer_id=row.id, starts=today, ends=today))


def grow(world: World, number: int) -> None:
    """One more reviewer, on a team with a conflict; one more reviewed school to match, proposed twice."""
    name, letter = f"grown_person_{number}", f"N{number}"
    _member(world, name, Role.REVIEWER)
    _reviewer(world, name)
    row = db.session.get_one(Reviewer, world[f"row_{name}"])
    row.home_school_id, row.may_champion, row.may_lead = world[f"grown_school_{number}"], True, True
    tie = ReviewerTie(reviewer_id=world["row_reviewer"], school_id=world[f"grown_school_{number}"], kind="governs")
    today = clock.london(world.now).date()
    db.session.add_all([tie, ReviewerAway(reviewer_id=world["row_reviewer"], starts=today, ends=today)])
    for of in ("staffed", "review"):
        asked = Assignment(review_id=world[f"{of}_A"], person_id=world[name], part=Part.REVIEWER)
        asked.state, asked.proposed_at = AssignmentState.PROPOSED, world.now
        _add(world, f"{name}_on_{of}", asked)
        db.session.add(AssignmentConflict(assignment_id=asked.id, code="H1", found_at=world.now))
    cycle = db.session.get_one(ReviewCycle, world["cycle_of_matching"])
    stage = ReviewState.PLANNED
    review = review_of(world, f"matching_{letter}", letter, cycle, stage=stage, coordinator="senco_a")
    review.participation.wishes = "Autism"
    dropped = MatchingProposal(cycle_id=cycle.id, state="dropped", made_at=world.now, weights={}, figures={})
    dropped.unserved, dropped.fingerprint = {}, "before"
    _add(world, f"dropped_{number}", dropped)
    for proposal in (world["proposal"], dropped.id):
        place = ProposedPlace(proposal_id=proposal, review_id=review.id, part=Part.REVIEWER, person_id=world[name])
        db.session.add(place)
    db.session.flush()


def _own(kind: str) -> Callable[[World, str], str]:
    return lambda _world, actor: f"{kind}_{actor if actor in REVIEWERS else 'reviewer'}"


def _other(kind: str) -> Callable[[World, str], str]:
    return lambda _world, actor: f"{kind}_{'lead_a' if actor == 'reviewer' else 'reviewer'}"


def _chosen(world: World, _thing: str) -> dict[str, Any]:
    asked = {"person": str(world["reviewer"]), "part": "reviewer", "accepted": SOFT, "reason": "Seen"}
    return asked | {"leaving": "Moved away"}


HOW_TO = {
    "team_answers.declare": HowTo(typed(answer="none")),
    "team_answers.leave": HowTo(typed(said="Ill")),
    "team_answers.object_to": HowTo(typed(said="We know each other.")),
    "team_office.confirm": HowTo(typed(reason="The head agrees.")),
    "team_office.decide": HowTo(typed(decision="not-upheld")),
    "team_office.set_aside": HowTo(typed(codes="S3", reason="Seen")),
    "team_office.release": HowTo(typed(reason="Moved away")),
    "team_office.add": HowTo(_chosen),
    "team_office.put_in_place": HowTo(_chosen),
    "team_office.name": HowTo(lambda world, _thing: {"person": str(world["reviewer"])}),
    "team_reviewers.mark": HowTo(typed(may_champion="y", may_lead="y", inclusion_leader="y")),
    "team_reviewers.save_for": HowTo(typed(capacity="8")),
    "reviewing.save_own": HowTo(typed(capacity="8")),
    "reviewing.tie": HowTo(typed(urn="100001", kind="governs")),
    "reviewing.untie": BUTTON,
    "reviewing.go_away": HowTo(typed(starts="2027-01-04", ends="2027-01-08")),
    "reviewing.come_back": BUTTON,
    "matching.propose": HowTo(typed(distance="5", expertise="3", spread="3", fresh="4")),
    "matching.confirm": BUTTON,
    "matching.choose": HowTo(_chosen),
    "matching.lock": HowTo(typed(act="lock")),
}
_TEAM = {"A": "staffed_A", "B": "staffed_B"}
_OF_TEAM = ("team_answers.declare", "team_answers.leave", "team_answers.show_objection", "team_answers.object_to")
_OFFICE = ("decide", "set_aside", "release", "show_add", "add", "show_replace", "put_in_place", "show_name", "name")
ROWS: dict[str, dict[str, Any]] = {
    **{f"{endpoint} review_id": _TEAM for endpoint in (*_OF_TEAM, *(f"team_office.{name}" for name in _OFFICE))},
    "team_office.confirm review_id": {"A": "full_A"},
    "assignment_id": {"A": "reviewer_a_on_staffed", "B": "reviewer_a_on_staffed"},
    "team_office.decide assignment_id": {"A": "lead_a_on_staffed", "B": "lead_a_on_staffed"},
    "reviewer_id": {"A": "row_reviewer"},
    "tie_id": {"own": _own("tie"), "B": _other("tie")},
    "away_id": {"own": _own("away"), "B": _other("away")},
    **{
        f"matching.{name} cycle_id": {
            "A": "cycle_of_matching",
            "crossed": "cycle_of_staffed",
            "missing": "cycle_of_matching",
        }
        for name in ("show_place", "choose", "lock")
    },
    **{f"matching.{name} cycle_id": {"A": "cycle_of_matching"} for name in ("show", "propose", "confirm")},
    "place_id": {"A": "place", "crossed": "place"},
}
WORDS = {
    f"team_office.{name} part": dict.fromkeys(("A", "B", "missing"), "moderator") for name in ("show_name", "name")
}
VISITED = {
    "team_reviewers.listed": ("/team/reviewers", ("team-adviser",)),
    "team_reviewers.show": ("/team/reviewers/{reviewer_profile}", ("team-adviser",)),
    "reviewing.own": ("/reviewing", ("reviewer",)),
    "review_team.show": ("/reviews/{led}/team", ("reviewer", "team-adviser")),
    "team_answers.show_step_down": ("/reviews/{led}/team/step-down", ("reviewer",)),
    "team_office.show_add": ("/reviews/{led}/team/add", ("team-adviser",)),
    "team_office.show_replace": ("/reviews/{led}/team/{led_place}/replace", ("team-adviser",)),
    "team_office.show_name": ("/reviews/{led}/team/champion", ("team-adviser",)),
    "matching.show": ("/team/cycles/{running}/matching", ("team-adviser",)),
}
_IN_THE_JOURNEY = "seen in the journey of a whole review: nobody is asked where the demonstration stands"
NO_PAGES = dict.fromkeys(
    ("team_answers.show_declaration", "team_answers.show_objection", "matching.show_place"), _IN_THE_JOURNEY
)
NAMES = {"reviews_teams": "SELECT MIN(id) AS reviewer_profile FROM reviewer"}
