"""No word of an enquiry, a hint or a shortlist reaches another school, another provider or the public."""

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

import pytest
from flask import Flask
from sqlalchemy import String, cast, select

from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.directory.asking import routes
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import OutboxMessage
from tests.matrix.asking import County
from tests.support.asked_canaries import Planted, asked_addresses, plant_asked
from tests.support.canaries import CANARY, crawl_from
from tests.support.databases import Store

Reached = dict[str, set[str]]
ACTORS = (
    "anonymous", "head_a", "governor_a", "staff_a", "head_b", "provider_p", "provider_q", "viewer", "adviser",
    "role_removed",
)  # fmt: skip


@pytest.fixture(scope="module")
def county(app: Flask, store: Store) -> Iterator[County]:
    """The county of the matrix."""
    with app.app_context():
        store.clean()
        yield County(app)
        db.session.remove()
        store.clean()


@pytest.fixture(scope="module")
def planted(county: County) -> Planted:
    """What has been planted."""
    return plant_asked()


@pytest.fixture(scope="module")
def reached(county: County, planted: Planted) -> Callable[[str], Reached]:
    """Every canary that reaches somebody, with where; everybody looks around once."""
    return cache(lambda actor: crawl_from(county, actor, asked_addresses(county)))


def foreign(county: County, planted: Planted, actor: str, words: Reached) -> Reached:
    """Canaries that reach somebody they are not for, with where."""
    who = actor_for(county.world[actor], today=clock.today()) if actor in county.world.ids else None
    return {word: paths for word, paths in words.items() if who is None or not planted.written[word].is_for(who)}


@pytest.mark.parametrize("actor", ACTORS)
def test_nobody_gets_a_word_that_is_not_for_them(
    county: County, planted: Planted, reached: Callable[[str], Reached], actor: str
) -> None:
    assert foreign(county, planted, actor, reached(actor)) == {}


def test_those_they_are_for_do_get_them(planted: Planted, reached: Callable[[str], Reached]) -> None:
    kinds = {actor: {planted.written[word].kind for word in reached(actor)} for actor in ACTORS}

    assert kinds["head_a"] >= {"enquiry", "note"}
    assert kinds["provider_p"] == kinds["provider_q"] == {"enquiry", "hint"}
    assert (kinds["adviser"], kinds["anonymous"], kinds["viewer"]) == ({"hint"}, set(), kinds["viewer"] - {"enquiry"})


def test_no_mail_and_no_row_of_the_trail_carries_a_word(county: County, planted: Planted) -> None:
    kept = [
        *db.session.scalars(select(OutboxMessage.subject + OutboxMessage.text)),
        *db.session.scalars(select(cast(AuditEvent.detail, String))),
    ]

    assert [text for text in kept if CANARY.search(text)] == []
    assert planted.written


def test_the_crawl_finds_what_leaks(county: County, planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    """The positive control: where a provider's list begins with everybody's providers, foreign words are found."""
    everybody = frozenset(said.provider_id for said in planted.written.values() if said.provider_id)
    for room in ("provider", "provider_words"):
        monkeypatch.setattr(import_module(f"{routes.__name__}.{room}"), "own_providers", lambda: everybody)

    words = crawl_from(county, "provider_q", asked_addresses(county))
    kinds = {planted.written[word].kind for word in foreign(county, planted, "provider_q", words)}
    assert kinds == {"enquiry", "hint"}
