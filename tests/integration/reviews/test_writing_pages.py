"""Pages of forms cost the same for any number of texts, and are for those they are for."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from inclusion_app.foundation import clock
from inclusion_app.reviews.states import Part, ReviewState
from inclusion_app.reviews.writing.rules.saving import Typed
from inclusion_app.reviews.writing.services import Place, save_text
from tests.factories.reviews import assigned, review_at
from tests.integration.reviews.conftest import ActorOf, SignIn
from tests.integration.reviews.writing import OWN, SELF, coordinator_of, fill_in, hand_in, head_of

pytestmark = pytest.mark.usefixtures("database")
Statements = Callable[[], AbstractContextManager[list[str]]]
MOST = 15


def test_pages_take_as_many_statements_full_as_empty(
    sign_in: SignIn, actor_of: ActorOf, statements: Statements
) -> None:
    review = review_at(ReviewState.VISITED)
    reviewer = assigned(review)
    browser, counts = sign_in(reviewer), []
    place = Place(review.id, OWN, "leading")
    save_text(actor_of(reviewer), place, Typed("working", "One text"), now=clock.now())
    browser.get(f"/reviews/{review.id}/form")  # terms and holidays are read once

    for filled in range(2):
        if filled:
            fill_in(actor_of(reviewer), review, OWN)
        for path in ("", "/leading", "/check", "/blank"):
            with statements() as sent:
                assert browser.get(f"/reviews/{review.id}/form{path}").status_code == 200
            counts.append(len(sent))

    assert all(full <= few for few, full in zip(counts[:4], counts[4:], strict=True))
    assert max(counts) <= MOST


def test_a_governor_reads_the_self_review_once_it_is_signed(sign_in: SignIn, actor_of: ActorOf) -> None:
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    assert review.participation.governor is not None
    governor, path = sign_in(review.participation.governor), f"/reviews/{review.id}/self-review/leading"

    before = governor.get(path)
    hand_in(actor_of(head_of(review)), review, SELF)
    after = governor.get(path)

    assert (before.status_code, after.status_code) == (403, 200)
    assert "Words for 1a of leading" in after.text
    assert "<textarea" not in after.text


def test_what_a_reviewer_writes_is_read_by_the_team_when_it_is_in_and_by_nobody_before(
    sign_in: SignIn, actor_of: ActorOf
) -> None:
    review = review_at(ReviewState.VISITED)
    lead, other = assigned(review, part=Part.LEAD), assigned(review)
    hand_in(actor_of(lead), review, OWN)
    fill_in(actor_of(other), review, OWN)
    reads, writes = sign_in(lead), sign_in(other)

    listed = reads.get(f"/reviews/{review.id}/forms").text
    unsubmitted = reads.get(f"/reviews/{review.id}/forms/2")

    assert ("Not submitted yet" in listed, unsubmitted.status_code) == (True, 404)
    assert writes.get(f"/reviews/{review.id}/forms").status_code == 403
    assert writes.get(f"/reviews/{review.id}/forms/1").status_code == 403
    assert sign_in(coordinator_of(review)).get(f"/reviews/{review.id}/forms/1").status_code == 403
