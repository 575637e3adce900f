"""What a late cancellation costs: bands of notice, amounts, and the clock."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from inclusion_app.foundation.clock import from_london
from inclusion_app.schools.rules.calendar import WorkingCalendar
from inclusion_app.training.charges.rules import (
    Band,
    Charge,
    ChargeTerms,
    charge_for_absence,
    charge_for_cancelling,
    charges_in_words,
    parse_bands,
    waiver_problem,
)

EASTER = WorkingCalendar(frozenset({date(2027, 3, 26), date(2027, 3, 29)}))
MIDNIGHT = time(0)
TERMS = ChargeTerms(
    bands=parse_bands("10:50 5:100"),
    base_pence=120_00,
    cancel_by=from_london(date(2027, 3, 15), MIDNIGHT),
    starts_on=date(2027, 4, 6),
)


def costs(day: date, *, state: str = "confirmed", terms: ChargeTerms = TERMS) -> int:
    now = from_london(day, MIDNIGHT) + timedelta(hours=9)
    charge = charge_for_cancelling(terms, state=state, now=now, today=day, calendar=EASTER)
    return charge.amount_pence if charge else 0


def test_bands_are_read_the_shortest_notice_first() -> None:
    assert parse_bands(" 10:50   5:100 ") == (Band(5, 100), Band(10, 50))
    assert parse_bands("") == ()


@pytest.mark.parametrize("text", ["10", "10:", ":50", "10:0", "10:101", "0:50", "ten:50", "10:50,5:100", "-1:5"])
def test_what_is_no_band_is_said(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number of days"):
        parse_bands(text)


@pytest.mark.parametrize(
    ("day", "pence"),
    [
        (date(2027, 3, 14), 0),  # before the deadline
        (date(2027, 3, 18), 0),  # eleven working days, with Good Friday and Easter Monday between
        (date(2027, 3, 19), 0),  # ten
        (date(2027, 3, 22), 60_00),  # nine
        (date(2027, 3, 25), 60_00),  # six: Friday and Monday are holidays
        (date(2027, 3, 28), 60_00),  # still six, on the night the clocks change
        (date(2027, 3, 30), 60_00),  # five
        (date(2027, 3, 31), 120_00),  # four
        (date(2027, 4, 6), 120_00),  # the day itself
    ],
)
def test_the_price_follows_working_days(day: date, pence: int) -> None:
    assert costs(day) == pence


def test_who_only_waits_or_is_offered_a_place_pays_nothing() -> None:
    assert [costs(date(2027, 4, 6), state=state) for state in ("waiting", "offered", "requested")] == [0, 0, 0]


def test_at_the_last_moment_of_the_deadline_it_is_free() -> None:
    def at(seconds: int) -> Charge | None:
        now = TERMS.cancel_by + timedelta(seconds=seconds)
        soon = replace(TERMS, starts_on=date(2027, 3, 16))
        return charge_for_cancelling(soon, state="confirmed", now=now, today=date(2027, 3, 15), calendar=EASTER)

    assert at(0) is None
    assert at(1) is not None


def test_half_a_penny_is_rounded_up() -> None:
    assert Charge(50, 101, "").amount_pence == 51
    assert Charge(33, 100, "").amount_pence == 33


def test_an_absence_costs_the_highest_band() -> None:
    charge = charge_for_absence(TERMS)
    assert charge is not None
    assert charge.amount_pence == 120_00
    assert charge_for_absence(replace(TERMS, base_pence=0)) is None
    assert charge_for_absence(replace(TERMS, bands=())) is None


def test_what_a_course_charges_is_said_before_anybody_books() -> None:
    assert charges_in_words(TERMS).startswith(
        "After that it costs £60 with fewer than 10 working days' notice and £120 with fewer than 5 working days' "
        "notice; not coming costs £120."
    )
    assert charges_in_words(replace(TERMS, base_pence=0)) == ""
    assert charges_in_words(replace(TERMS, bands=())) == ""


def test_a_reason_for_waiving_is_one_of_the_list_and_another_one_is_explained() -> None:
    assert waiver_problem("sickness", "") is None
    assert waiver_problem("boredom", "") == ("waiver", "Choose why the charge is waived")
    assert waiver_problem("other", "  ") == ("waiver_note", "Say why the charge should be waived")
    assert waiver_problem("other", "The roof fell in") is None
