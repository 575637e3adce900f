"""What was brought in stays whole, and a check says so when it does not."""

import pytest
from sqlalchemy import text

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.schools.models import School
from inclusion_app.training.models import Course
from inclusion_app.training.past.invariants import CHECKS
from inclusion_app.training.past.reading import read_past
from inclusion_app.training.past.services import import_past_attendance
from tests.integration.past.conftest import file_of


@pytest.mark.parametrize("table", ["run_outcome", "attendance"])
def test_a_booking_without_what_the_file_said_is_named(course: Course, school: School, table: str) -> None:
    data = file_of("nurture,2025-03-11,118001,Sam Reed,sam@school.example,completed")
    import_past_attendance(SYSTEM, read_past("x.csv", data, today=clock.today()), now=clock.now())
    [check] = CHECKS
    assert check.find() == []
    with transaction() as session:
        session.execute(text(f"DELETE FROM {table}"))
    db.session.expire_all()
    assert [line for line in check.find() if "was brought in without its outcome or its attendance" in line]
