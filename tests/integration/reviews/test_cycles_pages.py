"""Pages of cycles: they open for those they are for, and cost the same for any number of reviews."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from inclusion_app.access.roles import Role
from inclusion_app.reviews.states import ReviewState
from tests.factories.accounts import somebody
from tests.factories.reviews import CycleFactory, accredited, assigned, review_at
from tests.integration.reviews.conftest import SignIn

pytestmark = pytest.mark.usefixtures("database")
Statements = Callable[[], AbstractContextManager[list[str]]]


def test_the_board_costs_the_same_for_three_reviews_and_for_thirty(sign_in: SignIn, statements: Statements) -> None:
    cycle, browser, counts = CycleFactory(), sign_in(somebody(Role.TEAM_ADVISER)), []
    for number in (3, 27):
        for _ in range(number):
            assigned(review_at(ReviewState.TEAM_CONFIRMED, cycle=cycle), accredited())
        with statements() as sent:
            response = browser.get(f"/team/cycles/{cycle.id}/board")
        counts.append(len(sent))
        assert response.status_code == 200

    assert counts[0] == counts[1] <= 15


def test_every_page_of_the_team_opens(sign_in: SignIn) -> None:
    cycle, browser = CycleFactory(), sign_in(somebody(Role.TEAM_MANAGER))
    review = review_at(ReviewState.READY, cycle=cycle)
    paths = [
        "/team/cycles",
        "/team/cycles/new",
        f"/team/cycles/{cycle.id}",
        f"/team/cycles/{cycle.id}/edit",
        f"/team/cycles/{cycle.id}/copy",
        f"/team/cycles/{cycle.id}/invite",
        f"/team/cycles/{cycle.id}/schools",
        f"/team/cycles/{cycle.id}/board",
        f"/team/cycles/{cycle.id}/board.csv",
        f"/team/cycles/{cycle.id}/board.xlsx",
        f"/team/cycles/{cycle.id}/board/{review.id}",
        "/team/frameworks",
        f"/team/frameworks/{cycle.framework_id}",
        "/team/agreements",
        f"/team/agreements/{cycle.agreement_id}",
        "/team/agreements/new/shared",
        "/reviews",
    ]

    assert {path: browser.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_a_head_sees_what_is_owed_and_the_school_s_own_cycles(sign_in: SignIn) -> None:
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    other = review_at(ReviewState.SELF_REVIEW_OPEN, cycle=review.cycle)
    others, urns = other.school.name, (review.school.urn, other.school.urn)
    browser = sign_in(somebody(Role.HEADTEACHER, school=review.school))

    owed = browser.get("/reviews").text
    assert "finish the self-review and sign it off" in owed
    assert others not in owed
    assert browser.get(f"/schools/{urns[0]}/reviews").status_code == 200
    assert browser.get(f"/schools/{urns[0]}/reviews/{review.cycle_id}").status_code == 200
    assert browser.get(f"/schools/{urns[1]}/reviews").status_code == 404
