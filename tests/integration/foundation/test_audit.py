"""The trail says who did what; it only grows."""

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation.audit import COMMAND_LINE, AuditEvent, record
from inclusion_app.foundation.database import db, transaction
from tests.integration.foundation.acting import NOTE, note
from tests.support.visitor import Visitor

CHANGES = [
    update(AuditEvent).values(act="something_else"),
    update(AuditEvent).values(actor_name="Somebody else"),
    delete(AuditEvent),
    text("UPDATE audit_event SET detail = '{}'"),
    text("DELETE FROM audit_event"),
]


def trail() -> list[AuditEvent]:
    db.session.expire_all()
    return list(db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)))


def test_an_act_leaves_who_did_what_to_what_when_and_from_where(person: Person, ann: Visitor) -> None:
    ann.post(NOTE, data=note(ann, title="12"))

    [event] = trail()
    assert (event.actor_id, event.actor_name, event.act, event.outcome) == (person.id, "Ann Ash", "write_note", "done")
    assert (event.subject_type, event.subject_id, event.address) == ("note", "12", "127.0.0.1")
    assert event.at.utcoffset() is not None


def test_a_row_is_named_by_its_table_and_id_and_a_command_by_its_place(person: Person) -> None:
    with transaction():
        event = record(SYSTEM, "look", person, detail={"before": None, "after": "x"})

    assert (event.subject_type, event.subject_id) == ("person", str(person.id))
    assert (event.actor_id, event.actor_name, event.address) == (None, "the service", COMMAND_LINE)
    assert trail()[0].detail == {"before": None, "after": "x"}


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_the_database_refuses_to_change_or_delete_what_is_on_the_trail(
    person: Person, change: object, database: SQLAlchemy
) -> None:
    with transaction():
        record(SYSTEM, "look", person)

    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(change)  # type: ignore[call-overload]  # text and update alike

    assert [event.act for event in trail()] == ["look"]


def test_outside_a_transaction_nothing_is_recorded(database: SQLAlchemy) -> None:
    with pytest.raises(RuntimeError, match="in the transaction"):
        record(SYSTEM, "look", ("note", 1))


def test_an_act_that_is_undone_leaves_no_trace(person: Person, ann: Visitor) -> None:
    ann.post(NOTE, data=note(ann, title="rule"))

    assert trail() == []


def test_what_is_typed_cannot_forge_a_row(database: SQLAlchemy) -> None:
    hostile = "x\r\n2026-01-01 Ann Ash approve_everything" * 20
    with transaction():
        record(Actor(None, hostile), "look", ("note", hostile), detail={"text": hostile})

    [event] = trail()
    assert (event.actor_name, event.subject_id, event.detail) == (hostile[:200], hostile[:60], {"text": hostile})
