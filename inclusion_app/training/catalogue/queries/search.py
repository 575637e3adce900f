"""The public catalogue: what answers the wishes, with counts for every further choice."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.accounts.models import Provider
from inclusion_app.foundation.database import db
from inclusion_app.foundation.paging import Page
from inclusion_app.training.catalogue import facets, words
from inclusion_app.training.catalogue.facets import FACETS, ComingRun, CourseFacts, Wishes
from inclusion_app.training.catalogue.queries.runs import TO_COME
from inclusion_app.training.models import Course, CourseConcept, Run
from inclusion_app.training.states import CourseState, Delivery
from inclusion_app.vocabulary.models import Concept
from inclusion_app.vocabulary.queries import concepts

PER_PAGE = 60
LEGENDS = {
    "strand": "Strand",
    "audience": "Who it is for",
    "phase": "Phase",
    "delivery": "How it is given",
    "provider": "Provider",
}


@dataclass(frozen=True)
class Option:
    """One choice in a facet, and how many courses it would show."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A facet with its choices, in the vocabulary's order."""

    name: str
    legend: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Card:
    """A course with its next run, as the list shows it."""

    course: Course
    next_run: ComingRun | None
    more_runs: int


@dataclass(frozen=True)
class Found:
    """What the catalogue answers; ``groups`` has the cards under the headings they stand below."""

    page: Page[Card]
    groups: tuple[tuple[Concept | None, tuple[Card, ...]], ...]
    facets: tuple[Facet, ...]
    with_place: int


def find_courses(wishes: Wishes, *, page: int, now: datetime) -> Found:
    """One page of the courses that answer the wishes; the number of statements does not grow with them."""
    labels, courses = _facts(wishes, now=now)
    answers = facets.answering(courses, wishes, now=now)
    last = max(1, -(-len(answers) // PER_PAGE))
    number = min(max(1, page), last)
    if wishes.is_empty:
        order = {concept.code: place for place, concept in enumerate(concepts("strand"))}
        answers.sort(key=lambda course: min(order.get(code, len(order)) for code in course.tags["strand"]))
    shown = answers[(number - 1) * PER_PAGE : number * PER_PAGE]
    cards = _cards(shown, wishes)
    return Found(
        page=Page(items=cards, number=number, per_page=PER_PAGE, total=len(answers)),
        groups=_by_strand(cards) if wishes.is_empty else ((None, tuple(cards)),),
        facets=tuple(_facet(name, courses, wishes, labels=labels[name], now=now) for name in FACETS),
        with_place=facets.count_with_place(courses, wishes, now=now),
    )


def _facts(wishes: Wishes, *, now: datetime) -> tuple[dict[str, dict[str, str]], list[CourseFacts]]:
    """Labels by facet and code, and the published courses that have all the words."""
    query = (
        select(Course.id, Course.title, Course.delivery, Concept.code, Provider.code, Provider.name)
        .join(Concept, Course.strand_id == Concept.id)
        .join(Provider, Course.provider_id == Provider.id)
        .where(Course.state == CourseState.PUBLISHED)
    )
    for word in words.wanted_words(wishes.words):
        query = query.where(Course.search_text.contains(word, autoescape=True))
    rows = db.session.execute(query).all()
    tags, runs = _tags(), _runs(now)
    courses = [
        CourseFacts(
            id=course_id,
            title=title,
            tags={
                "strand": frozenset({strand}),
                "delivery": frozenset({delivery}),
                "provider": frozenset({provider}),
                "audience": frozenset(tags["audience", course_id]),
                "phase": frozenset(tags["phase", course_id]),
            },
            runs=tuple(runs[course_id]),
        )
        for course_id, title, delivery, strand, provider, _ in rows
    ]
    return _labels({code: name for *_, code, name in rows}), courses


def _labels(providers: dict[str, str]) -> dict[str, dict[str, str]]:
    labels = {name: {c.code: c.label for c in concepts(name)} for name in ("strand", "audience", "phase")}
    labels["delivery"] = {delivery.value: delivery.label for delivery in Delivery}
    labels["provider"] = dict(sorted(providers.items(), key=lambda pair: pair[1].casefold()))
    return labels


def _tags() -> dict[tuple[str, int], set[str]]:
    rows = db.session.execute(
        select(CourseConcept.course_id, Concept.scheme, Concept.code)
        .join(Concept, CourseConcept.concept_id == Concept.id)
        .where(Concept.scheme.in_(("audience", "phase")))
    )
    tags: dict[tuple[str, int], set[str]] = defaultdict(set)
    for course_id, scheme, code in rows:
        tags[scheme, course_id].add(code)
    return tags


def _runs(now: datetime) -> dict[int, list[ComingRun]]:
    rows = db.session.execute(
        select(
            Run.course_id,
            Run.id,
            Run.state,
            Run.opens_at,
            Run.book_by,
            Run.starts_at,
            Run.delivery,
            (Run.capacity - Run.taken).label("places_left"),
        )
        .where(Run.starts_at > now, Run.state.in_(TO_COME))
        .order_by(Run.starts_at, Run.id)
    )
    runs: dict[int, list[ComingRun]] = defaultdict(list)
    for row in rows:
        runs[row.course_id].append(
            ComingRun(
                id=row.id,
                state=row.state,
                opens_at=row.opens_at,
                book_by=row.book_by,
                starts_at=row.starts_at,
                delivery=row.delivery,
                places_left=row.places_left,
            )
        )
    return runs


def _facet(
    name: str, courses: Sequence[CourseFacts], wishes: Wishes, *, labels: dict[str, str], now: datetime
) -> Facet:
    counts = facets.counts(courses, wishes, facet=name, now=now)
    chosen = wishes.chosen.get(name, frozenset())
    options = (
        Option(code, label, counts[code], code in chosen)
        for code, label in labels.items()
        if counts[code] or code in chosen or name != "provider"
    )
    return Facet(name, LEGENDS[name], tuple(options))


def _cards(shown: Sequence[CourseFacts], wishes: Wishes) -> list[Card]:
    courses = {
        course.id: course
        for course in db.session.scalars(
            select(Course)
            .where(Course.id.in_([facts.id for facts in shown]))
            .options(joinedload(Course.strand), joinedload(Course.provider), selectinload(Course.concepts))
        )
    }
    return [
        Card(courses[facts.id], facets.first_run(facts, wishes), max(0, len(facts.runs) - 1))
        for facts in shown
        if facts.id in courses
    ]


def _by_strand(cards: Iterable[Card]) -> tuple[tuple[Concept, tuple[Card, ...]], ...]:
    return tuple(
        (group[0].course.strand, tuple(group))
        for group in (list(found) for _, found in groupby(cards, key=lambda card: card.course.strand_id))
    )
