"""Messages that could not be delivered go again when the team says so."""

import pytest
from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage, post_message
from inclusion_app.foundation.outbox.retrying import retry_dead_messages, retry_message
from tests.factories.accounts import somebody
from tests.integration.bookings.conftest import SignIn, sign_in

pytestmark = pytest.mark.usefixtures("database")
__all__ = ["sign_in"]


def message(state: str, number: int = 1) -> int:
    with transaction() as session:
        post_message(key=f"k{number}", kind="told", person_id=None, email="a@b.example", subject="Hello", text="T")
        row = session.scalars(select(OutboxMessage).where(OutboxMessage.key == f"k{number}")).one()
        row.state, row.attempts, row.last_problem = state, 8, "550 No such user"
        if state == "sent":
            row.sent_at = clock.now()
        return row.id


def test_a_dead_message_goes_again_under_the_same_message_id() -> None:
    number = message("dead")
    before = db.session.get_one(OutboxMessage, number).message_id
    retry_message(SYSTEM, number)
    row = db.session.get_one(OutboxMessage, number)
    assert (row.state, row.attempts, row.message_id) == ("waiting", 0, before)
    assert db.session.scalars(select(AuditEvent.act)).all() == ["retry_message"]
    with pytest.raises(RuleBroken, match="on its way"):
        retry_message(SYSTEM, number)


def test_what_has_been_sent_does_not_go_again() -> None:
    with pytest.raises(RuleBroken, match="has gone out"):
        retry_message(SYSTEM, message("sent"))


def test_all_that_is_dead_goes_again_and_nothing_else() -> None:
    for number, state in enumerate(("dead", "dead", "held", "sent")):
        message(state, number)
    assert [retry_dead_messages(SYSTEM) for _ in range(2)] == [2, 0]
    states = db.session.scalars(select(OutboxMessage.state).order_by(OutboxMessage.id)).all()
    assert states == ["waiting", "waiting", "held", "sent"]


def test_a_manager_finds_it_reads_it_and_presses_the_button(sign_in: SignIn) -> None:
    number = message("dead")
    manager = sign_in(somebody(Role.TEAM_MANAGER))
    assert f"/team/messages/{number}" in manager.get("/team/messages?words=b.example&state=dead").text
    assert f"/team/messages/{number}" not in manager.get("/team/messages?words=nobody").text
    assert "550 No such user" in manager.get(f"/team/messages/{number}").text
    assert manager.submit(f"/team/messages/{number}/retry", on=f"/team/messages/{number}").status_code == 303
    assert db.session.scalars(select(OutboxMessage.state)).all() == ["waiting"]
