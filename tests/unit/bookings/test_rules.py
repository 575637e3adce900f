"""What refuses a line of a basket, what warns, who gets a place, and who is next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inclusion_app.access.roles import Role
from inclusion_app.training.bookings import rules
from inclusion_app.training.bookings.rules import PersonFacts, RunFacts
from inclusion_app.training.states import BookingState

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
RUN = RunFacts(
    state="open",
    entry="book",
    taker="person",
    opens_at=NOW - timedelta(days=9),
    book_by=NOW + timedelta(days=9),
    starts_at=NOW + timedelta(days=10),
    capacity=10,
    taken=4,
    waiting=0,
    places_per_school=None,
    school_has=0,
    audiences=frozenset(),
)
SAM = PersonFacts("Sam Reed", roles=frozenset({Role.STAFF}))


def test_an_open_run_with_places_has_no_problem() -> None:
    assert rules.run_problem(RUN, now=NOW) is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"state": "draft"}, "This run is not open for booking"),
        ({"state": "closed"}, "This run is not open for booking"),
        ({"state": "cancelled"}, "This run has been cancelled"),
        ({"starts_at": NOW}, "This run has started"),
        ({"opens_at": NOW + HOUR}, "Booking opens on Monday 2 November 2026, 11am"),
        ({"book_by": NOW}, "Booking closed on Monday 2 November 2026, 10am"),
        ({"entry": "apply"}, "Places on this course are not booked person by person. Ask the inclusion team"),
        ({"taker": "school"}, "Places on this course are not booked person by person. Ask the inclusion team"),
    ],
)
def test_a_run_that_cannot_be_booked_says_why(change: dict[str, object], sentence: str) -> None:
    assert rules.run_problem(replace(RUN, **change), now=NOW) == sentence  # type: ignore[arg-type]  # any field


def test_a_school_keeps_within_its_places() -> None:
    run = replace(RUN, places_per_school=3, school_has=1)
    assert rules.quota_problem(run, 2, now=NOW) is None
    assert rules.quota_problem(run, 3, now=NOW) == (
        "Each school can have 3 places on this run. Yours has 1, and 3 more are in the basket"
    )
    assert "1 place on this run. Yours has none yet, and 2 more" in str(
        rules.quota_problem(replace(run, places_per_school=1, school_has=0), 2, now=NOW)
    )


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (replace(SAM, has_left=True), "Sam Reed is no longer on your staff list"),
        (replace(SAM, booked_already=BookingState.WAITING), "Sam Reed is on the waiting list of this run already"),
        (replace(SAM, booked_already=BookingState.CONFIRMED), "Sam Reed is booked on this run already"),
        (SAM, "Sam Reed needs to have completed Nurture first"),
        (replace(SAM, holds=frozenset({7})), None),
    ],
)
def test_a_person_who_cannot_be_booked_is_named_with_the_reason(person: PersonFacts, sentence: str | None) -> None:
    assert rules.line_problem(person, replace(RUN, requires=((7, "Nurture"),))) == sentence


def test_several_things_required_are_listed() -> None:
    run = replace(RUN, requires=((7, "Nurture"), (8, "SPELL"), (9, "Attachment")))
    assert rules.line_problem(SAM, run) == "Sam Reed needs to have completed Nurture, SPELL and Attachment first"


def test_a_clash_warns_and_names_the_other_session() -> None:
    assert rules.line_warnings(replace(SAM, clashes=("SPELL (3 May 2027)",)), RUN) == [
        "At the same time Sam Reed is booked on SPELL (3 May 2027)"
    ]


def test_a_course_for_others_warns_but_one_for_the_role_or_for_all_does_not() -> None:
    governors = replace(RUN, audiences=frozenset({"governors"}))
    assert rules.line_warnings(SAM, governors) == ["This course is meant for others than Sam Reed"]
    assert rules.line_warnings(replace(SAM, roles=frozenset({Role.STAFF, Role.GOVERNOR})), governors) == []
    assert rules.line_warnings(SAM, RUN) == []


def test_sessions_that_only_touch_do_not_clash() -> None:
    assert not rules.overlaps((NOW, NOW + HOUR), [(NOW + HOUR, NOW + 2 * HOUR), (NOW - HOUR, NOW)])
    assert rules.overlaps((NOW, NOW + HOUR), [(NOW + HOUR / 2, NOW + 2 * HOUR)])


def test_more_than_the_funded_places_can_be_booked_from_the_day_the_rest_is_released() -> None:
    run = replace(RUN, places_per_school=1, school_has=1, released_at=NOW + HOUR)
    assert "More can be booked from Monday 2 November 2026, 11am" in str(rules.quota_problem(run, 1, now=NOW))
    assert rules.quota_problem(run, 1, now=NOW + HOUR) is None


lines = st.lists(st.integers(1, 99), unique=True, min_size=1, max_size=12).map(tuple)


@given(lines, st.integers(0, 12), st.sampled_from(["", "wait", "together", "nonsense"]))
def test_everybody_is_placed_or_waits_or_the_school_is_asked(ids: tuple[int, ...], left: int, choice: str) -> None:
    split = rules.split_places(ids, left=left, choice=choice, capacity=20)
    assert len(split.placed) <= left
    if split.needs_choice:
        assert not split.placed
        assert not split.waiting
    else:
        assert split.placed + split.waiting == ids  # in the order in which they were put in
    if split.together:
        assert not split.placed


def test_a_group_larger_than_the_run_cannot_wait_together() -> None:
    split = rules.split_places((1, 2, 3), left=1, choice="together", capacity=2)
    assert split.needs_choice == "This run has 2 places altogether, so 3 people cannot wait together"


def test_a_full_run_and_one_with_too_few_places_ask_in_their_own_words() -> None:
    assert rules.split_places((1,), left=0, choice="", capacity=9).needs_choice == (
        "This run is full. You can join the waiting list"
    )
    assert rules.split_places((1, 2), left=1, choice="", capacity=9).needs_choice == (
        "There is 1 place left for 2 people. Choose what should happen"
    )


queue = st.lists(st.sampled_from([None, "a", "b", "c"]), max_size=14).map(lambda keys: list(enumerate(keys, 1)))


@given(queue, st.integers(0, 14))
def test_freed_places_go_in_strict_order_and_groups_get_theirs_together(
    waiting: list[tuple[int, str | None]], left: int
) -> None:
    chosen = rules.first_in_line(waiting, left)
    assert len(chosen) == len(set(chosen)) <= left
    groups = {group: [i for i, g in waiting if g == group] for _, group in waiting if group}
    for members in groups.values():
        assert not set(members) & set(chosen) or set(members) <= set(chosen)
    passed = [i for i, _ in waiting if i not in chosen]
    if passed:
        first_id, first_group = next((i, g) for i, g in waiting if i == passed[0])
        needed = len(groups[first_group]) if first_group else 1
        assert len(chosen) + needed > left  # whoever is passed over would not have fitted
        alone_behind = [i for i, g in waiting if i > first_id and i in chosen and g is None]
        assert not alone_behind  # and nobody passes


def test_only_an_active_booking_that_has_not_started_can_be_cancelled() -> None:
    assert rules.cancel_problem("confirmed", starts_at=NOW + HOUR, now=NOW) is None
    assert rules.cancel_problem("waiting", starts_at=NOW + HOUR, now=NOW) is None
    assert rules.cancel_problem("declined", starts_at=NOW + HOUR, now=NOW) == "This booking is not active"
    assert rules.cancel_problem("confirmed", starts_at=NOW, now=NOW) == (
        "This run has started, so the booking can no longer be cancelled"
    )


def test_cancelling_is_late_only_after_the_deadline_and_never_on_a_waiting_list() -> None:
    assert not rules.is_late(NOW, state="confirmed", now=NOW)
    assert rules.is_late(NOW, state="confirmed", now=NOW + HOUR)
    assert not rules.is_late(NOW, state="waiting", now=NOW + HOUR)
