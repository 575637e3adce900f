"""Loading the catalogue a second time changes nothing, and never anybody's own text."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.accounts.models import Provider
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.errors import StaleEdit
from inclusion_app.training.catalogue.choices import CourseChoices
from inclusion_app.training.catalogue.files import CatalogueFiles, ProviderEntry, read_catalogue
from inclusion_app.training.catalogue.queries import choices_of_course, course_by_slug
from inclusion_app.training.catalogue.services import Edited, load_catalogue, save_course
from inclusion_app.training.models import Course
from inclusion_app.vocabulary.files import FileWrong, Scheme, Term
from inclusion_app.vocabulary.loading import Loaded
from inclusion_app.vocabulary.models import Concept
from inclusion_app.vocabulary.queries import concept_by_code, concepts

SCHEMES = [
    Scheme("strand", "Strands", (Term("specialist", "Specialist"),)),
    Scheme("audience", "Audiences", (Term("teacher", "Teachers"), Term("governor", "Governors"))),
    Scheme("need", "Needs", (Term("sen", "SEN"), Term("autism", "Autism", broader="sen", aliases=("ASD",)))),
]
SPELL = CourseChoices(
    title="SPELL",
    strand="specialist",
    provider="us",
    summary="A way to understand.",
    delivery="online",
    outcomes=("Know it", "Use it"),
    audiences=("teacher",),
    needs=("autism",),
    length="One day",
)
FURTHER = replace(SPELL, title="SPELL further", prerequisites=("spell",))
FILES = CatalogueFiles(SCHEMES, [ProviderEntry("us", "Us")], {"further": FURTHER, "spell": SPELL})


def load(files: CatalogueFiles = FILES, edited: Edited = Edited.KEEP) -> dict[str, Loaded]:
    done: Sequence[Loaded] = load_catalogue(SYSTEM, files, now=clock.now(), edited=edited)
    return {one.what: one for one in done}


def course(slug: str = "spell") -> Course:
    found = course_by_slug(slug)
    assert found is not None
    return found


def acts(database: SQLAlchemy) -> int:
    return database.session.scalar(select(func.count(AuditEvent.id))) or 0


def test_everything_of_the_files_is_there_and_published(database: SQLAlchemy) -> None:
    done = load()
    assert [one.new for one in done.values()] == [5, 1, 2]
    assert choices_of_course(course()) == SPELL
    assert choices_of_course(course("further")) == FURTHER
    assert course().state == "published"
    broader = concept_by_code("need", "sen")
    assert broader is not None
    assert [c.broader_id for c in concepts("need")] == [None, broader.id]


def test_a_second_loading_changes_nothing_and_says_so(database: SQLAlchemy) -> None:
    load()
    before, version = acts(database), course().version
    for one in load().values():
        assert not one.did_something
        assert "nothing to do" in one.sentence
    assert (acts(database), course().version) == (before, version)


def test_each_loading_that_changes_something_leaves_one_audit_row_for_each_kind(database: SQLAlchemy) -> None:
    load()
    assert acts(database) == 3


def test_a_course_edited_in_the_browser_is_left_alone_unless_asked(database: SQLAlchemy) -> None:
    load()
    ours = replace(SPELL, summary="Our own words.")
    save_course(SYSTEM, course().id, ours, version=course().version, now=clock.now())
    assert load()["Courses"].kept == ["spell"]
    assert course().summary == "Our own words."
    assert load(edited=Edited.OVERWRITE)["Courses"].changed == 1
    assert course().summary == SPELL.summary
    assert load()["Courses"].kept == []


def test_changing_only_the_tags_of_a_course_counts_as_an_edit(database: SQLAlchemy) -> None:
    load()
    before = course().version
    tagged = replace(SPELL, audiences=("governor",))
    save_course(SYSTEM, course().id, tagged, version=before, now=clock.now())
    with pytest.raises(StaleEdit):
        save_course(SYSTEM, course().id, SPELL, version=before, now=clock.now())


def test_a_course_that_nobody_edited_follows_its_file(database: SQLAlchemy) -> None:
    load()
    changed = replace(SPELL, summary="Better words.", outcomes=("Know it well",), audiences=("governor",))
    assert load(replace(FILES, courses={"spell": changed, "further": FURTHER}))["Courses"].changed == 1
    assert choices_of_course(course()) == changed


def test_a_term_no_longer_in_its_file_is_retired_and_stays_on_its_courses(database: SQLAlchemy) -> None:
    load()
    fewer = [*SCHEMES[:1], replace(SCHEMES[1], terms=SCHEMES[1].terms[:1]), SCHEMES[2]]
    assert load(replace(FILES, schemes=fewer))["Vocabulary"].retired == 1
    assert [c.code for c in concepts("audience")] == ["teacher"]
    assert concept_by_code("audience", "governor") is not None
    assert load()["Vocabulary"].changed == 1
    assert [c.code for c in concepts("audience")] == ["teacher", "governor"]


def test_a_new_name_of_a_need_is_found_on_courses_that_did_not_change(database: SQLAlchemy) -> None:
    load()
    need = replace(SCHEMES[2], terms=(Term("sen", "SEN"), Term("autism", "Autism", broader="sen", aliases=("ASC",))))
    load(replace(FILES, schemes=[*SCHEMES[:2], need]))
    assert " asc" in course().search_text
    assert " asd" not in course().search_text


@pytest.mark.parametrize(
    "wrong",
    [
        replace(SPELL, strand="nowhere"),
        replace(SPELL, prerequisites=("missing",)),
        replace(SPELL, prerequisites=("spell",)),
        replace(SPELL, title=""),
        replace(SPELL, outcomes=()),
    ],
)
def test_one_wrong_course_changes_nothing_at_all_and_is_named(database: SQLAlchemy, wrong: CourseChoices) -> None:
    with pytest.raises(FileWrong, match="'spell'"):
        load(replace(FILES, courses={"further": FURTHER, "spell": wrong}))
    for model in (Concept, Provider, Course, AuditEvent):
        assert database.session.scalar(select(func.count(model.id))) == 0


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "providers.toml").write_text("[[provider]]\ncode='us'\nname='Us'\n")
    (tmp_path / "courses.toml").write_text("[[course]]\ncode='a'\ntitel='A'\n")
    with pytest.raises(FileWrong, match=r"courses.toml, a: nobody knows titel"):
        read_catalogue(tmp_path / "none", tmp_path)


def test_the_files_of_the_service_load_twice_by_command(app: Flask, database: SQLAlchemy) -> None:
    run = app.test_cli_runner()
    first = run.invoke(args=["catalogue", "load"])
    assert first.exit_code == 0, first.output
    again = run.invoke(args=["catalogue", "load"])
    assert again.output.count("nothing to do") == 3
