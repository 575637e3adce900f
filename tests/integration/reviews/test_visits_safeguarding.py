"""Work stopped for a child's safety leaves a mark, never a word; the office sees how often."""

import pytest
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.reviews.models import Participation, Review, SafeguardingPause
from inclusion_app.reviews.states import Part, ReviewState
from tests.factories.accounts import somebody
from tests.factories.reviews import assigned, review_at
from tests.integration.reviews.conftest import SignIn
from tests.support.html import posting_forms

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def review() -> Review:
    return review_at(ReviewState.READY)


def test_a_stop_is_kept_with_its_time_and_nothing_about_why(review: Review, sign_in: SignIn) -> None:
    lead = assigned(review, part=Part.LEAD)
    visitor, path = sign_in(lead), f"/reviews/{review.id}/safeguarding"

    assert visitor.submit(f"{path}/pause", on=path).status_code == 303

    [pause] = db.session.scalars(select(SafeguardingPause))
    assert (pause.review_id, pause.paused_by_id, pause.resumed_at) == (review.id, lead.id, None)
    assert {column.key for column in SafeguardingPause.__table__.columns} == {
        "id", "review_id", "paused_by_id", "paused_at", "resumed_at"
    }  # fmt: skip
    assert "You stopped on" in visitor.get(path).text
    [event] = db.session.scalars(select(audit.AuditEvent).where(audit.AuditEvent.act == "pause_for_safeguarding"))
    assert not event.detail
    assert db.session.scalars(select(OutboxMessage.id)).all() == []
    assert db.session.get_one(Review, review.id, populate_existing=True).state == ReviewState.READY
    assert visitor.submit(f"{path}/go-on", on=path).status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(SafeguardingPause.resumed_at)).one() is not None


def test_the_forms_ask_for_no_words(review: Review, sign_in: SignIn) -> None:
    visitor, path = sign_in(assigned(review)), f"/reviews/{review.id}/safeguarding"
    for _ in range(2):
        [form] = [one for one in posting_forms(visitor.get(path).text, path) if "/safeguarding/" in one.action]
        assert form.names <= {"csrf_token", "form_key", "version"}
        visitor.submit(form.action, on=path)


def test_a_second_stop_is_refused_in_words(review: Review, sign_in: SignIn) -> None:
    visitor, path = sign_in(assigned(review)), f"/reviews/{review.id}/safeguarding"
    shown = visitor.get(path).text
    visitor.submit(f"{path}/pause", on=path)
    token = shown.split('name="csrf_token" value="')[1].split('"')[0]
    again = visitor.post(f"{path}/pause", data={"csrf_token": token, "form_key": "another"})
    assert again.status_code == 422
    assert "You have recorded already that you stopped." in again.text
    assert len(db.session.scalars(select(SafeguardingPause.id)).all()) == 1


def test_the_office_sees_how_often_and_the_others_see_their_own_alone(review: Review, sign_in: SignIn) -> None:
    lead, peer, path = assigned(review, part=Part.LEAD), assigned(review), f"/reviews/{review.id}/safeguarding"
    for person in (lead, peer):
        sign_in(person).submit(f"{path}/pause", on=path)
    sign_in(peer).submit(f"{path}/go-on", on=path)

    office = sign_in(somebody(Role.TEAM_ADVISER)).get(path).text
    accepted = select(Person).join(Participation, Participation.accepted_by_id == Person.id)
    head = sign_in(db.session.scalars(accepted).one()).get(path).text

    assert "was stopped 2 times; 1 of them lasts still" in office
    assert lead.name not in office.split("<main")[1]
    assert "For the programme office" not in head
    assert "2 times" not in head
    assert "You stopped on" not in head
