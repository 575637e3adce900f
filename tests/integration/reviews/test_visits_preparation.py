"""The lead prepares, says that the team is ready, and that the visit was held; nobody else, and nothing too early."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select, update

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import Review, ReviewChange, TimetableActivity
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import Part, ReviewState, Side
from inclusion_app.reviews.visits.services.preparation import LONGEST_BRIEFING, LONGEST_LINE, mark_visited
from tests.factories.accounts import somebody
from tests.factories.reviews import assigned, review_at
from tests.integration.reviews.conftest import ActorOf, SignIn

pytestmark = pytest.mark.usefixtures("database")
WORDS = {"briefing": "What the numbers tell.", "line_1": "Who belongs?", "line_2": "", "line_3": "Who is missing?"}


def prepared_by_lead(stage: ReviewState, *, visit_on: date | None = None) -> tuple[Review, Person, str]:
    review = review_at(stage, visit_on=visit_on)
    return review, assigned(review, part=Part.LEAD), f"/reviews/{review.id}/preparation"


def again(review: Review) -> Review:
    return db.session.get_one(Review, review.id, populate_existing=True)


def put_in_timetable(review: Review) -> None:
    activity = TimetableActivity(review_id=review.id, day=1, starts=time(9), ends=time(10), kind="pupils", members=[])
    db.session.add(activity)
    db.session.commit()


def test_what_the_lead_writes_is_read_by_both_sides_and_is_not_on_the_audit_trail(sign_in: SignIn) -> None:
    review, lead, path = prepared_by_lead(ReviewState.DATE_AGREED)
    reviewer = assigned(review)
    head = db.session.get_one(Person, review.participation.accepted_by_id)

    assert sign_in(lead).submit(path, **WORDS).status_code == 303

    kept = again(review)
    assert (kept.briefing, kept.lines_of_enquiry) == ("What the numbers tell.", "Who belongs?\nWho is missing?")
    for reader in (reviewer, head):
        page = sign_in(reader).get(path).text
        assert "What the numbers tell." in page
        assert "<li>Who is missing?</li>" in page
        assert f'action="{path}"' not in page
    [event] = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "save_preparation"))
    assert "numbers" not in str(event.detail)


def test_two_who_write_at_once_see_both_texts_and_nothing_is_lost(sign_in: SignIn) -> None:
    review, lead, path = prepared_by_lead(ReviewState.DATE_AGREED)
    visitor = sign_in(lead)
    visitor.submit(path, briefing="First")

    late = visitor.submit(path, briefing="Second", version="1")

    assert late.status_code == 409
    assert "First" in late.text
    assert "Second" in late.text
    assert again(review).briefing == "First"


def test_too_much_is_said_beside_its_field_and_stays_typed(sign_in: SignIn) -> None:
    review, lead, path = prepared_by_lead(ReviewState.DATE_AGREED)

    refused = sign_in(lead).submit(path, briefing="x" * (LONGEST_BRIEFING + 1), line_2="y" * (LONGEST_LINE + 1))

    assert refused.status_code == 422
    assert "The briefing must be 10,000 characters or fewer" in refused.text
    assert "A line of enquiry must be 300 characters or fewer" in refused.text
    assert "y" * (LONGEST_LINE + 1) in refused.text
    assert again(review).briefing == ""


def test_ready_names_all_that_is_missing_and_then_goes_on(sign_in: SignIn) -> None:
    review, lead, path = prepared_by_lead(ReviewState.SELF_REVIEW_SUBMITTED)
    visitor = sign_in(lead)

    refused = visitor.submit(f"{path}/ready", on=path)

    assert refused.status_code == 422
    for sentence in ("Write the briefing.", "Write at least one line of enquiry.", "Put at least one activity"):
        assert sentence in refused.text
    visitor.submit(path, **WORDS)
    put_in_timetable(review)
    assert visitor.submit(f"{path}/ready", on=path).status_code == 303
    assert again(review).state == ReviewState.READY
    assert db.session.scalars(select(ReviewChange.act)).all() == ["finish_preparation"]


def test_ready_waits_for_the_self_review(sign_in: SignIn) -> None:
    _review, lead, path = prepared_by_lead(ReviewState.SELF_REVIEW_OPEN)
    page = sign_in(lead).get(path).text
    assert "Once the school has submitted its self-review" in page
    assert "/preparation/ready" not in page


@pytest.mark.parametrize(("ahead", "answer"), [(1, None), (0, "visited"), (-3, "visited")])
def test_a_visit_is_held_on_its_last_day_or_later(actor_of: ActorOf, ahead: int, answer: str | None) -> None:
    today = clock.today()
    review, lead, _ = prepared_by_lead(ReviewState.READY, visit_on=today + timedelta(days=min(ahead, 0)))
    db.session.execute(update(Review).values(visit_until=today + timedelta(days=ahead)))
    db.session.commit()
    actor, standings = actor_of(lead), {Standing.LEAD}
    if answer is None:
        with pytest.raises(RuleBroken, match="on that day, or later"):
            mark_visited(actor, review.id, standings=standings, now=clock.now())
    else:
        mark_visited(actor, review.id, standings=standings, now=clock.now())
    assert again(review).state == (answer or ReviewState.READY)


def test_the_lead_closes_the_visit_and_what_was_prepared_stays(sign_in: SignIn) -> None:
    review, lead, path = prepared_by_lead(ReviewState.READY, visit_on=clock.today())
    visitor = sign_in(lead)
    shown = visitor.get(path).text
    assert visitor.submit(f"{path}/visited", on=path).status_code == 303
    assert again(review).state == ReviewState.VISITED
    token, key = (shown.split(f'name="{name}" value="')[1].split('"')[0] for name in ("csrf_token", "form_key"))
    late = visitor.post(path, data={"csrf_token": token, "form_key": key, "version": "1", "briefing": "Too late"})
    assert late.status_code == 422
    assert again(review).briefing == ""


def test_nothing_is_prepared_while_a_review_stands_aside(sign_in: SignIn) -> None:
    review, lead, path = prepared_by_lead(ReviewState.SELF_REVIEW_SUBMITTED)
    visitor = sign_in(lead)
    db.session.execute(update(Review).values(side=Side.POSTPONED, side_reason="Flood"))
    db.session.commit()
    page = visitor.get(path).text
    assert f'action="{path}"' not in page
    assert "/preparation/ready" not in page
    assert again(review).state == ReviewState.SELF_REVIEW_SUBMITTED


def test_the_page_asks_the_database_no_more_for_more_rows(
    sign_in: SignIn, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    review, lead, path = prepared_by_lead(ReviewState.SELF_REVIEW_SUBMITTED)
    visitor = sign_in(lead)

    def count() -> int:
        with statements() as sent:
            assert visitor.get(path).status_code == 200
        return len(sent)

    few = count()
    for _ in range(5):
        put_in_timetable(review)
    assert count() == few <= 15


def test_office_and_strangers_do_not_write(sign_in: SignIn) -> None:
    review, _, path = prepared_by_lead(ReviewState.DATE_AGREED)
    reviewer = assigned(review)
    for person, status in ((reviewer, 403), (somebody(Role.TEAM_ADVISER), 403)):
        visitor = sign_in(person)
        token = visitor.get("/account").text.split('name="csrf_token" value="')[1].split('"')[0]
        answer = visitor.post(path, data={"csrf_token": token, "briefing": "Mine"})
        assert answer.status_code == status
    assert again(review).briefing == ""
