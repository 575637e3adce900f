"""What a form asks: areas and prompts as the school's phase has them, and the texts that each kind of form holds."""

from collections.abc import Mapping
from dataclasses import dataclass

from inclusion_app.reviews.states import FormKind

ADVISED = 4_000
"""Characters of one text at most when a form is submitted; what is longer is kept all the same while it is written."""
MOST = 50_000
"""Characters of one text that are kept at all."""
LONGEST_SHARED = 300
WORKING, BETTER, QUESTIONS = "working", "better", "questions"
SAID_OF_AREA: dict[FormKind, tuple[str, ...]] = {
    FormKind.SELF_REVIEW: (),
    FormKind.REVIEW: (WORKING, BETTER, QUESTIONS),
    FormKind.REPORT: (WORKING, BETTER, QUESTIONS),
}
"""Texts about an area as a whole."""
ANSWERS_PROMPTS = frozenset({FormKind.SELF_REVIEW, FormKind.REVIEW})
"""Kinds of forms that have a text for each prompt: the answer, or the reviewer's notes."""
TITLES = {
    WORKING: "What is working",
    BETTER: "What could be even better",
    QUESTIONS: "Questions to think about",
}


@dataclass(frozen=True)
class Prompt:
    """One question; ``code`` is 1a to 8d."""

    code: str
    wording: str


@dataclass(frozen=True)
class Area:
    """One area with the prompts that this school is asked."""

    code: str
    number: int
    title: str
    prompts: tuple[Prompt, ...]

    def fields(self, kind: FormKind) -> tuple[str, ...]:
        """The texts that a form of that kind holds for this area."""
        by_prompt = tuple(prompt.code for prompt in self.prompts) if kind in ANSWERS_PROMPTS else ()
        return SAID_OF_AREA[kind] + by_prompt

    def needed(self, kind: FormKind) -> tuple[str, ...]:
        """Those of them that a whole form has; a reviewer's notes by prompt are extra."""
        return SAID_OF_AREA[kind] or self.fields(kind)

    def title_of(self, field: str) -> str:
        """What stands above a text."""
        wordings = {prompt.code: prompt.wording for prompt in self.prompts}
        return TITLES.get(field) or wordings[field]


@dataclass(frozen=True)
class Level:
    """One level of the scale: 1 to 4, or N for an area that was not looked at."""

    code: str
    title: str
    meaning: str


@dataclass(frozen=True)
class Questions:
    """Everything that a cycle's framework asks of one school."""

    version: int
    areas: tuple[Area, ...]
    levels: tuple[Level, ...]

    def area(self, code: str) -> Area:
        """That area. Raises LookupError for one that the framework does not have."""
        for area in self.areas:
            if area.code == code:
                return area
        raise LookupError(f"The framework has no area {code}.")

    def beside(self, area: Area) -> tuple[Area | None, Area | None]:
        """The areas before and after."""
        at = self.areas.index(area)
        return (self.areas[at - 1] if at else None), (self.areas[at + 1] if at + 1 < len(self.areas) else None)


def wording_for(phase: str, usual: str, variants: Mapping[str, str]) -> str:
    """How a prompt is put to schools of that phase; empty: it is not asked there."""
    return variants.get(phase, usual)
