"""Plans: several write a draft, the head publishes it once, and what it said before is kept."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.improvement.models import ActionVersion, PlanAction
from inclusion_app.improvement.rules.plans import Wording
from inclusion_app.improvement.services.actions import add_action, change_action, remove_action, wording_of
from inclusion_app.improvement.services.progress import mark_progress
from inclusion_app.improvement.services.publishing import agree_plan
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import Preset, ReviewState
from tests.factories.accounts import somebody
from tests.factories.improvement import action_in, planned_review
from tests.integration.improvement.conftest import ActorOf, CastOf, SignIn

pytestmark = pytest.mark.usefixtures("database")
Act = Callable[[int], str]
HEAD, CHAMPION = {Standing.HEAD}, {Standing.CHAMPION}
SKETCH = Wording("", "Ask pupils", "", None, None, "")


def all_at_once(app: Flask, number: int, act: Act) -> list[str]:
    """So many do it at the same moment, each on a connection of their own."""
    gate = Barrier(number)

    def alone(mine: int) -> str:
        with app.app_context():
            gate.wait()
            try:
                return act(mine)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(alone, range(number)))


def actions() -> list[PlanAction]:
    query = select(PlanAction).order_by(PlanAction.position).execution_options(populate_existing=True)
    return list(db.session.scalars(query))


def publish(actor_of: ActorOf, cast_head: object, review: Review) -> None:
    agree_plan(
        actor_of(cast_head),  # type: ignore[arg-type]  # a person
        review.id,
        follow_up_on=clock.today() + timedelta(days=120),
        standings=HEAD,
        now=clock.now(),
    )


def test_a_sixth_action_is_refused_and_one_taken_out_lets_the_others_move_up(
    cast_of: CastOf, actor_of: ActorOf
) -> None:
    review = planned_review(ReviewState.WORKSHOP_HELD, actions=5)
    actor = actor_of(cast_of(review).champion)

    with pytest.raises(RuleBroken, match="at most 5"):
        add_action(actor, review.id, said=SKETCH, standings=CHAMPION, now=clock.now())
    remove_action(actor, review.id, actions()[1].id, standings=CHAMPION)

    assert [(a.position, a.what) for a in actions()][:3] == [(1, "Do thing 1"), (2, "Do thing 3"), (3, "Do thing 4")]


def test_a_plan_with_a_gap_is_not_published_and_one_is_published_once(cast_of: CastOf, actor_of: ActorOf) -> None:
    review = planned_review(ReviewState.WORKSHOP_HELD, actions=1)
    cast = cast_of(review)
    action = add_action(actor_of(cast.champion), review.id, said=SKETCH, standings=CHAMPION, now=clock.now())

    with pytest.raises(RuleBroken, match="Action 2 still needs"):
        publish(actor_of, cast.head, review)
    remove_action(actor_of(cast.head), review.id, action.id, standings=HEAD)
    publish(actor_of, cast.head, review)
    with pytest.raises(RuleBroken, match="stage"):
        publish(actor_of, cast.head, review)

    assert db.session.scalar(select(func.count()).where(AuditEvent.act == "agree_plan")) == 1
    told = select(OutboxMessage.person_id).where(OutboxMessage.kind == "plan_agreed")
    people = {cast.coordinator.id, cast.governor.id, cast.champion.id, cast.lead.id}
    assert set(db.session.scalars(told)) == people


def test_what_a_published_action_said_before_is_kept_and_only_the_head_changes_it(
    cast_of: CastOf, actor_of: ActorOf, sign_in: SignIn
) -> None:
    review = planned_review(actions=1)
    cast, [action] = cast_of(review), actions()
    said = Wording("teaching", "Ask families", "Agreed", cast.head.id, action.due_on, "Minutes")
    change = {"said": said, "version": 1, "now": clock.now()}

    with pytest.raises(RuleBroken, match="only the headteacher"):
        change_action(actor_of(cast.champion), review.id, action.id, standings=CHAMPION, **change)  # type: ignore[arg-type]
    change_action(actor_of(cast.head), review.id, action.id, standings=HEAD, **change)  # type: ignore[arg-type]

    kept = db.session.scalars(select(ActionVersion)).one()
    assert (kept.what, kept.owner_name, kept.number) == ("Do thing 1", cast.coordinator.name, 1)
    page = sign_in(cast.governor).get(f"/reviews/{review.id}/plan/actions/{action.id}").text
    assert "Ask families" in page
    assert "Do thing 1" in page


def test_somebody_who_saves_over_anothers_change_sees_both_texts(cast_of: CastOf, sign_in: SignIn) -> None:
    review = planned_review(ReviewState.WORKSHOP_HELD, actions=1)
    cast, [action] = cast_of(review), actions()
    address = f"/reviews/{review.id}/plan/actions/{action.id}/edit"
    head, champion = sign_in(cast.head), sign_in(cast.champion)
    assert head.submit(address, what="Theirs").status_code == 303

    late = champion.submit(address, what="Mine", version="1")

    assert late.status_code == 409
    assert "Theirs" in late.text
    assert "Mine" in late.text
    assert actions()[0].what == "Theirs"


def test_two_who_change_one_action_at_once_do_not_overwrite_each_other(
    app: Flask, cast_of: CastOf, actor_of: ActorOf
) -> None:
    review = planned_review(ReviewState.WORKSHOP_HELD, actions=1)
    cast, [action] = cast_of(review), actions()
    who, said = actor_of(cast.head), wording_of(action)
    now, review_id, action_id = clock.now(), review.id, action.id
    db.session.rollback()

    def change(number: int) -> str:
        mine = Wording(said.area, f"Text {number}", said.why, said.owner_id, said.due_on, said.measure)
        try:
            change_action(who, review_id, action_id, said=mine, version=1, standings=HEAD, now=now)
        except StaleEdit:
            return "both texts"
        return "saved"

    done = all_at_once(app, 4, change)

    assert sorted(done) == ["both texts"] * 3 + ["saved"]
    assert actions()[0].version == 2


def test_two_who_publish_at_once_publish_once(app: Flask, cast_of: CastOf, actor_of: ActorOf) -> None:
    review = planned_review(ReviewState.WORKSHOP_HELD, actions=2)
    who, review_id = actor_of(cast_of(review).head), review.id
    now, day = clock.now(), clock.today() + timedelta(days=120)
    db.session.rollback()

    def press(_number: int) -> str:
        try:
            agree_plan(who, review_id, follow_up_on=day, standings=HEAD, now=now)
        except RuleBroken:
            return "refused"
        return "published"

    assert sorted(all_at_once(app, 4, press)) == ["published", "refused", "refused", "refused"]
    assert db.session.scalar(select(func.count()).where(OutboxMessage.kind == "actions_given")) == 1


def test_an_owner_who_has_left_the_school_marks_nothing_any_more(cast_of: CastOf, actor_of: ActorOf) -> None:
    review = planned_review(actions=1)
    cast, [action] = cast_of(review), actions()
    stranger = actor_of(cast.reviewer)

    with pytest.raises(RuleBroken, match="Only the owner"):
        mark_progress(stranger, action.id, progress="done", note="", version=1, now=clock.now())
    owner = actor_of(cast.coordinator)
    mark_progress(owner, action.id, progress="done", note="", version=1, now=clock.now())
    with pytest.raises(StaleEdit):
        mark_progress(owner, action.id, progress="part", note="", version=1, now=clock.now())


@pytest.mark.parametrize(("preset", "status"), [(Preset.SCHOOL_OWNED, 403), (Preset.SHARED, 200)])
def test_the_office_reads_a_published_plan_only_as_the_preset_says(
    sign_in: SignIn, preset: Preset, status: int
) -> None:
    review = planned_review(actions=1, preset=preset)

    assert sign_in(somebody(Role.TEAM_ADVISER)).get(f"/reviews/{review.id}/plan").status_code == status


def test_pages_of_a_plan_take_as_many_statements_for_five_actions_as_for_one(
    cast_of: CastOf, sign_in: SignIn, statements: object
) -> None:
    review = planned_review(actions=1)
    urn = review.school.urn
    client, [action] = sign_in(cast_of(review).head), actions()
    pages = ("plan", "plan/print", "follow-up", f"plan/actions/{action.id}")
    addresses = [f"/reviews/{review.id}/{page}" for page in pages] + [f"/schools/{urn}/actions", "/my-actions"]

    def counts() -> list[int]:
        found = []
        for address in addresses:
            with statements() as sent:  # type: ignore[operator]  # the fixture gives a context
                assert client.get(address).status_code == 200
            found.append(len(sent))
        return found

    one = counts()
    for number in range(2, 6):
        action_in(review, number)

    assert counts() == one
    assert max(one) <= 15, dict(zip(addresses, one, strict=True))
