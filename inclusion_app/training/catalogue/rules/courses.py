"""Rules of a course."""

from collections.abc import Iterator

from inclusion_app.training.catalogue.choices import CourseChoices
from inclusion_app.training.charges.rules import parse_bands

LONGEST = {"criteria": 5_000, "title": 200, "summary": 400, "length": 200, "funded_by": 300, "description": 20_000}
LONGEST_OUTCOME = 400
LONGEST_ALIAS = 100
MOST_MONEY_PENCE = 10_000_00
Problem = tuple[str | None, str]


def course_problems(choices: CourseChoices, *, slug: str | None) -> list[Problem]:
    """Everything wrong with what was chosen; ``slug`` is the course's own, None for a new one."""
    return [*_missing(choices), *_too_long(choices), *_numbers(choices), *_charges(choices), *_requires(choices, slug)]


def publish_problems(choices: CourseChoices) -> list[Problem]:
    """What a course still lacks before everybody can see it."""
    problems: list[Problem] = []
    if not choices.outcomes:
        problems.append(("outcomes", "Say what people can do after the course before you publish it"))
    if not choices.audiences:
        problems.append(("audiences", "Say who the course is for before you publish it"))
    if not choices.length:
        problems.append(("length", "Say how long the course is before you publish it"))
    return problems


def _missing(choices: CourseChoices) -> Iterator[Problem]:
    if not choices.title:
        yield "title", "Enter the title of the course"
    elif not any(character.isalnum() for character in choices.title):
        yield "title", "The title needs at least one letter or number"
    if not choices.summary:
        yield "summary", "Enter a summary of the course"


def _too_long(choices: CourseChoices) -> Iterator[Problem]:
    for field, most in LONGEST.items():
        if len(getattr(choices, field)) > most:
            yield field, f"This must be {most:,} characters or fewer"
    if any(len(outcome) > LONGEST_OUTCOME for outcome in choices.outcomes):
        yield "outcomes", f"Each outcome must be {LONGEST_OUTCOME} characters or fewer"
    if any(len(alias) > LONGEST_ALIAS for alias in choices.aliases):
        yield "aliases", f"Each other name must be {LONGEST_ALIAS} characters or fewer"


def _numbers(choices: CourseChoices) -> Iterator[Problem]:
    if not 0 <= choices.cost_pence <= MOST_MONEY_PENCE:
        yield "cost_pence", "The cost must be between £0 and £10,000"
    if choices.places_per_school is not None and not 1 <= choices.places_per_school <= 1_000:
        yield "places_per_school", "Places per school must be between 1 and 1,000"
    if choices.valid_for_months is not None and not 1 <= choices.valid_for_months <= 240:
        yield "valid_for_months", "How long it stays valid must be between 1 and 240 months"


def _charges(choices: CourseChoices) -> Iterator[Problem]:
    if not 0 <= choices.charge_base_pence <= MOST_MONEY_PENCE:
        yield "charge_base_pence", "This must be between £0 and £10,000"
    try:
        parse_bands(choices.charge_bands)
    except ValueError as problem:
        yield "charge_bands", str(problem)


def _requires(choices: CourseChoices, slug: str | None) -> Iterator[Problem]:
    if slug is not None and slug in choices.prerequisites:
        yield "prerequisites", "A course cannot require itself"
