"""The terms, providers and courses that ship with the service are whole and hang together."""

from collections.abc import Mapping
from functools import cache
from graphlib import TopologicalSorter

import pytest

from inclusion_app.schools.states import Phase
from inclusion_app.training.catalogue.choices import TAGS, CourseChoices
from inclusion_app.training.catalogue.files import CatalogueFiles, read_catalogue
from inclusion_app.training.catalogue.forms.completion import COMPLETION
from inclusion_app.training.catalogue.rules import course_problems, publish_problems
from inclusion_app.training.catalogue.words import search_text, wanted_words
from inclusion_app.training.states import Delivery, Entry, Taker

PROMISED = (
    ("school-to-school", "Leadership of Inclusion: middle leaders"),
    ("school-to-school", "Leadership of Inclusion: senior leaders"),
    ("school-to-school", "Leadership of Inclusion: headteachers"),
    ("school-to-school", "Leadership of Inclusion: executive leaders"),
    ("school-to-school", "Peer to peer"),
    ("school-to-school", "Inclusive practices"),
    ("school-to-school", "ILE training"),
    ("school-to-school", "Governor training"),
    ("school-to-school", "NQT / ECT training"),
    ("targeted-and-specialist", "SPELL: a framework for autism"),
    ("targeted-and-specialist", "Specialist training for autism"),
    ("targeted-and-specialist", "Attachment theory"),
    ("targeted-and-specialist", "Trauma informed approaches"),
    ("targeted-and-specialist", "Nurture"),
    ("targeted-and-specialist", "The Balanced System – Scheme for Schools"),
    ("targeted-and-specialist", "Supported Employment"),
    ("targeted-and-specialist", "Mainstream Core Standards training"),
    ("improvement", "EFFective Kent Project: SEND Learning Behaviours"),
    ("improvement", "Engaging with parents"),
    ("improvement", "Improving progress and attainment for CYP with SEND"),
    ("improvement", "Training for other stakeholders, including council staff, on supporting inclusive education"),
)
SEARCHES = (
    ("NQT training", "nqt-ect-training"),
    ("ECT", "nqt-ect-training"),
    ("EEFective Kent", "effective-kent-send-learning-behaviours"),
    ("EFFective Kent", "effective-kent-send-learning-behaviours"),
    ("ASD", "spell"),
    ("dyslexia", "improving-progress-and-attainment"),
    ("SLCN", "balanced-system"),
    ("SEMH", "nurture"),
)
CODE_OF_FIELD = TAGS | {"delivery": "delivery", "strand": "strand"}


@cache
def shipped() -> CatalogueFiles:
    return read_catalogue()


def courses() -> Mapping[str, CourseChoices]:
    return shipped().courses


def codes(scheme: str) -> list[str]:
    return [term.code for found in shipped().schemes if found.code == scheme for term in found.terms]


def searched(slug: str) -> str:
    course = courses()[slug]
    needs = {term.code: term for scheme in shipped().schemes if scheme.code == "need" for term in scheme.terms}
    tagged = [text for code in course.needs for text in (needs[code].label, *needs[code].aliases)]
    return search_text([course.title, *course.aliases, course.summary, *course.outcomes, *tagged])


@pytest.mark.parametrize(("strand", "title"), PROMISED)
def test_every_promised_course_is_there_under_its_strand(strand: str, title: str) -> None:
    assert [course.strand for course in courses().values() if course.title == title] == [strand]


def test_all_three_strands_have_courses() -> None:
    assert len(codes("strand")) == 3
    assert {course.strand for course in courses().values()} == set(codes("strand"))


@pytest.mark.parametrize(("typed", "slug"), SEARCHES)
def test_a_course_is_found_by_its_other_names_and_needs(typed: str, slug: str) -> None:
    assert [word for word in wanted_words(typed) if word not in searched(slug)] == []


def test_every_term_a_course_names_is_in_its_scheme() -> None:
    unknown = [
        (slug, field, code)
        for slug, course in courses().items()
        for field, scheme in CODE_OF_FIELD.items()
        for code in _several(getattr(course, field))
        if code not in codes(scheme)
    ]
    assert unknown == []


def test_every_provider_and_prerequisite_is_there() -> None:
    providers = {provider.code for provider in shipped().providers}
    assert {course.provider for course in courses().values()} <= providers
    assert {slug for course in courses().values() for slug in course.prerequisites} <= set(courses())


def test_a_completion_rule_is_one_that_the_form_offers() -> None:
    assert {course.completion_rule for course in courses().values()} <= set(COMPLETION)


def test_no_course_requires_itself_by_way_of_others() -> None:
    required = {slug: course.prerequisites for slug, course in courses().items()}
    assert len(list(TopologicalSorter(required).static_order())) == len(required)


@pytest.mark.parametrize("slug", read_catalogue().courses)
def test_a_course_can_be_published_as_it_is(slug: str) -> None:
    course = courses()[slug]
    assert [*course_problems(course, slug=slug), *publish_problems(course)] == []
    assert 40 <= len(course.summary) <= 300
    assert 3 <= len(course.outcomes) <= 8
    assert course.description.count("\n\n") == 1, "two paragraphs"
    assert course.phases
    assert course.framework_areas
    assert course.funded_by


def test_all_takers_and_ways_in_occur_and_most_courses_are_booked_for_a_person() -> None:
    assert {course.taker for course in courses().values()} == set(Taker)
    assert {course.entry for course in courses().values()} == set(Entry)
    plain = [c for c in courses().values() if (c.taker, c.entry) == (Taker.PERSON, Entry.BOOK)]
    assert len(plain) * 3 >= len(courses()) * 2


def test_only_a_courses_own_name_says_which_county_it_is() -> None:
    naming = {
        slug
        for slug, course in courses().items()
        if "Kent" in f"{course.summary} {course.description} {course.funded_by} {course.outcomes}"
    }
    assert naming == set()


def test_providers_cannot_be_mistaken_for_real_ones() -> None:
    assert len(shipped().providers) == 8
    assert all(provider.email.endswith(".example") for provider in shipped().providers)
    assert all(provider.summary for provider in shipped().providers)


def test_the_phases_are_those_a_school_can_have() -> None:
    labels = {term.code: term.label for scheme in shipped().schemes if scheme.code == "phase" for term in scheme.terms}
    assert labels == {phase.value: phase.label for phase in Phase if phase is not Phase.NOT_APPLICABLE}


def test_the_ways_of_giving_a_course_are_called_as_on_the_pages() -> None:
    labels = {t.code: t.label for scheme in shipped().schemes if scheme.code == "delivery" for t in scheme.terms}
    assert labels == {delivery.value: delivery.label for delivery in Delivery}


def test_needs_stand_under_the_four_broad_areas() -> None:
    needs = [term for scheme in shipped().schemes if scheme.code == "need" for term in scheme.terms]
    broad = {term.code for term in needs if not term.broader}
    assert len(broad) == 4
    assert {term.broader for term in needs if term.broader} == broad


def test_framework_areas_commitments_and_levels_are_complete() -> None:
    assert [len(codes(scheme)) for scheme in ("framework-area", "commitment", "graduated-level")] == [8, 3, 3]


def _several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)
