"""Writing what was chosen onto the row of a course; shared by the browser's and the files' way in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from inclusion_app.accounts.models import Provider
from inclusion_app.foundation.database import db
from inclusion_app.training.catalogue.choices import TAGS, CourseChoices
from inclusion_app.training.catalogue.services.writing_outcomes import write_outcomes
from inclusion_app.training.catalogue.words import search_text
from inclusion_app.training.models import Course
from inclusion_app.training.states import Delivery, Entry, Taker
from inclusion_app.vocabulary.models import Concept
from inclusion_app.vocabulary.queries import all_concepts

PLAIN = (
    "title",
    "summary",
    "description",
    "length",
    "delivery",
    "taker",
    "entry",
    "cost_pence",
    "funded_by",
    "places_per_school",
    "valid_for_months",
    "completion_rule",
    "criteria",
    "charge_bands",
    "charge_base_pence",
    "certificate_after_feedback",
)
VALUES = {"delivery": Delivery, "taker": Taker, "entry": Entry}
Problem = tuple[str | None, str]


@dataclass(frozen=True)
class Known:
    """The rows that codes stand for."""

    concepts: dict[tuple[str, str], Concept]
    providers: dict[str, Provider]
    courses: dict[str, Course]

    def problems(self, choices: CourseChoices) -> list[Problem]:
        """A code chosen that stands for nothing."""
        problems: list[Problem] = []
        if ("strand", choices.strand) not in self.concepts:
            problems.append(("strand", "Choose a strand"))
        if choices.provider not in self.providers:
            problems.append(("provider", "Choose a provider"))
        for name, scheme in TAGS.items():
            if any((scheme, code) not in self.concepts for code in getattr(choices, name)):
                problems.append((name, "Choose from the list"))
        for name, values in VALUES.items():
            if getattr(choices, name) not in list(values):
                problems.append((name, "Choose from the list"))
        if any(slug not in self.courses for slug in choices.prerequisites):
            problems.append(("prerequisites", "Choose courses from the list"))
        return problems


def known() -> Known:
    """What codes stand for now: inside a transaction, so that it holds until the commit."""
    return Known(
        concepts={(c.scheme, c.code): c for c in all_concepts()},
        providers={provider.code: provider for provider in db.session.scalars(select(Provider))},
        courses={course.slug: course for course in db.session.scalars(select(Course))},
    )


def write_course(course: Course, choices: CourseChoices, *, rows: Known, now: datetime) -> None:
    """Make the row say what was chosen; ``course`` has everything loaded that hangs on it.

    Raises RuleBroken when an outcome would go that feedback has been given on.
    """
    for name in PLAIN:
        setattr(course, name, getattr(choices, name))
    course.aliases = list(choices.aliases)
    course.strand = rows.concepts["strand", choices.strand]
    course.provider = rows.providers[choices.provider]
    course.concepts = [
        rows.concepts[scheme, code] for name, scheme in TAGS.items() for code in dict.fromkeys(getattr(choices, name))
    ]
    course.prerequisites = [rows.courses[slug] for slug in dict.fromkeys(choices.prerequisites)]
    write_outcomes(course, choices.outcomes)
    course.search_text = text_to_search(course)
    course.changed_at = now


def text_to_search(course: Course) -> str:
    """All that a search for the course looks in."""
    needs = [text for concept in course.tagged("need") for text in (concept.label, *concept.aliases)]
    outcomes = [outcome.text for outcome in course.outcomes]
    return search_text([course.title, *course.aliases, course.summary, *outcomes, *needs, course.provider.name])
