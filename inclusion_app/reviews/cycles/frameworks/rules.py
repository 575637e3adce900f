"""What a framework and an agreement must be before anybody uses them (domain.md 1.7)."""

from collections.abc import Collection, Iterator

from inclusion_app.reviews.cycles.frameworks.choices import AreaChoice, FrameworkChoices, PromptChoice
from inclusion_app.schools.states import Phase

LEVELS = ("1", "2", "3", "4", "N")
LETTERS = "abcd"
LONGEST_TITLE = 200
LONGEST_LEVEL = 60
LONGEST_WORDING = 1_000
SHORTEST_AGREEMENT = 100
LONGEST_AGREEMENT = 20_000
PHASES = frozenset(Phase)


def framework_problems(
    said: FrameworkChoices, *, areas: Collection[str], commitments: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Everything that is wrong, as (place, sentence): the place is an area, a prompt or a level by its code, or title.

    ``areas`` and ``commitments`` are the codes of the shared terms.
    """
    if not said.title or len(said.title) > LONGEST_TITLE:
        yield "title", f"The title must have 1 to {LONGEST_TITLE} characters"
    if {area.code for area in said.areas} != set(areas) or len(said.areas) != len(areas):
        yield "areas", f"There must be one area for each of {', '.join(sorted(areas))}"
    for number, area in enumerate(said.areas, 1):
        yield from _area_problems(area, number, commitments)
    if tuple(level.code for level in said.levels) != LEVELS:
        yield "levels", "The levels must be 1, 2, 3, 4 and N, in this order"
    for level in said.levels:
        if not level.title or len(level.title) > LONGEST_LEVEL:
            yield f"level {level.code}", f"The name must have 1 to {LONGEST_LEVEL} characters"
        if not level.meaning or len(level.meaning) > LONGEST_WORDING:
            yield f"level {level.code}", f"The meaning must have 1 to {LONGEST_WORDING:,} characters"


def _area_problems(area: AreaChoice, number: int, commitments: Collection[str]) -> Iterator[tuple[str, str]]:
    if not area.title or len(area.title) > LONGEST_TITLE:
        yield area.code, f"The title must have 1 to {LONGEST_TITLE} characters"
    expected = [f"{number}{letter}" for letter in LETTERS]
    if [prompt.code for prompt in area.prompts] != expected:
        yield area.code, f"The prompts must be {', '.join(expected)}, in this order"
    for prompt in area.prompts:
        yield from _prompt_problems(prompt, commitments)


def _prompt_problems(prompt: PromptChoice, commitments: Collection[str]) -> Iterator[tuple[str, str]]:
    if prompt.commitment not in commitments:
        yield prompt.code, f"There is no commitment {prompt.commitment!r}"
    if not prompt.wording or len(prompt.wording) > LONGEST_WORDING:
        yield prompt.code, f"The wording must have 1 to {LONGEST_WORDING:,} characters"
    for phase, words in prompt.variants.items():
        if phase not in PHASES:
            yield prompt.code, f"There is no phase {phase!r}"
        elif len(words) > LONGEST_WORDING:
            yield prompt.code, f"The wording for {phase} must have {LONGEST_WORDING:,} characters or fewer"


def agreement_problem(text: str) -> str | None:
    """Why a text cannot be an agreement, or nothing."""
    if not SHORTEST_AGREEMENT <= len(text) <= LONGEST_AGREEMENT:
        return f"The agreement must have {SHORTEST_AGREEMENT} to {LONGEST_AGREEMENT:,} characters"
    return None
