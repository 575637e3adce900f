"""Rules of charges: bands by notice in working days, amounts in whole pence."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from inclusion_app.foundation.formats import pounds
from inclusion_app.schools.rules.calendar import WorkingCalendar
from inclusion_app.training.states import BookingState, Waiver

LONGEST_NOTE, LONGEST_BANDS, MOST_PERCENT = 500, 100, 100
HALF = 50
BAND = re.compile(r"([1-9][0-9]{0,2}):([1-9][0-9]{0,2})")
ASKED_BY_SCHOOLS = (Waiver.SICKNESS, Waiver.INSPECTION, Waiver.SAFEGUARDING, Waiver.OTHER)
"""What a school may say itself; the others follow from what has happened."""


@dataclass(frozen=True)
class Band:
    """With fewer than so many working days' notice, so many percent."""

    days: int
    percent: int


@dataclass(frozen=True)
class ChargeTerms:
    """What a course charges for one run, and until when its places can be given back free of charge."""

    bands: tuple[Band, ...]
    base_pence: int
    cancel_by: datetime
    starts_on: date


@dataclass(frozen=True)
class Charge:
    """What an act costs at one moment, and the sentence that says why."""

    base_pence: int
    percent: int
    rule: str

    @property
    def amount_pence(self) -> int:
        """In whole pence, half a penny rounded up."""
        return (self.base_pence * self.percent + HALF) // 100


def parse_bands(text: str) -> tuple[Band, ...]:
    """The bands of ``10:50 5:100``, the shortest notice first; none where the text is empty.

    Raises ValueError with a sentence for whoever typed it.
    """
    if len(text) > LONGEST_BANDS:
        raise ValueError(f"Charges must be {LONGEST_BANDS} characters or fewer")
    bands = sorted((_band(part) for part in text.split()), key=lambda band: band.days)
    for less, more in pairwise(bands):
        if less.days == more.days:
            raise ValueError(f"{less.days} working days are there twice")
        if less.percent < more.percent:
            raise ValueError("With less notice the percentage cannot be lower")
    return tuple(bands)


def charge_for_cancelling(
    terms: ChargeTerms, *, state: str, now: datetime, today: date, calendar: WorkingCalendar
) -> Charge | None:
    """What giving the place up costs now; nothing until the deadline, and for whoever has no confirmed place.

    Notice counts working days from today to the first day, both in London.
    """
    if state != BookingState.CONFIRMED or now <= terms.cancel_by:
        return None
    notice = calendar.working_days_between(today, terms.starts_on)
    band = next((band for band in terms.bands if notice < band.days), None)
    return _charge(terms, band, f"with fewer than {_days(band.days)} notice") if band else None


def charge_for_absence(terms: ChargeTerms) -> Charge | None:
    """What it costs that nobody came and nobody cancelled: the highest band."""
    highest = max(terms.bands, key=lambda band: band.percent, default=None)
    return _charge(terms, highest, "when nobody comes and the place was not cancelled") if highest else None


def charges_in_words(terms: ChargeTerms) -> str:
    """What it costs to give a place up after the deadline, or not to come; empty where the course charges nothing."""
    steps = [(band.days, charge.amount_pence) for band in reversed(terms.bands) if (charge := _charge(terms, band, ""))]
    absence = charge_for_absence(terms)
    if not steps or absence is None:
        return ""
    said = " and ".join(f"{pounds(pence)} with fewer than {_days(days)} notice" for days, pence in steps)
    return (
        f"After that it costs {said}; not coming costs {pounds(absence.amount_pence)}. It costs nothing if a colleague "
        "comes instead, and sickness, an inspection or urgent safeguarding can be a reason not to charge."
    )


def waiver_problem(waiver: str, note: str) -> tuple[str, str] | None:
    """What is wrong with a reason for waiving, beside its field; or nothing."""
    if waiver not in list(Waiver):
        return "waiver", "Choose why the charge is waived"
    if waiver == Waiver.OTHER and not note.strip():
        return "waiver_note", "Say why the charge should be waived"
    if len(note.strip()) > LONGEST_NOTE:
        return "waiver_note", f"The reason must be {LONGEST_NOTE} characters or fewer"
    return None


def _charge(terms: ChargeTerms, band: Band, why: str) -> Charge | None:
    charge = Charge(terms.base_pence, band.percent, f"{band.percent}% of {pounds(terms.base_pence)}, {why}")
    return charge if charge.amount_pence else None


def _band(part: str) -> Band:
    found = BAND.fullmatch(part)
    if found is None or int(found[2]) > MOST_PERCENT:
        raise ValueError(f"{part} is not a number of days and a percentage such as 10:50")
    return Band(int(found[1]), int(found[2]))


def _days(number: int) -> str:
    return "1 working day's" if number == 1 else f"{number} working days'"
