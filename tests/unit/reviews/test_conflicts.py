"""H1 to H5: who may not review a school because of where they work, govern, have family or are paid."""

from datetime import date
from typing import Any

import pytest

from inclusion_app.reviews.teams.rules.conflicts import Code, hard_conflicts
from inclusion_app.reviews.teams.rules.facts import GroupPlace, HostFacts, ReviewerFacts, SchoolFacts, Span, Stay, Tie

DAY = date(2027, 3, 10)
HOST, BEFORE, OTHER = 1, 2, 3
TRUST = 9


def school(number: int, *, trust: Span | None = None, kind: str = "trust", **facts: Any) -> SchoolFacts:
    """A school, in the trust for the days given."""
    groups = () if trust is None else (GroupPlace(TRUST, kind, "Weald", trust),)
    return SchoolFacts(id=number, name=f"School {number}", phase="primary", groups=groups, **facts)


def host(**facts: Any) -> HostFacts:
    """The host, which was another school before, on the day of its visit."""
    return HostFacts(
        review_id=1, school=school(HOST, earlier=frozenset({BEFORE}), **facts), day=DAY, last_day=DAY, today=DAY
    )


def reviewer(**facts: Any) -> ReviewerFacts:
    """Somebody accredited, of another school."""
    home = facts.pop("home", school(OTHER))
    return ReviewerFacts(person_id=1, name="Kim", home=home, accredited_on=date(2026, 1, 1), **facts)


def codes(who: ReviewerFacts, where: HostFacts) -> list[Code]:
    return [conflict.code for conflict in hard_conflicts(who, where)]


def stayed(until: date | None, *, at: int = HOST, role: str = "works") -> dict[str, Any]:
    return {"stays": (Stay(at, role == "governs", Span(date(2020, 1, 1), until)),)}


def tied(kind: str, until: date | None = None, *, at: int = HOST) -> dict[str, Any]:
    return {"ties": (Tie(at, kind, until),)}


def test_nothing_speaks_against_somebody_from_elsewhere() -> None:
    assert codes(reviewer(), host()) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"home": school(HOST)}, [Code.WORKED_THERE]),
        ({"home": school(BEFORE)}, [Code.WORKED_THERE]),
        (stayed(None), [Code.WORKED_THERE]),
        (stayed(None, at=BEFORE), [Code.WORKED_THERE]),
        (stayed(None, at=OTHER), []),
        # The visit is in 2026/27, so three school years back reach to 1 September 2023; ``until`` is the day after.
        (stayed(date(2023, 9, 2)), [Code.WORKED_THERE]),
        (stayed(date(2023, 9, 1)), []),
        (tied("employed", date(2023, 9, 1)), [Code.WORKED_THERE]),
        (tied("employed", date(2023, 8, 31)), []),
        (stayed(date(2027, 1, 1), role="governs"), []),  # has governed, and never worked there
    ],
)
def test_h1_who_works_there_or_did_in_the_last_three_school_years(facts: dict[str, Any], expected: list[Code]) -> None:
    assert codes(reviewer(**facts), host()) == expected


@pytest.mark.parametrize(
    ("theirs", "of_host", "expected"),
    [
        (Span(), Span(), [Code.SAME_TRUST]),
        (Span(until=DAY), Span(), []),  # has left it by the day of the visit
        (Span(until=date(2027, 3, 11)), Span(), [Code.SAME_TRUST]),
        (Span(), Span(since=DAY), [Code.SAME_TRUST]),  # joins it on that day
        (Span(), Span(since=date(2027, 3, 11)), []),
        (None, Span(), []),
        (Span(), None, []),
    ],
)
def test_h2_who_is_of_the_same_trust_on_the_day_of_the_visit(
    theirs: Span | None, of_host: Span | None, expected: list[Code]
) -> None:
    assert codes(reviewer(home=school(OTHER, trust=theirs)), host(trust=of_host)) == expected
    beside = reviewer(home=None, works_at=(school(OTHER, trust=theirs),))
    assert codes(beside, host(trust=of_host)) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (stayed(None, role="governs"), [Code.GOVERNS]),
        (stayed(None, role="governs", at=BEFORE), [Code.GOVERNS]),
        (stayed(DAY, role="governs"), []),
        (tied("governs"), [Code.GOVERNS]),
        (tied("governs", DAY), [Code.GOVERNS]),
        (tied("governs", date(2027, 3, 9)), []),
        (tied("governs", at=OTHER), []),
    ],
)
def test_h3_who_governs_it_on_the_day_of_the_visit(facts: dict[str, Any], expected: list[Code]) -> None:
    assert codes(reviewer(**facts), host()) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (tied("family"), [Code.FAMILY]),
        (tied("family", at=BEFORE), [Code.FAMILY]),
        (tied("family", date(2027, 3, 9)), []),
        (tied("family", at=OTHER), []),
        (tied("consults"), [Code.CONSULTS]),
        # Two years are 730 days before the visit: 10 March 2025.
        (tied("consults", date(2025, 3, 10)), [Code.CONSULTS]),
        (tied("consults", date(2025, 3, 9)), []),
        (tied("consults", at=OTHER), []),
    ],
)
def test_h4_and_h5_who_has_family_there_or_was_paid_in_the_last_two_years(
    facts: dict[str, Any], expected: list[Code]
) -> None:
    assert codes(reviewer(**facts), host()) == expected


def test_each_conflict_says_the_school_and_blocks() -> None:
    found = hard_conflicts(reviewer(**tied("family")), host())
    assert [(one.blocks, "School 1" in one.sentence) for one in found] == [(True, True)]


def test_every_rule_has_a_name_in_words() -> None:
    assert all(code.label and code.value not in code.label.split() for code in Code)
