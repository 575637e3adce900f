"""The data files that ship, read as they stand: no code of the service takes part, so none can hide a slip in them."""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

APP = Path(__file__).parents[2] / "inclusion_app"
FILES = sorted(APP.glob("*/data/*.toml"))
SCHEMES = ("audience", "commitment", "delivery", "framework-area", "graduated-level", "need", "offer-cost",
           "offer-kind", "phase", "strand")  # fmt: skip
KEYS = {"concept": "code", "provider": "code", "course": "code", "type": "code", "bank_holiday": "day"}
EXTRA_BANK_HOLIDAYS: dict[date, str] = {}
PUBLISHED = {2025, 2026}
SPECIAL = {"07", "08", "10", "12", "32", "33", "36", "44"}
NO_SCHOOLS = {"24", "25", "26", "27", "29", "30", "37", "47", "48"}
GROUPS = {
    "Academies",
    "Colleges",
    "Free Schools",
    "Independent schools",
    "Local authority maintained schools",
    "Online provider",
    "Other types",
    "Special schools",
    "Universities",
    "Welsh schools",
}
DAY = timedelta(days=1)


def tables(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def rows(name: str, feature: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in FILES:
        if path.parts[-3] == feature:
            found += tables(path).get(name, [])
    return found


def test_every_scheme_has_its_own_file_and_every_term_says_what_it_means() -> None:
    folder = APP / "vocabulary" / "data"
    assert [path.stem for path in sorted(folder.glob("*.toml"))] == list(SCHEMES)
    for scheme in SCHEMES:
        found = tables(folder / f"{scheme}.toml")
        assert found["scheme"]["code"] == scheme
        assert [row["code"] for row in found["concept"] if not row.get("definition")] == []


def test_no_code_stands_twice_in_a_file() -> None:
    for path in FILES:
        for name, key in KEYS.items():
            codes = [row[key] for row in tables(path).get(name, [])]
            assert sorted(codes) == sorted(set(codes)), path.name


def test_no_course_stands_in_two_files() -> None:
    codes = [row["code"] for row in rows("course", "training")]
    assert sorted(codes) == sorted(set(codes))


def test_nobody_is_called_by_two_terms_of_a_scheme() -> None:
    for scheme in SCHEMES:
        names = list(_names(tables(APP / "vocabulary" / "data" / f"{scheme}.toml")["concept"]))
        assert [name for name in sorted(set(names)) if names.count(name) > 1] == [], scheme


def test_bank_holidays_are_those_the_rules_give() -> None:
    found = {row["day"]: row["name"] for row in rows("bank_holiday", "schools")}
    years = range(min(found).year, max(found).year + 1)
    assert (years.start, years.stop) == (2024, 2030)
    assert found == {day: name for year in years for day, name in _bank_holidays(year)} | EXTRA_BANK_HOLIDAYS


def test_bank_holidays_are_weekdays_in_order() -> None:
    days = [row["day"] for row in rows("bank_holiday", "schools")]
    assert days == sorted(days)
    assert all(day.weekday() < 5 for day in days)


def test_five_school_years_have_six_terms_in_order_that_do_not_overlap() -> None:
    terms = rows("term", "schools")
    assert [(t["school_year"], t["number"]) for t in terms] == [(y, n) for y in range(2024, 2029) for n in range(1, 7)]
    assert all(term["starts"] < term["ends"] for term in terms)
    assert all(earlier["ends"] < later["starts"] for earlier, later in pairwise(terms))


def test_a_school_year_has_190_days_for_pupils_and_up_to_five_for_staff() -> None:
    holidays = {row["day"] for row in rows("bank_holiday", "schools")}
    for year in range(2024, 2029):
        days = [day for t in rows("term", "schools") if t["school_year"] == year for day in _days(t)]
        assert 190 <= sum(1 for day in days if day.weekday() < 5 and day not in holidays) <= 195, year
        assert all(date(year, 9, 1) <= day <= date(year + 1, 8, 31) for day in days)


def test_only_the_years_that_have_been_published_are_not_provisional() -> None:
    wrong = [
        (term["school_year"], term["number"])
        for term in rows("term", "schools")
        if term.get("provisional", False) is not (term["school_year"] not in PUBLISHED)
    ]
    assert wrong == []


def test_types_of_establishment_are_coded_and_grouped_as_in_the_register() -> None:
    types = rows("type", "schools")
    assert all(len(kind["code"]) == 2 and kind["code"].isdigit() for kind in types)
    assert {kind["group"] for kind in types} == GROUPS
    assert {kind["code"] for kind in types if kind["group"] == "Special schools"} == {"07", "08", "10", "12"}


def test_what_is_no_school_is_left_out_and_has_no_phase() -> None:
    types = rows("type", "schools")
    assert {kind["code"] for kind in types if kind.get("excluded")} == NO_SCHOOLS
    assert [kind["code"] for kind in types if kind.get("excluded") and "phase" in kind] == []


def test_the_phase_that_a_type_means_is_one_of_the_phases() -> None:
    phases = {row["code"] for row in tables(APP / "vocabulary" / "data" / "phase.toml")["concept"]}
    types = {kind["code"]: kind.get("phase") for kind in rows("type", "schools")}
    assert {phase for phase in types.values() if phase} <= phases
    assert {code for code, phase in types.items() if phase == "alternative-provision"} == {"14", "38", "42", "43"}
    assert {code for code, phase in types.items() if phase == "special"} == SPECIAL


def _names(terms: list[dict[str, Any]]) -> Iterator[str]:
    for term in terms:
        yield from {name.casefold() for name in (term["label"], *term.get("aliases", []))}


def _days(term: dict[str, Any]) -> Iterator[date]:
    day = term["starts"]
    while day <= term["ends"]:
        yield day
        day += DAY


def _bank_holidays(year: int) -> Iterator[tuple[date, str]]:
    """Banking and Financial Dealings Act 1971, and the days that have been proclaimed each year since."""
    easter = _easter(year)
    yield _on_or_instead(date(year, 1, 1), "New Year's Day", taken=set())
    yield easter - 2 * DAY, "Good Friday"
    yield easter + DAY, "Easter Monday"
    yield _monday_from(date(year, 5, 1)), "Early May bank holiday"
    yield _monday_from(date(year, 5, 25)), "Spring bank holiday"
    yield _monday_from(date(year, 8, 25)), "Summer bank holiday"
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    instead = _on_or_instead(christmas, "Christmas Day", taken={boxing})
    yield instead
    yield _on_or_instead(boxing, "Boxing Day", taken={instead[0]})


def _on_or_instead(day: date, name: str, *, taken: set[date]) -> tuple[date, str]:
    """The day itself, or the first weekday after it that no other bank holiday has."""
    found = day
    while found.weekday() >= 5 or found in taken:
        found += DAY
    return found, name if found == day else f"{name} (substitute day)"


def _monday_from(day: date) -> date:
    return day + DAY * (-day.weekday() % 7)


def _easter(year: int) -> date:
    """The Gregorian computus, after Meeus."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, after = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    fours, ones = divmod(rest, 4)
    sunday = (32 + 2 * after + 2 * fours - moon - ones) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
