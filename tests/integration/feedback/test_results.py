"""What feedback comes to: rates, confidence, change in pairs; small numbers hidden; who may see it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from inclusion_app.access.roles import Role
from inclusion_app.foundation.database import db, transaction
from inclusion_app.training.feedback.queries.results import (
    course_with_outcomes,
    results_of_course,
    results_of_run,
    words_of_run,
)
from inclusion_app.training.feedback.rules.figures import Rate, Sum
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.states import BookingState
from tests.factories.accounts import somebody
from tests.factories.providers import ProviderFactory
from tests.factories.training import RunFactory
from tests.integration.bookings.conftest import SignIn
from tests.integration.feedback.conftest import AFTER, BEFORE, LATER, Group, new_group

pytestmark = pytest.mark.usefixtures("database")


def answered(people: int, *, before: int = 2, after: int = 4, both: int | None = None, of: Any = None) -> Group:
    """A run on which so many said ``before`` and, as far as they answered both, ``after``; all were asked."""
    group = new_group(people, run=of)
    group.ask(BEFORE)
    for number in range(people):
        group.give(number, BEFORE, before)
    group.ask(AFTER)
    for number in range(people if both is None else both):
        group.give(number, AFTER, after, text=f"Text of number {number}")
    return group


def another_run(group: Group) -> Run:
    course = db.session.get_one(Run, group.run.id, populate_existing=True).course_id
    run: Run = RunFactory(course=course_with_outcomes(course), capacity=40)
    return run


def results(group: Group) -> Any:
    return results_of_run(group.run)


def test_response_rates_have_numerator_and_denominator(group: Group) -> None:
    group.ask(BEFORE)
    group.give(0, BEFORE)
    rates = results(group).rates
    assert rates == {BEFORE: Rate(1, 3), AFTER: Rate(0, 0), LATER: Rate(0, 0)}
    assert (rates[BEFORE].percent, rates[BEFORE].missing, rates[AFTER].percent) == (33, 2, None)


def test_change_is_of_pairs_alone() -> None:
    group = answered(14, before=2, after=4, both=11)
    first = results(group).outcomes[0]
    assert (first.confidence[BEFORE], first.confidence[AFTER]) == (Sum(14, 28), Sum(11, 44))
    assert (first.change[AFTER], first.change[AFTER].mean) == (Sum(11, 22), 2.0)
    assert first.change[LATER] == Sum()


def test_who_only_answered_afterwards_is_no_pair() -> None:
    group = new_group(2)
    group.ask(BEFORE, AFTER)
    group.give(0, BEFORE)
    group.give(1, AFTER)
    assert results(group).outcomes[0].change[AFTER] == Sum()


def test_who_has_cancelled_since_counts_nowhere() -> None:
    group = answered(2)
    with transaction() as session:
        booking = session.get_one(Booking, group.bookings[0].id)
        booking.state, booking.ended_at = BookingState.CANCELLED, group.run.ends_at
    found = results(group)
    assert found.rates[BEFORE] == Rate(1, 1)
    assert (found.outcomes[0].confidence[BEFORE].count, found.rating.count) == (1, 1)


def test_a_course_hides_what_would_give_one_small_run_away() -> None:
    large = answered(12)
    small = answered(3, before=5, after=5, of=another_run(large))
    course = course_with_outcomes(large.run.course_id)
    assert course is not None
    together, runs = results_of_course(course, None)
    assert [r.run_id for r in runs] == [small.run.id, large.run.id]
    assert together.rates[BEFORE] == Rate(15, 15)
    assert together.outcomes[0].confidence[BEFORE] == Sum(12, 24)
    assert together.rating == Sum(12, 48)


def test_texts_are_shown_without_names_when_there_are_five(sign_in: SignIn) -> None:
    group = answered(5, both=4)
    assert words_of_run(group.run.id).texts == {}
    group.give(4, AFTER, text="A first text")
    assert words_of_run(group.run.id).texts[AFTER][0] == "A first text"
    page = sign_in(somebody(Role.TEAM_VIEWER)).get(f"/runs/{group.run.id}/feedback").text
    assert "Text of number 3" in page
    assert "Robin Ashdown" not in page.partition("<main")[2]


@pytest.mark.parametrize(("people", "shown"), [(9, False), (10, True)])
def test_page_and_file_hide_figures_of_fewer_than_ten(sign_in: SignIn, people: int, shown: bool) -> None:
    group = answered(people, before=2, after=4)
    visitor = sign_in(somebody(Role.TEAM_VIEWER))
    page = visitor.get(f"/runs/{group.run.id}/feedback").text.partition("<main")[2]
    file = visitor.get(f"/runs/{group.run.id}/feedback.csv").text
    course = visitor.get(f"/courses/{group.run.course_id}/feedback").text.partition("<main")[2]
    assert ("+2.0" in page, "+2.0" in course, ",2.0" in file) == (shown, shown, shown)
    assert ("dots__dot--after" in page, "Hidden" in page, "hidden\r\n" in file) == (shown, not shown, not shown)
    assert "Mean of each pair" in file
    assert f"{people},{people}" in file


def test_a_provider_sees_own_runs_alone_and_the_team_all(sign_in: SignIn) -> None:
    group = answered(2)
    run, course = group.run.id, group.run.course_id
    other = ProviderFactory()
    theirs = answered(2, of=another_run(group))
    with transaction() as session:
        session.get_one(Run, theirs.run.id).provider_id = other.id
    own = sign_in(somebody(Role.PROVIDER_MEMBER, provider_id=group.run.provider_id))
    stranger = sign_in(somebody(Role.PROVIDER_MEMBER, provider_id=ProviderFactory().id))
    for address in (f"/runs/{run}/feedback", f"/runs/{run}/feedback.csv", f"/courses/{course}/feedback"):
        assert own.get(address).status_code == 200
        assert stranger.get(address).status_code == 404
    assert own.get(f"/runs/{theirs.run.id}/feedback").status_code == 404
    assert f"/runs/{theirs.run.id}/feedback" not in own.get(f"/courses/{course}/feedback").text
    team = sign_in(somebody(Role.TEAM_VIEWER)).get(f"/courses/{course}/feedback").text
    assert f"/runs/{theirs.run.id}/feedback" in team
    assert f"/runs/{run}/feedback" in team


def test_more_runs_and_answers_take_no_more_statements(
    statements: Callable[[], AbstractContextManager[list[str]]], sign_in: SignIn
) -> None:
    group, counts = answered(2), []
    visitor = sign_in(somebody(Role.TEAM_VIEWER))
    pages = (f"/courses/{group.run.course_id}/feedback", f"/runs/{group.run.id}/feedback")
    for _ in range(2):
        with statements() as sent:
            for address in pages:
                visitor.get(address)
        counts.append(len(sent))
        answered(4, of=another_run(group))
    assert counts[0] == counts[1] <= 24
