"""Cycles in every state, invitations of each school, and a draft of the framework."""

from datetime import timedelta
from typing import Any

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import AgreementText, Framework, Participation, Review, ReviewCycle, ReviewReminder
from inclusion_app.reviews.rules.deadlines import DEFAULTS
from inclusion_app.reviews.states import CycleState, ParticipationState, Preset, ReminderStep, ReviewState
from tests.factories.reviews import framework_areas, framework_levels
from tests.features.reviews import review_in, review_of
from tests.matrix.bodies import HowTo, typed
from tests.matrix.world import World, _add

LETTERS = ("A", "B")
WORDS_OF_AGREEMENT = "We take part in this cycle, and know who reads what is written, and when. " * 2


def build(world: World) -> None:
    """A draft cycle without schools; one that both schools are invited to; one that both have enrolled in."""
    draft = Framework(version_number=2, title="Next framework")
    draft.areas, draft.levels = [], framework_levels()  # the world has no shared terms for areas
    _add(world, "draft_framework", draft)
    _cycle(world, "cycle_draft", CycleState.DRAFT)
    for name, state in (("asking", ParticipationState.INVITED), ("joined", ParticipationState.ENROLLED)):
        cycle = _cycle(world, f"cycle_{name}", CycleState.ENROLLING)
        for letter in LETTERS:
            part = _part(world, f"part_{name}_{letter}", letter, cycle)
            part.state = state
            if state == ParticipationState.ENROLLED:
                _accepted(world, part, letter)
    review_in(world, "managed", ReviewState.TEAM_CONFIRMED)
    db.session.flush()


def grow(world: World, number: int) -> None:
    """One more framework and agreement, a school asked and one enrolled, and a review on the board, with a reminder."""
    framework = Framework(version_number=number + 10, title=f"Framework {number}", published_at=world.now)
    framework.areas, framework.levels = framework_areas(), framework_levels()
    agreement = AgreementText(preset=Preset.SHARED, version_number=number + 10, text="We agree.", created_at=world.now)
    db.session.add_all([framework, agreement])
    letter, person = f"N{number}", world[f"grown_person_{number}"]
    for name, state in (("asking", ParticipationState.INVITED), ("joined", ParticipationState.ENROLLED)):
        part = _part(world, f"part_{name}_{letter}", letter, db.session.get_one(ReviewCycle, world[f"cycle_{name}"]))
        if state == ParticipationState.ENROLLED:
            _accepted(world, part, letter)
        part.state, part.governor_id = state, person
    cycle = db.session.get_one(ReviewCycle, world["cycle_of_managed"])
    stage, coordinator = ReviewState.TEAM_CONFIRMED, f"grown_person_{number}"
    review = review_of(world, f"managed_{letter}", letter, cycle, stage=stage, coordinator=coordinator)
    for of in (review.id, world["managed_A"]):
        reminder = ReviewReminder(review_id=of, stage=ReviewState.DATE_AGREED, step=ReminderStep.BEFORE_5)
        reminder.person_id, reminder.sent_at, reminder.sent_on = person, world.now, clock.london(world.now).date()
        db.session.add(reminder)
    db.session.flush()


def _cycle(world: World, name: str, state: CycleState) -> ReviewCycle:
    today = clock.london(world.now).date()
    cycle = ReviewCycle(
        name=name.replace("_", " ").title(),
        school_year=2026,
        state=state,
        preset=Preset.SHARED,
        framework_id=world["framework"],
        agreement_id=world[f"agreement_{Preset.SHARED}"],
        starts_on=today,
        enrol_by=today + timedelta(days=30),
        visits_from=today + timedelta(days=40),
        visits_until=today + timedelta(days=200),
        deadlines={stage.value: allowance.days for stage, allowance in DEFAULTS.items()},
        created_at=world.now,
    )
    return _add(world, name, cycle)  # type: ignore[no-any-return]  # what was given


def _part(world: World, name: str, letter: str, cycle: ReviewCycle) -> Participation:
    part = Participation(cycle_id=cycle.id, school_id=world[f"school_{letter}"], invited_at=world.now)
    return _add(world, name, part)  # type: ignore[no-any-return]  # what was given


def _accepted(world: World, part: Participation, letter: str) -> None:
    part.agreement_id = world[f"agreement_{Preset.SHARED}"]
    part.accepted_by_id, part.accepted_at = world[f"head_{letter.lower()}"], world.now
    part.answered_at = world.now
    part.coordinator_id = world["senco_a" if letter == "A" else "colleague_b"]


def _people(world: World, thing: str) -> dict[str, Any]:
    coordinator, governor = ("booker_b", "colleague_b") if thing == "B" else ("senco_a", "governor_a")
    said = {"coordinator": str(world[coordinator]), "governor": str(world[governor]), "version": "1"}
    return said | {"agreement_id": str(world[f"agreement_{Preset.SHARED}"]), "accept": "y"}


def _version_of(model: type[Any], name: str, **said: str) -> HowTo:
    def type_it(world: World, thing: str) -> dict[str, Any]:
        version = db.session.get_one(model, world[f"{name}_{'B' if thing == 'B' else 'A'}"]).version
        db.session.remove()
        return said | {"version": str(version)}

    return HowTo(type_it)


def _contacts(world: World, thing: str) -> dict[str, Any]:
    return _people(world, thing) | _version_of(Participation, "part_joined").typed(world, thing)


def _ticked(world: World, _thing: str) -> dict[str, Any]:
    return {"reviews": [str(world["managed_A"])]}


def _new(world: World, _thing: str) -> dict[str, Any]:
    day = {
        "starts_on": "2027-09-01",
        "enrol_by": "2027-09-30",
        "visits_from": "2027-11-01",
        "visits_until": "2028-03-31",
    }
    said = {"name": "A new cycle", "school_year": "2027", "framework_id": str(world["framework"]), "team_size": "2"}
    return day | said | {"preset": "shared", "mode": "pool", "uses_ratings": "yes"}


VERSION = typed(version="1")
HOW_TO = {
    "frameworks.copy": HowTo(),
    "frameworks.save": HowTo(typed(title="Another framework", version="1")),
    "frameworks.publish": HowTo(VERSION),
    "agreements.publish": HowTo(typed(text=WORDS_OF_AGREEMENT, expected="2")),
    "review_cycles.create": HowTo(_new, page="review_cycles.new"),
    "review_cycles.make_copy": HowTo(_new, page="review_cycles.copy"),
    "review_cycles.save": HowTo(typed(name="Another name"), page="review_cycles.edit"),
    "review_cycles.move": HowTo(VERSION),
    "review_invitations.send": HowTo(typed(expected="2")),
    "review_invitations.remind": HowTo(),
    "enrolment.enrol": HowTo(_people),
    "enrolment.decline": HowTo(typed(reason="A new building", version="1")),
    "enrolment.defer": HowTo(typed(reason="A new building", version="1", to_cycle="0")),
    "enrolment.save_contacts": HowTo(_contacts),
    "enrolment.withdraw": _version_of(Participation, "part_joined", reason="We merge"),
    "review_board.remind": HowTo(_ticked),
    "managed_reviews.deadline": HowTo(typed(stage="final", how="waive", reason="The head is ill")),
    "managed_reviews.back": _version_of(Review, "managed", reason="The date fell through"),
    "managed_reviews.aside": HowTo(typed(act="postpone_review", reason="The head is ill")),
}
_MANAGED = {"A": "managed_A", "B": "managed_B"}
_JOINED, _ASKING = {"A": "cycle_joined", "B": "cycle_joined"}, {"A": "cycle_asking", "B": "cycle_asking"}
ROWS = {
    "cycle_id": _ASKING,
    "framework_id": {"A": "framework"},
    **{f"frameworks.{act} framework_id": {"A": "draft_framework"} for act in ("edit", "save", "publish")},
    "agreement_id": {"A": f"agreement_{Preset.SHARED}"},
    "review_cycles.move cycle_id": {"A": "cycle_draft"},
    "review_cycles.edit cycle_id": {"A": "cycle_draft"},
    "review_cycles.save cycle_id": {"A": "cycle_draft"},
    "review_invitations.choose cycle_id": {"A": "cycle_draft"},
    "review_invitations.send cycle_id": {"A": "cycle_draft"},
    "enrolment.contacts cycle_id": _JOINED,
    "enrolment.save_contacts cycle_id": _JOINED,
    "enrolment.ask_to_withdraw cycle_id": _JOINED,
    "enrolment.withdraw cycle_id": _JOINED,
    "review_board.show cycle_id": {"A": "cycle_of_managed"},
    "review_board.remind cycle_id": {"A": "cycle_of_managed"},
    **{
        f"managed_reviews.{name} {argument}": rows
        for name in ("show", "deadline", "back", "aside")
        for argument, rows in (("cycle_id", dict.fromkeys(("A", "B"), "cycle_of_managed")), ("review_id", _MANAGED))
    },
}
WORDS = {
    "agreements.new preset": {"A": "shared", "missing": "nothing"},
    "agreements.publish preset": {"A": "shared", "missing": "nothing"},
    "review_cycles.move act": {"A": "open_enrolment", "missing": "open_enrolment"},
}
NO_PAGES = {"review_board.as_csv": "a file", "review_board.as_xlsx": "a file"}
VISITED = {
    "owed_reviews.listed": ("/reviews", ("headteacher", "senco", "reviewer", "governor")),
    "frameworks.listed": ("/team/frameworks", ("team-manager",)),
    "frameworks.show": ("/team/frameworks/{framework}", ("team-viewer", "team-manager")),
    "frameworks.edit": ("/team/frameworks/999999/edit", ("team-manager",)),
    "agreements.listed": ("/team/agreements", ("team-manager",)),
    "agreements.show": ("/team/agreements/{agreement}", ("team-viewer",)),
    "agreements.new": ("/team/agreements/new/shared", ("team-manager",)),
    "review_cycles.listed": ("/team/cycles", ("team-viewer", "team-adviser")),
    "review_cycles.new": ("/team/cycles/new", ("team-adviser",)),
    "review_cycles.copy": ("/team/cycles/{running}/copy", ("team-adviser",)),
    "review_cycles.show": ("/team/cycles/{running}", ("team-viewer", "team-adviser")),
    "review_cycles.edit": ("/team/cycles/{enrolling}/edit", ("team-adviser",)),
    "review_invitations.choose": ("/team/cycles/{enrolling}/invite", ("team-adviser",)),
    "review_invitations.answers": ("/team/cycles/{enrolling}/schools", ("team-adviser",)),
    "enrolment.listed": ("/schools/{urn}/reviews", ("headteacher", "team-viewer")),
    "enrolment.show": ("/schools/{urn}/reviews/{enrolling}", ("headteacher",)),
    "enrolment.contacts": ("/schools/{urn}/reviews/{enrolling}/contacts", ("headteacher",)),
    "enrolment.ask_to_decline": ("/schools/{urn}/reviews/{enrolling}/decline", ("headteacher",)),
    "enrolment.ask_to_defer": ("/schools/{urn}/reviews/{enrolling}/defer", ("headteacher",)),
    "enrolment.ask_to_withdraw": ("/schools/{urn}/reviews/{enrolling}/withdraw", ("headteacher",)),
    "review_board.show": ("/team/cycles/{running}/board", ("team-viewer", "team-adviser")),
    "managed_reviews.show": ("/team/cycles/{running}/board/{managed}", ("team-adviser",)),
}
NAMES = {
    "reviews_cycles": """
SELECT
  (SELECT id FROM framework WHERE published_at IS NOT NULL ORDER BY id LIMIT 1) AS framework,
  (SELECT id FROM agreement_text ORDER BY id LIMIT 1) AS agreement,
  (SELECT id FROM review_cycle WHERE state = 'running' ORDER BY starts_on DESC LIMIT 1) AS running,
  (SELECT id FROM review_cycle WHERE state = 'enrolling' ORDER BY id DESC LIMIT 1) AS enrolling,
  (SELECT review.id FROM review JOIN review_cycle ON review_cycle.id = review.cycle_id
   WHERE review_cycle.state = 'running' AND review.side = '' ORDER BY review_cycle.starts_on DESC, review.id LIMIT 1)
   AS managed
"""
}
