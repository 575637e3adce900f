"""Several choices in a facet widen the list, several facets narrow it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from inclusion_app.training.catalogue.facets import (
    FACETS,
    ComingRun,
    CourseFacts,
    Sort,
    Wishes,
    answering,
    count_with_place,
    counts,
    first_run,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def run(days: int, *, left: int = 1, state: str = "open") -> ComingRun:
    starts_at = NOW + timedelta(days=days)
    return ComingRun(
        id=days,
        state=state,
        opens_at=NOW - timedelta(days=1),
        book_by=starts_at,
        starts_at=starts_at,
        delivery="online",
        places_left=left,
    )


def course(title: str, *runs: ComingRun, **tags: str) -> CourseFacts:
    return CourseFacts(
        id=0, title=title, tags={name: frozenset(tags.get(name, "").split()) for name in FACETS}, runs=runs
    )


COURSES = [
    course("Autism", run(10, left=0), run(40), strand="specialist", phase="primary secondary"),
    course("Governors", run(5), strand="school", phase="secondary"),
    course("Nurture", strand="specialist", phase="primary"),
]


def titles(**asked: Any) -> list[str]:
    return [found.title for found in answering(COURSES, Wishes(**asked), now=NOW)]


def test_choices_in_one_facet_are_or_and_facets_are_and() -> None:
    both = frozenset({"specialist", "school"})
    assert titles(chosen={"strand": both}) == ["Autism", "Governors", "Nurture"]
    assert titles(chosen={"strand": both, "phase": frozenset({"secondary"})}) == ["Autism", "Governors"]
    assert titles(chosen={"strand": frozenset({"specialist"}), "phase": frozenset({"secondary"})}) == ["Autism"]


def test_a_count_says_what_a_choice_would_show_with_the_other_facets_applied() -> None:
    wishes = Wishes(chosen={"strand": frozenset({"school"}), "phase": frozenset({"secondary"})})
    assert counts(COURSES, wishes, facet="strand", now=NOW) == {"school": 1, "specialist": 1}
    assert counts(COURSES, wishes, facet="phase", now=NOW) == {"secondary": 1}


def test_every_count_is_what_choosing_it_alone_shows() -> None:
    for facet in ("strand", "phase"):
        for code, number in counts(COURSES, Wishes(), facet=facet, now=NOW).items():
            assert len(titles(chosen={facet: frozenset({code})})) == number


def test_a_place_must_be_free_on_a_run_between_the_dates() -> None:
    soon = (NOW + timedelta(days=20)).date()
    assert titles(place_free=True) == ["Autism", "Governors"]
    assert titles(latest=soon) == ["Autism", "Governors"]
    assert titles(latest=soon, place_free=True) == ["Governors"]
    assert count_with_place(COURSES, Wishes(latest=soon), now=NOW) == 1


def test_a_closed_run_has_no_place_free() -> None:
    assert count_with_place([course("Closed", run(3, state="closed"))], Wishes(), now=NOW) == 0


def test_the_card_shows_the_first_run_between_the_dates() -> None:
    assert first_run(COURSES[0], Wishes()) == COURSES[0].runs[0]
    assert first_run(COURSES[0], Wishes(earliest=date(2026, 12, 20))) == COURSES[0].runs[1]
    assert first_run(COURSES[2], Wishes()) is None


def test_by_date_courses_without_a_date_stand_last() -> None:
    assert titles(sort=Sort.DATE) == ["Governors", "Autism", "Nurture"]
