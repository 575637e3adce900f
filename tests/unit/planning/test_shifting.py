"""A run moved to other dates keeps its distances in days and its times on the wall clock."""

from datetime import date, time

from inclusion_app.foundation.clock import from_london, london
from inclusion_app.training.catalogue.choices import RunChoices, SessionChoices
from inclusion_app.training.planning.rules.shifting import shifted

NINE, NOON = time(9), time(12)


def run_in_winter() -> RunChoices:
    return RunChoices(
        provider="p",
        delivery="in-person",
        capacity=12,
        opens_at=from_london(date(2027, 1, 4), NINE),
        book_by=from_london(date(2027, 3, 1), time(17)),
        cancel_by=from_london(date(2027, 2, 24), time(17)),
        sessions=(
            SessionChoices(day=date(2027, 3, 8), start=NINE, end=NOON, venue="The hall", id=7),
            SessionChoices(day=date(2027, 3, 22), start=NINE, end=NOON, venue="The hall", id=8),
        ),
    )


def test_nine_stays_nine_over_the_clock_change_in_spring() -> None:
    moved = shifted(run_in_winter(), to=date(2027, 4, 5))
    assert [(s.day, s.start) for s in moved.sessions] == [(date(2027, 4, 5), NINE), (date(2027, 4, 19), NINE)]
    assert london(moved.book_by).replace(tzinfo=None).isoformat() == "2027-03-29T17:00:00"
    assert moved.book_by.hour == 16  # summer time
    assert london(moved.opens_at).replace(tzinfo=None).isoformat() == "2027-02-01T09:00:00"


def test_nine_stays_nine_over_the_clock_change_in_autumn() -> None:
    spring = shifted(run_in_winter(), to=date(2027, 10, 25))
    autumn = shifted(spring, to=date(2027, 11, 8))
    assert london(spring.cancel_by).hour == london(autumn.cancel_by).hour == 17
    assert (spring.cancel_by.hour, autumn.cancel_by.hour) == (16, 16)
    assert shifted(autumn, to=date(2027, 11, 29)).cancel_by.hour == 17


def test_sessions_are_new_ones_and_everything_else_stays() -> None:
    moved = shifted(run_in_winter(), to=date(2027, 5, 4))
    assert [s.id for s in moved.sessions] == [None, None]
    assert (moved.capacity, moved.provider, moved.sessions[0].venue) == (12, "p", "The hall")


def test_moving_there_and_back_changes_nothing() -> None:
    there = shifted(run_in_winter(), to=date(2027, 6, 14))
    back = shifted(there, to=date(2027, 3, 8))
    assert (back.opens_at, back.book_by, back.cancel_by) == (
        run_in_winter().opens_at,
        run_in_winter().book_by,
        run_in_winter().cancel_by,
    )
