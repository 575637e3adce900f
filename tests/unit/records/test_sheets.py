"""What people hold, strand by strand; no database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from inclusion_app.accounts.models import Person
from inclusion_app.accounts.queries.people import Colleague
from inclusion_app.training.models import LearningAddition
from inclusion_app.training.records.queries import Completion
from inclusion_app.training.records.rules import SOON, Validity, best, validity
from inclusion_app.training.records.sheets import (
    OWN_HEADINGS,
    expiring,
    own_record,
    own_rows,
    staff_lines,
    staff_rows,
    strand_counts,
)

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
STRANDS = {"one": "Strand one", "two": "Strand two"}


def done(
    person: int = 1, *, strand: str = "one", course: int = 1, until: date | None = None, outcome: str = "completed"
) -> Completion:
    at = datetime(2026, 6, 1, 12, tzinfo=UTC)
    return Completion(
        booking_id=course, person_id=person, taker="person", school_id=1, school_urn=1, school_name="Ash",
        course_id=course, course_slug=f"c{course}", course_title=f"Course {course}", strand_code=strand,
        strand=STRANDS.get(strand, strand), provider="P", starts_at=at, ends_at=at, outcome=outcome,
        valid_until=until, certificate=None,
    )  # fmt: skip


def staff(*ids: int) -> list[Colleague]:
    return [Colleague(Person(id=number, name=f"Person {number}"), ()) for number in ids]


@pytest.mark.parametrize(
    ("until", "state"),
    [
        (None, Validity.CURRENT),
        (TODAY + SOON + DAY, Validity.CURRENT),
        (TODAY + SOON, Validity.SOON),
        (TODAY, Validity.SOON),
        (TODAY - DAY, Validity.RAN_OUT),
    ],
)
def test_the_last_day_counts(until: date | None, state: Validity) -> None:
    assert validity(until, today=TODAY) == state


def test_the_best_of_several_counts_and_nothing_is_none() -> None:
    assert best([Validity.RAN_OUT, Validity.SOON]) == Validity.SOON
    assert best([]) == Validity.NONE


def test_what_was_only_begun_counts_for_nothing() -> None:
    [line] = staff_lines(staff(1), [done(outcome="part")], STRANDS, today=TODAY)
    assert [cell.state for cell in line.cells] == [Validity.NONE, Validity.NONE]


def test_each_strand_counts_for_itself_and_a_course_that_ran_out_is_a_gap() -> None:
    outcomes = [done(1), done(2, until=TODAY - DAY), done(3, strand="two")]
    lines = staff_lines(staff(1, 2, 3), outcomes, STRANDS, today=TODAY)
    assert [(c.code, c.holding, c.lacking) for c in strand_counts(lines, STRANDS)] == [("one", 1, 2), ("two", 1, 2)]
    assert [line.lacks("one") for line in lines] == [False, True, True]


def test_a_course_done_again_counts_by_its_latest_end() -> None:
    outcomes = [done(until=TODAY - DAY), done(until=TODAY + 2 * SOON), done(course=2, until=TODAY + DAY)]
    [line] = staff_lines(staff(1), outcomes, STRANDS, today=TODAY)
    assert [(it.course_id, it.valid_until) for it in line.cells[0].held] == [(1, TODAY + 2 * SOON), (2, TODAY + DAY)]
    assert line.cells[0].state == Validity.CURRENT


def test_what_has_been_renewed_does_not_run_out() -> None:
    outcomes = [done(1, until=TODAY + DAY), done(1), done(2, until=TODAY + 2 * DAY), done(3, until=TODAY + DAY)]
    lines = staff_lines(staff(1, 2, 3), outcomes, STRANDS, today=TODAY)
    assert [who.person.id for who, _ in expiring(lines, today=TODAY)] == [3, 2]


def test_the_own_record_of_one_strand_leaves_the_rest_out() -> None:
    added = LearningAddition(title="Read a book", done_on=TODAY, given_by="", note="", valid_until=None, hours=None)
    outcomes = [done(), done(strand="two"), done(outcome="not")]
    record = own_record(outcomes, [added], strand="", today=TODAY)
    assert (len(record.completed), len(record.begun), len(record.additions)) == (2, 1, 1)
    record = own_record(outcomes, [added], strand="two", today=TODAY)
    assert (len(record.completed), len(record.begun), len(record.additions)) == (1, 0, 0)


def test_rows_have_a_cell_for_each_heading() -> None:
    added = LearningAddition(title="Read", done_on=TODAY, given_by="", note="n", valid_until=TODAY, hours=3)
    rows = list(own_rows(own_record([done(), done(outcome="part")], [added], strand="", today=TODAY)))
    assert {len(row) for row in rows} == {len(OWN_HEADINGS)}
    assert [row[-2] for row in rows] == ["", "", "Added by you"]
    [row] = staff_rows(staff_lines(staff(1), [done()], STRANDS, today=TODAY))
    assert row == ["Person 1", "", "Current", None, "Course 1", "None", None, ""]
