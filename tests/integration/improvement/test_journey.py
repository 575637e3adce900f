"""From the final report to the close, through the pages, as its people would."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.improvement.models import PlanAction
from inclusion_app.improvement.services.evaluating import close_finished
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.states import ReviewState
from tests.factories.reviews import review_at
from tests.integration.improvement.conftest import Cast, CastOf, SignIn
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")
SCORES = {"prepared": "4", "respectful": "5", "sharp": "4", "useful": "5", "worth_it": "4"}
SECRET = "CNRY-plan-text"


def stage(review_id: int) -> str:
    return str(db.session.scalar(select(Review.state).where(Review.id == review_id)))


def workshop_and_plan(at: str, cast: Cast, champion: Visitor, head: Visitor) -> None:
    """Arranged, held, recorded; one action written by the champion, and published by the head."""
    today = clock.today()
    later = str(today + timedelta(days=3))
    sent = champion.submit(f"{at}/workshop/date", day=later, starts="15:30", ends="17:00", place=f"The hall {SECRET}")
    assert sent.status_code == 303
    assert "15:30 to 17:00" in head.get(f"{at}/workshop").text
    said = {"held_on": str(today), "attended": "Robin, head", "area_1": "leading", "text_1": SECRET}
    assert champion.submit(f"{at}/workshop/record", **said).status_code == 303

    owner = str(cast.coordinator.id)
    action = {"what": SECRET, "area": "leading", "owner": owner, "due_on": later, "measure": SECRET}
    assert champion.submit(f"{at}/plan/actions/new", **action).status_code == 303
    assert head.submit(f"{at}/plan/publish", on=f"{at}/plan").status_code == 303


def test_a_review_goes_from_its_report_to_its_close(cast_of: CastOf, sign_in: SignIn) -> None:
    review = review_at(ReviewState.FINAL)
    cast, at, today = cast_of(review), f"/reviews/{review.id}", clock.today()
    champion, head = sign_in(cast.champion), sign_in(cast.head)
    workshop_and_plan(at, cast, champion, head)
    assert stage(review.id) == "plan-agreed"
    assert SECRET in sign_in(cast.governor).get(f"{at}/plan").text
    action_id = db.session.scalar(select(PlanAction.id))

    owner = sign_in(cast.coordinator)
    assert SECRET in owner.get("/my-actions").text
    assert owner.submit(f"/my-actions/{action_id}", progress="under-way", note=SECRET).status_code == 303
    assert "Under way" in head.get(f"{at}/plan/print").text

    held = {"held_on": str(today), f"outcome_{action_id}": "part", f"evidence_{action_id}": SECRET}
    lead = sign_in(cast.lead)
    assert lead.submit(f"{at}/follow-up", rating_leading="3", **held).status_code == 303
    assert stage(review.id) == "followed-up"
    assert "Done in part" in head.get(f"{at}/follow-up").text

    for visitor in (head, lead, sign_in(cast.reviewer)):
        assert visitor.submit(f"{at}/evaluation", learned=SECRET, **SCORES).status_code == 303
    assert close_finished(clock.now()) == 1
    assert close_finished(clock.now()) == 0
    assert stage(review.id) == "closed"
    assert lead.get(f"{at}/plan").status_code == 403
    assert head.get(f"{at}/plan").status_code == 200


def test_nothing_that_was_written_leaves_by_mail_or_stands_on_the_trail(cast_of: CastOf, sign_in: SignIn) -> None:
    test_a_review_goes_from_its_report_to_its_close(cast_of, sign_in)

    mails = db.session.execute(select(OutboxMessage.subject, OutboxMessage.text, OutboxMessage.kind)).all()
    told = {kind for _, _, kind in mails}
    assert told == {"workshop_planned", "workshop_elsewhere", "plan_agreed", "actions_given", "evaluation_asked"}
    leaks = [kind for subject, text, kind in mails if SECRET in subject or (SECRET in text and "The hall" not in text)]
    assert leaks == []
    trail = select(AuditEvent.act, AuditEvent.detail).order_by(AuditEvent.id)
    acts = db.session.execute(trail.where(AuditEvent.subject_type != "session"))
    rows = [(act, detail) for act, detail in acts if not act.startswith("sign")]
    assert [act for act, detail in rows if SECRET in str(detail)] == []
    assert [act for act, _ in rows if act.endswith(("workshop", "action", "plan", "progress", "up", "review"))] == [
        "plan_workshop",
        "record_workshop",
        "add_action",
        "agree_plan",
        "mark_progress",
        "record_follow_up",
        "close_review",
    ]
