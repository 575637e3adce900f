"""Frameworks and agreements: loaded, copied, published; what is published never changes."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.reviews.cycles.frameworks.files import FrameworkFiles, read_frameworks
from inclusion_app.reviews.cycles.frameworks.queries import agreements, choices_of, frameworks, whole_framework
from inclusion_app.reviews.cycles.frameworks.services.loading import load_frameworks
from inclusion_app.reviews.cycles.frameworks.services.publishing import (
    change_framework,
    copy_framework,
    publish_agreement,
    publish_framework,
)
from inclusion_app.reviews.models import AgreementText, Framework, FrameworkPrompt
from inclusion_app.reviews.states import Preset
from inclusion_app.vocabulary.files import FileWrong, read_schemes
from inclusion_app.vocabulary.services import load_vocabulary
from tests.factories.accounts import somebody
from tests.integration.reviews.conftest import ActorOf

pytestmark = pytest.mark.usefixtures("database")
WORDS = "We take part, and we know what is done with what is written. " * 3


def load(files: FrameworkFiles | None = None) -> list[str]:
    load_vocabulary(SYSTEM, read_schemes())
    return [done.sentence for done in load_frameworks(SYSTEM, files or read_frameworks(), now=clock.now())]


def test_what_ships_is_loaded_once_and_a_second_time_changes_nothing() -> None:
    assert load() == ["Frameworks: 1 new, 0 changed, 0 unchanged.", "Agreements: 3 new, 0 changed, 0 unchanged."]
    before = db.session.scalar(select(func.count(AuditEvent.id)))

    assert [sentence.split(":")[1][:14] for sentence in load()] == [" nothing to do", " nothing to do"]
    assert db.session.scalar(select(func.count(AuditEvent.id))) == before
    assert db.session.scalar(select(func.count(FrameworkPrompt.id))) == 32


def test_a_file_that_would_change_what_is_published_changes_nothing() -> None:
    load()
    files = read_frameworks()
    other = replace(files, frameworks={1: replace(files.frameworks[1], title="Another")})

    with pytest.raises(FileWrong, match=r"framework-1\.toml: version 1 is published with other words"):
        load(other)

    assert db.session.scalar(select(Framework.title)) == "Review framework"


def test_a_wrong_agreement_leaves_the_framework_unloaded_too() -> None:
    files = read_frameworks()
    wrong = replace(files, agreements=(replace(files.agreements[0], text="Too short"),))

    with pytest.raises(FileWrong, match=r"agreements\.toml, school-owned 1: The agreement must have"):
        load(wrong)

    assert db.session.scalar(select(func.count(Framework.id))) == 0


def test_a_copy_is_edited_and_published_and_the_first_version_stays(actor_of: ActorOf) -> None:
    load()
    manager = actor_of(somebody(Role.TEAM_MANAGER))
    draft = copy_framework(manager, frameworks()[0].id)
    whole = whole_framework(draft.id)
    assert whole is not None
    said = replace(choices_of(whole), title="Second framework")

    change_framework(manager, draft.id, said, version=whole.version)
    publish_framework(manager, draft.id, version=whole.version, now=clock.now())

    assert [(f.version_number, f.title, f.published_at is not None) for f in frameworks()] == [
        (2, "Second framework", True),
        (1, "Review framework", True),
    ]


def test_a_published_framework_refuses_to_be_changed(actor_of: ActorOf) -> None:
    load()
    manager, first = actor_of(somebody(Role.TEAM_MANAGER)), frameworks()[0]
    whole = whole_framework(first.id)
    assert whole is not None

    with pytest.raises(RuleBroken, match="it never changes"):
        change_framework(manager, first.id, choices_of(whole), version=first.version)
    with pytest.raises(RuleBroken, match="it never changes"):
        publish_framework(manager, first.id, version=first.version, now=clock.now())


def test_two_editors_of_one_draft_are_told(actor_of: ActorOf) -> None:
    load()
    manager = actor_of(somebody(Role.TEAM_MANAGER))
    draft = whole_framework(copy_framework(manager, frameworks()[0].id).id)
    assert draft is not None
    said, version = choices_of(draft), draft.version
    area = said.areas[0]
    first = replace(said, areas=(replace(area, title="Leaders"), *said.areas[1:]))
    change_framework(manager, draft.id, first, version=version)

    with pytest.raises(StaleEdit) as told:
        change_framework(manager, draft.id, said, version=version)

    assert told.value.theirs == {"area-leading": "Leaders"}


def test_an_agreement_gets_a_next_version_and_whoever_was_slower_reads_it_first(actor_of: ActorOf) -> None:
    load()
    manager = actor_of(somebody(Role.TEAM_MANAGER))
    publish_agreement(manager, Preset.SHARED, WORDS, expected=2, now=clock.now())

    with pytest.raises(RuleBroken, match="Version 2 was published in the meantime"):
        publish_agreement(manager, Preset.SHARED, f"{WORDS} Other words.", expected=2, now=clock.now())

    shared = [text.version_number for text in agreements() if text.preset == Preset.SHARED]
    assert shared == [2, 1]
    assert db.session.scalar(select(func.count(AgreementText.id))) == 4
