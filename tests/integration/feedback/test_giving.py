"""Feedback is given signed in or by the link in the mail, once, and can be changed while there is time."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.training.feedback.queries import has_answered
from inclusion_app.training.feedback.queries.answers import answer_of
from inclusion_app.training.feedback.rules.answers import Said, confidence_field
from inclusion_app.training.feedback.services.asking import ask_for_feedback
from inclusion_app.training.models import Booking, FeedbackAnswer
from inclusion_app.training.states import BookingState, FeedbackPoint
from tests.integration.bookings.conftest import SignIn
from tests.integration.feedback.conftest import AFTER, BEFORE, LATER, Group, form_on, in_order, link_in, mails
from tests.support.visitor import Visitor


def person_of(group: Group, number: int) -> Person:
    return db.session.get_one(Person, group.bookings[number].person_id)


def fields(group: Group, value: int = 3, **more: Any) -> dict[str, Any]:
    return {confidence_field(outcome_id): str(value) for outcome_id in group.outcomes()} | more


def answers() -> int:
    return db.session.scalar(select(func.count()).select_from(FeedbackAnswer)) or 0


def saved(group: Group, point: FeedbackPoint, number: int = 0) -> FeedbackAnswer:
    db.session.expire_all()
    answer = answer_of(group.bookings[number].id, point)
    assert answer is not None
    return answer


def visit_at(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


@pytest.mark.parametrize("point", list(FeedbackPoint))
def test_each_point_keeps_what_it_asks(group: Group, point: FeedbackPoint) -> None:
    group.ask(point)
    group.give(0, point, 4, text="Useful", manager_comment="Calmer lessons")
    answer = saved(group, point)
    assert [c.value for c in answer.confidences] == [4, 4]
    assert (answer.rating, answer.text) == (4 if point == AFTER else None, "Useful")
    later = ("Kim Vale", "Calmer lessons") if point == LATER else ("", "")
    assert (answer.manager_name, answer.manager_comment) == later
    assert has_answered([b.id for b in group.bookings], point) == {group.bookings[0].id}
    in_order()


def test_nobody_answers_before_being_asked(group: Group) -> None:
    with pytest.raises(RuleBroken, match="not been asked"):
        group.give(0, BEFORE)


def test_nobody_answers_when_it_is_too_late_or_the_place_is_given_up(group: Group) -> None:
    group.ask(BEFORE, AFTER)
    with pytest.raises(RuleBroken, match="no longer"):
        group.give_said(0, BEFORE, group.said(), now=group.run.ends_at)
    with transaction() as session:
        booking = session.get_one(Booking, group.bookings[0].id)
        booking.state, booking.ended_at = BookingState.CANCELLED, group.run.ends_at
    with pytest.raises(RuleBroken, match="no longer"):
        group.give(0, AFTER)
    assert answers() == 0


@pytest.mark.parametrize(
    ("point", "wrong", "field"),
    [
        (BEFORE, {"confidences": {}}, "outcome_"),
        (AFTER, {"rating": 6}, "rating"),
        (LATER, {"manager_name": " "}, "manager_name"),
        (LATER, {"manager_comment": "x" * 5_001}, "manager_comment"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    group: Group, point: FeedbackPoint, wrong: dict[str, object], field: str
) -> None:
    group.ask(point)
    with pytest.raises(RuleBroken) as refused:
        group.give_said(0, point, Said(**(vars(group.said()) | wrong)))
    assert all((name or "").startswith(field) for name, _ in refused.value.problems)
    assert answers() == 0


def test_a_second_tab_gets_both_texts_and_overwrites_nothing(group: Group) -> None:
    group.ask(AFTER)
    group.give(0, AFTER, text="From the first tab")
    with pytest.raises(StaleEdit) as stale:
        group.give(0, AFTER, text="From the second tab")
    assert (stale.value.theirs["text"], stale.value.version) == ("From the first tab", 1)
    group.give(0, AFTER, 5, seen=1, text="Both")
    answer = saved(group, AFTER)
    assert (answer.text, answer.version, [c.value for c in answer.confidences]) == ("Both", 2, [5, 5])


def test_the_link_shows_as_often_as_one_likes_and_ends_with_the_answer(group: Group, client: Visitor) -> None:
    group.ask(BEFORE)
    link = link_in(mails("feedback_ask")[0])
    with visit_at(group.at(BEFORE)):
        for _ in range(2):
            assert "How confident are you today?" in client.get(link).text
        assert client.get(link).headers["Referrer-Policy"] == "strict-origin"
        assert answers() == 0
        assert client.submit(link, **fields(group, text="To learn")).headers["Location"] == "/feedback/thank-you"
        assert "no longer works" in client.get(link).text
    assert saved(group, BEFORE).text == "To learn"


def test_the_second_tab_of_a_link_says_so_and_gives_the_text_back(group: Group, client: Visitor) -> None:
    group.ask(BEFORE)
    link = link_in(mails("feedback_ask")[0])
    with visit_at(group.at(BEFORE)):
        second = form_on(client, link)
        client.submit(link, **fields(group, text="First"))
        refused = client.post(link, data=second | fields(group, text="Second, and long"))
    assert (refused.status_code, "no longer works" in refused.text) == (422, True)
    assert "Second, and long" in refused.text
    assert saved(group, BEFORE).text == "First"


def test_an_answer_by_one_link_ends_the_reminders_link_as_well(group: Group, client: Visitor) -> None:
    group.ask(AFTER)
    moment = group.at(AFTER) + timedelta(days=7)
    ask_for_feedback(moment)
    first, again = link_in(mails("feedback_ask")[0]), link_in(mails("feedback_remind")[0])
    with visit_at(moment):
        client.submit(again, **fields(group, rating="5"))
        assert "no longer works" in client.get(first).text


def test_a_link_dies_when_the_point_closes_and_with_the_account(group: Group, client: Visitor) -> None:
    group.ask(BEFORE)
    first, second = (link_in(mail) for mail in mails("feedback_ask")[:2])
    with visit_at(group.run.ends_at):
        assert "no longer works" in client.get(first).text
        assert client.post(first, data={}).status_code in {400, 422}
    with transaction() as session:
        session.get_one(Person, group.bookings[1].person_id).deactivated_at = group.at(BEFORE)
    with visit_at(group.at(BEFORE)):
        assert "no longer works" in client.get(second).text


def test_signed_in_one_gives_it_from_my_bookings_and_changes_it_later(group: Group, sign_in: SignIn) -> None:
    group.ask(AFTER)
    path = f"/my-bookings/{group.bookings[0].id}/feedback/after"
    with visit_at(group.at(AFTER)):
        own = sign_in(person_of(group, 0))
        assert f'href="{path}"' in own.get("/my-bookings").text
        refused = own.submit(path, text="Kept")
        assert refused.status_code == 422
        assert "Choose how confident you are, from 1 to 5: Plan for all" in refused.text
        assert "Kept" in refused.text
        assert own.submit(path, **fields(group, 2, rating="4", text="First")).status_code == 303
        assert "Change your feedback" in own.get("/my-bookings").text
        assert own.submit(path, **fields(group, 5)).status_code == 303
    answer = saved(group, AFTER)
    assert (answer.text, answer.rating, answer.version) == ("First", 4, 2)


def test_two_tabs_signed_in_end_in_a_conflict_with_both_texts(group: Group, sign_in: SignIn) -> None:
    group.ask(AFTER)
    path = f"/my-bookings/{group.bookings[0].id}/feedback/after"
    with visit_at(group.at(AFTER)):
        own = sign_in(person_of(group, 0))
        second = form_on(own, path)
        own.submit(path, **fields(group, 2, rating="4", text="From the first tab"))
        conflict = own.post(path, data=second | fields(group, 5, rating="4", text="From the second tab"))
    assert conflict.status_code == 409
    assert "From the first tab" in conflict.text
    assert "From the second tab" in conflict.text
    assert saved(group, AFTER).text == "From the first tab"


def test_somebody_elses_booking_a_point_not_asked_and_no_point_are_not_there(group: Group, sign_in: SignIn) -> None:
    group.ask(AFTER)
    own, others = (group.bookings[number].id for number in (0, 1))
    with visit_at(group.at(AFTER)):
        visitor = sign_in(person_of(group, 0))
        assert visitor.get(f"/my-bookings/{own}/feedback/after").status_code == 200
        for path in (f"{others}/feedback/after", f"{own}/feedback/later", f"{own}/feedback/never"):
            assert visitor.get(f"/my-bookings/{path}").status_code == 404
        token = form_on(visitor, f"/my-bookings/{own}/feedback/after")
        sent = visitor.post(f"/my-bookings/{others}/feedback/after", data=token | fields(group, rating="1"))
    assert sent.status_code == 404
    assert answers() == 0


def test_once_closed_the_page_says_what_was_said(group: Group, sign_in: SignIn) -> None:
    group.ask(AFTER)
    group.give(0, AFTER, text="The case studies")
    with visit_at(group.at(LATER)):
        page = sign_in(person_of(group, 0)).get(f"/my-bookings/{group.bookings[0].id}/feedback/after").text
    assert "no longer be given or changed" in page
    assert "The case studies" in page
    assert "<textarea" not in page
