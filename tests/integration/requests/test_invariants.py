"""Each check finds what it is for."""

import pytest
from sqlalchemy import text

from inclusion_app.foundation.database import transaction
from inclusion_app.training.requests.invariants import CHECKS
from tests.integration.bookings.conftest import Office
from tests.integration.requests.steps import asked, in_order, run_by

pytestmark = pytest.mark.usefixtures("database")
BREAKS = {
    "requests: what was asked stands": ("DELETE FROM booking_request", "what was asked is not there"),
    "requests: a decision and its booking": (
        "UPDATE booking_request SET decision = 'approved', decided_at = asked_at",
        "is requested, its request says 'approved'",
    ),
    "applications: the school has supported": (
        "UPDATE booking SET came_by = 'application', state = 'approved'",
        "without the support of the school",
    ),
    "bookings: no school holds": ("UPDATE booking SET holder = 'team:' || school_id", "on a course that each person"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_is_named(office: Office, name: str) -> None:
    statement, sentence = BREAKS[name]
    check = next(check for check in CHECKS if check.name.startswith(name))
    asked(office, run_by("request"))
    in_order()
    with transaction() as session:
        session.execute(text(statement))
    assert [line for line in check.find() if sentence in line]


def test_every_check_has_a_case_here() -> None:
    assert [check.name for check in CHECKS if not any(check.name.startswith(name) for name in BREAKS)] == []
