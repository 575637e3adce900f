"""A review of each school, and people who are something to it: see the head of ``expectations.txt``."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import record
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import (
    AgreementText,
    Assignment,
    CycleOfficer,
    Framework,
    Participation,
    Review,
    ReviewChange,
    ReviewCycle,
    SelfReviewAuthor,
    StageDeadline,
)
from inclusion_app.reviews.rules.deadlines import DEFAULTS
from inclusion_app.reviews.states import AssignmentState, CycleState, Part, ParticipationState, Preset, ReviewState
from tests.factories.reviews import framework_areas, framework_levels
from tests.matrix.world import World, _add

TEAM = (
    ("lead_a", Part.LEAD, AssignmentState.ACCEPTED),
    ("reviewer_a", Part.REVIEWER, AssignmentState.ACCEPTED),
    ("asked_a", Part.REVIEWER, AssignmentState.PROPOSED),
    ("ended_a", Part.REVIEWER, AssignmentState.RELEASED),
)


def build(world: World) -> None:
    """A framework, an agreement for every preset, and the reviews ``review_A`` and ``review_B``."""
    framework = Framework(version_number=1, title="Framework", published_at=world.now)
    framework.areas, framework.levels = framework_areas(), framework_levels()
    _add(world, "framework", framework)
    for preset in Preset:
        text = AgreementText(preset=preset, version_number=1, text="We take part.", created_at=world.now)
        _add(world, f"agreement_{preset}", text)
    review_in(world, "review", ReviewState.VISITED)


def review_in(world: World, name: str, stage: ReviewState, *, preset: Preset = Preset.SHARED, **cycle: Any) -> None:
    """A cycle in which both schools have a review at that stage: ``<name>_A`` and ``<name>_B``.

    School A's has a team and a champion; senco_a is its coordinator, governor_a its governor.
    """
    of = _cycle(world, f"cycle_of_{name}", preset, **cycle)
    for letter, coordinator in (("A", "senco_a"), ("B", "colleague_b")):
        review = review_of(world, f"{name}_{letter}", letter, of, stage=stage, coordinator=coordinator)
        if letter == "A":
            review.participation.governor_id, review.champion_id = world["governor_a"], world["champion_a"]
            for person, part, state in TEAM:
                _assign(world, f"{person}_on_{name}", review, person, part=part, state=state)


def grow(world: World, number: int) -> None:
    """One more cycle in which both schools have a review with its history, and one more school that takes part."""
    letter = f"N{number}"
    world.ids |= {f"school_{letter}": world[f"grown_school_{number}"], f"head_n{number}": world["head_a"]}
    review_in(world, f"grown_{number}", ReviewState.PLAN_AGREED)
    db.session.add(CycleOfficer(cycle_id=world[f"cycle_of_grown_{number}"], person_id=world[f"grown_person_{number}"]))
    db.session.add(CycleOfficer(cycle_id=world["cycle_of_review"], person_id=world[f"grown_person_{number}"]))
    for name in ("review_A", "managed_A", f"grown_{number}_A"):
        moved = record(SYSTEM, "move", ("review", world[name]), school_id=world["school_A"])
        db.session.flush()
        change = ReviewChange(review_id=world[name], audit_id=moved.id, act="go_back", at=world.now)
        change.before = change.after = ReviewState.PLANNED
        db.session.add(change)
    late = StageDeadline(review_id=world[f"grown_{number}_A"], stage=ReviewState.FOLLOWED_UP, set_at=world.now)
    late.due_on, late.reason = clock.london(world.now).date() - timedelta(days=1), "The head was ill"
    db.session.add(late)
    for name in ("review", "opened", "preparing"):
        author = SelfReviewAuthor(participation_id=world[f"participation_of_{name}_A"])
        author.person_id = world[f"grown_person_{number}"]
        db.session.add(author)
    db.session.flush()


def _cycle(world: World, name: str, preset: Preset, **said: Any) -> ReviewCycle:
    today = clock.london(world.now).date()
    cycle = ReviewCycle(
        name=name.replace("_", " ").title(),
        school_year=2026,
        preset=preset,
        framework_id=world["framework"],
        agreement_id=world[f"agreement_{preset}"],
        starts_on=today - timedelta(days=60),
        enrol_by=today - timedelta(days=30),
        visits_from=today - timedelta(days=10),
        visits_until=today + timedelta(days=100),
        deadlines={stage.value: allowance.days for stage, allowance in DEFAULTS.items()},
        created_at=world.now,
        **{"state": CycleState.RUNNING, **said},
    )
    return _add(world, name, cycle)  # type: ignore[no-any-return]  # what was given


def review_of(
    world: World, name: str, letter: str, cycle: ReviewCycle, *, stage: ReviewState, coordinator: str
) -> Review:
    """One more review at that stage, of ``school_<letter>``, which has enrolled in that cycle, without a team."""
    head = world[f"head_{letter.lower()}"]
    participation = Participation(
        cycle_id=cycle.id,
        school_id=world[f"school_{letter}"],
        state=ParticipationState.ENROLLED,
        invited_at=world.now,
        agreement_id=cycle.agreement_id,
        accepted_by_id=head,
        accepted_at=world.now,
        coordinator_id=world[coordinator],
    )
    _add(world, f"participation_of_{name}", participation)
    visit = clock.london(world.now).date() if stage.has_reached(ReviewState.DATE_AGREED) else None
    review = Review(
        cycle_id=cycle.id,
        participation=participation,
        school_id=world[f"school_{letter}"],
        state=stage,
        visit_on=visit,
        visit_until=visit,
        created_at=world.now,
        uid=f"review-{uuid4()}",
    )
    return _add(world, name, review)  # type: ignore[no-any-return]  # what was given


def _assign(world: World, name: str, review: Review, person: str, *, part: Part, state: AssignmentState) -> None:
    answered = None if state == AssignmentState.PROPOSED else world.now
    row = Assignment(review_id=review.id, person_id=world[person], part=part, state=state, proposed_at=world.now)
    row.answered_at, row.ended_at = answered, world.now if state == AssignmentState.RELEASED else None
    _add(world, name, row)
    db.session.flush()


ROWS = {"review_id": {"A": "review_A", "B": "review_B"}}
_HEAD = "SELECT MIN(person_id) FROM membership WHERE role = 'headteacher'"
_HOSTED = f"SELECT school_id FROM membership WHERE role = 'headteacher' AND person_id = ({_HEAD})"
_FINAL = "'final', 'workshop-held', 'plan-agreed', 'followed-up'"
_REVIEWER = (
    "SELECT MIN(person_id) FROM membership WHERE role = 'reviewer'"
    " AND person_id NOT IN (SELECT person_id FROM membership WHERE role <> 'reviewer')"
)
_ON_TEAM = f"assignment.part = 'lead' AND assignment.state = 'accepted' AND person_id = ({_REVIEWER})"
VISITED = {
    "reviews.show": ("/reviews/{host_final}", ("headteacher", "team-adviser", "team-viewer")),
}
NAMES = {
    "reviews of the accounts": f"""
SELECT host_planned, host_final, led,
    COALESCE((SELECT MIN(id) FROM plan_action WHERE review_id = host_final), 0) AS host_action,
    COALESCE((SELECT MIN(id) FROM timetable_activity WHERE review_id = host_final), 0) AS host_activity,
    COALESCE((SELECT MIN(id) FROM assignment WHERE review_id = led AND part = 'lead'), 0) AS led_place,
    COALESCE((SELECT MIN(id) FROM review_form WHERE review_id = led AND kind = 'review'), 0) AS led_form
FROM (SELECT
    COALESCE((SELECT MIN(review.id) FROM review JOIN participation ON participation.id = review.participation_id
              WHERE review.state = 'planned' AND side = '' AND coordinator_id IS NOT NULL
              AND review.school_id = (SELECT MIN(school_id) FROM membership WHERE role = 'headteacher'
                AND id = (SELECT MIN(id) FROM membership WHERE role = 'headteacher' AND person_id = ({_HEAD})))), 0)
        AS host_planned,
    COALESCE((SELECT MIN(id) FROM review WHERE state IN ({_FINAL}) AND school_id IN ({_HOSTED})), 0) AS host_final,
    COALESCE((SELECT MAX(review_id) FROM assignment WHERE {_ON_TEAM}), 0) AS led) AS seen
"""
}
"""What the first headteacher's schools host, and what the first of those who are reviewers alone leads."""
