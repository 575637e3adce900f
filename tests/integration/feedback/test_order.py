"""Every check of feedback sees what it is there to see."""

import pytest
from sqlalchemy import text

from inclusion_app.foundation.database import db
from inclusion_app.training.feedback.invariants import CHECKS
from tests.integration.feedback.conftest import BEFORE, Group, in_order
from tests.integration.test_invariants import let_go

BREAKS = {
    "feedback: every answer was asked for": (
        "feedback_request",
        "DELETE FROM feedback_request WHERE booking_id = {booking}",
        "booking {booking} has answered 'before' and was never asked",
    ),
    "feedback: nobody has answered before being asked": (
        "feedback_request",
        "UPDATE feedback_request SET asked_at = '2099-01-01 00:00:00+00:00' WHERE booking_id = {booking}",
        "booking {booking} has answered 'before' before it was asked",
    ),
    "feedback: confidence is in outcomes of the course that was booked": (
        "course_outcome",
        "UPDATE course_outcome SET course_id = 999 WHERE position = 2",
        "booking {booking} says 'before' how confident somebody is in outcome {outcome}, which is another course's",
    ),
}
ASKED_AT = "2099-01-01 00:00:00.000000"  # as SQLite keeps moments


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_is_named(group: Group, name: str) -> None:
    group.ask(BEFORE)
    group.give(0, BEFORE)
    in_order()
    table, statement, sentence = BREAKS[name]
    names = {"booking": group.bookings[0].id, "outcome": group.outcomes()[1]}
    let_go(table)
    if db.engine.dialect.name == "sqlite":
        statement = statement.replace("2099-01-01 00:00:00+00:00", ASKED_AT)
    db.session.execute(text(statement.format(**names)))
    [check] = [check for check in CHECKS if check.name == name]
    assert check.find() == [sentence.format(**names)]
    db.session.rollback()


def test_every_check_has_a_case_here() -> None:
    assert sorted(check.name for check in CHECKS) == sorted(BREAKS)
