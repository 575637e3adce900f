"""No word of a review reaches anybody whom the agreement does not name: before, during and after."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import String, cast, select

from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.reviews.queries import seen_review, standing
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper
from tests.matrix.asking import County
from tests.support.canaries import CANARY, Aviary, Planted, crawl, plant
from tests.support.databases import Store

ACTORS = (
    "anonymous", "head_a", "senco_a", "booker_a", "governor_a", "staff_a", "head_b", "reviewer", "provider_p", "viewer",
    "adviser", "manager", "moved", "role_removed", "head_reviewer", "lead_a", "reviewer_a", "asked_a", "ended_a",
    "champion_a",
)  # fmt: skip
REVIEWS = (
    "opened_A", "drafting_A", "with_school_A", "reported_A", "reported_B", "to_follow_A",
)  # fmt: skip
"""Before the visit, while the report is written and while the school has it, final, and with a plan."""
CLOSEST = frozenset({"anonymous", "head_b", "viewer", "reviewer_a", "ended_a"})
TELLING = ("drafting_A", "with_school_A", "reported_A", "to_follow_B")
"""Who crawls on PostgreSQL, and through which reviews: who sees what is decided in Python, from the same rows."""
OWN = {"declaration", "plan", "evaluation"}
"""What whoever has written it, or owns it, may read whatever else they see."""
PAPERS: dict[str, frozenset[Paper]] = {
    "selfreviewtext": frozenset({Paper.SELF_REVIEW}),
    "selfreviewseen": frozenset({Paper.SELF_REVIEW}),
    "reviewtext": frozenset({Paper.TEAM_FORMS}),
    "reviewseen": frozenset({Paper.TEAM_FORMS}),
    "draft": frozenset({Paper.DRAFT}),
    "draftreply": frozenset({Paper.DRAFT}),
    "final": frozenset({Paper.REPORT}),
    "finalreply": frozenset({Paper.REPORT}),
    "point": frozenset({Paper.POINTS}),
    "reply": frozenset({Paper.POINTS}),
    "briefing": frozenset({Paper.PREPARATION}),
    "file": frozenset({Paper.FILES}),
    "plan": frozenset({Paper.PLAN}),
}
STANDINGS: dict[str, frozenset[Standing]] = {
    "reporttext": frozenset({Standing.LEAD, Standing.MODERATOR}),
    "theme": frozenset({Standing.LEAD}),
    "comment": frozenset({Standing.LEAD, Standing.MODERATOR}),
    "declaration": frozenset({Standing.OFFICE}),
    "evaluation": frozenset({Standing.OFFICE}),
}
"""Who may see which kind of text: those who see a paper, or those who are something to the review."""


@pytest.fixture(scope="module")
def county(app: Flask, store: Store) -> Iterator[County]:
    """The county of the matrix, with a canary in every confidential field."""
    with app.app_context():
        store.clean()
        yield County(app)
        db.session.remove()
        store.clean()


@pytest.fixture(scope="module")
def aviary(county: County) -> Aviary:
    """What has been planted."""
    return plant()


def entitled(county: County, actor: str, planted: Planted) -> bool:
    """The agreement names them for this text."""
    if actor not in county.world.ids:
        return False
    person_id = county.world[actor]
    who = actor_for(person_id, today=clock.today())
    seen = seen_review(who, planted.review_id)
    if seen is None:
        return False
    if planted.author_id == person_id and (Paper.OWN_FORM in seen.papers or planted.kind in OWN):
        return True
    return bool(PAPERS.get(planted.kind, frozenset()) & seen.papers) or seen.is_any_of(
        *STANDINGS.get(planted.kind, frozenset())
    )


def _reviews() -> tuple[str, ...]:
    return REVIEWS if db.engine.dialect.name == "sqlite" else TELLING


def foreign(county: County, aviary: Aviary, actor: str) -> dict[str, set[str]]:
    """Canaries that reach somebody who is not entitled, with where."""
    review_ids = [county.world[name] for name in _reviews()]
    allowed = {word for word, planted in aviary.planted.items() if entitled(county, actor, planted)}
    return {word: paths for word, paths in crawl(county, actor, review_ids).items() if word not in allowed}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "actor" in metafunc.fixturenames:
        everybody = metafunc.config.getoption("--database") == "sqlite"
        metafunc.parametrize("actor", [actor for actor in ACTORS if everybody or actor in CLOSEST])


def test_nobody_gets_a_word_that_is_not_theirs(county: County, aviary: Aviary, actor: str) -> None:
    assert foreign(county, aviary, actor) == {}


def test_those_who_are_entitled_do_get_their_words(county: County, aviary: Aviary) -> None:
    review_id = county.world["reported_A"]
    kinds = {aviary.planted[word].kind for word in crawl(county, "head_a", [review_id])}

    assert {"final", "draft", "reply"} <= kinds
    assert "plan" in {aviary.planted[word].kind for word in crawl(county, "head_a", [county.world["to_follow_A"]])}


def test_no_mail_and_no_row_of_the_trail_carries_a_word(county: County, aviary: Aviary) -> None:
    kept = [
        *db.session.scalars(select(OutboxMessage.subject + OutboxMessage.text)),
        *db.session.scalars(select(cast(AuditEvent.detail, String))),
    ]

    assert [text for text in kept if CANARY.search(text)] == []
    assert aviary.planted


def test_the_crawl_finds_what_leaks(county: County, aviary: Aviary, monkeypatch: pytest.MonkeyPatch) -> None:
    """The positive control: with the one place that decides switched off, somebody else's words are found."""
    allowed = {word for word, planted in aviary.planted.items() if entitled(county, "champion_a", planted)}
    monkeypatch.setattr(standing, "visible_to", lambda _standings, _setting: frozenset(Paper))

    leaked = crawl(county, "champion_a", [county.world["with_school_A"]]).keys() - allowed

    assert {aviary.planted[word].kind for word in leaked} >= {"draft", "point"}
