"""What an area of a form still lacks, and what would be wrong to submit (domain.md 1.7)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from inclusion_app.reviews.states import FormKind
from inclusion_app.reviews.writing.rules.questions import ADVISED, Area
from inclusion_app.reviews.writing.rules.saving import length_of

NOT_LOOKED_AT, SHARING = "N", "4"
PIECES_NEEDED, KINDS_NEEDED = 2, 2
GIVE_RATING = "Choose a rating, or “N” if it was not looked at."
NAME_SHARED = "A rating of 4 needs the name of what others could learn from."


@dataclass(frozen=True)
class Filled:
    """What stands in one area: its texts by field, the judgement, and the kind of each piece of evidence."""

    texts: Mapping[str, str] = field(default_factory=dict)
    rating: str = ""
    confidence: str = ""
    shared: str = ""
    evidence: Collection[str] = ()


@dataclass(frozen=True)
class Progress:
    """How far an area is: texts written of those there are, and what is wrong or empty."""

    written: int
    of: int
    rating: str
    evidence: int
    wrong: tuple[str, ...]
    empty: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Everything is there and nothing is wrong."""
        return not self.wrong and not self.empty

    @property
    def has_begun(self) -> bool:
        """Something has been put in."""
        return bool(self.written or self.rating or self.evidence)

    @property
    def label(self) -> str:
        """In two words."""
        if self.is_complete:
            return "Complete"
        return "In progress" if self.has_begun else "Not started"


def wrong_with_rating(filled: Filled) -> list[str]:
    """What the rating lacks: two pieces of evidence of two kinds, and with a 4 the name of what could be shared."""
    if not filled.rating or filled.rating == NOT_LOOKED_AT:
        return []
    problems = []
    if len(filled.evidence) < PIECES_NEEDED or len(set(filled.evidence)) < KINDS_NEEDED:
        pieces, kinds = _counted(len(filled.evidence), "piece"), _counted(len(set(filled.evidence)), "kind")
        has = f"this area has {pieces} of {kinds}" if filled.evidence else "this area has none yet"
        problems.append(f"A rating needs at least 2 pieces of evidence of at least 2 kinds; {has}.")
    if filled.rating == SHARING and not filled.shared.strip():
        problems.append(NAME_SHARED)
    return problems


def progress_of(area: Area, filled: Filled, *, kind: FormKind, uses_ratings: bool) -> Progress:
    """Where one area stands. Texts may be left empty; what is ``wrong`` must be put right before the form goes in."""
    needed = area.needed(kind)
    written = [name for name in needed if filled.texts.get(name, "").strip()]
    wrong = _too_long(area, filled, kind)
    if uses_ratings:
        wrong += [] if filled.rating else [GIVE_RATING]
        wrong += wrong_with_rating(filled)
    skipped = filled.rating == NOT_LOOKED_AT
    empty = [] if skipped else [_name(area, name) for name in needed if name not in written]
    if kind == FormKind.REVIEW and filled.rating not in {"", NOT_LOOKED_AT} and not filled.confidence:
        empty.append("How you know")
    return Progress(len(written), len(needed), filled.rating, len(filled.evidence), tuple(wrong), tuple(empty))


def _too_long(area: Area, filled: Filled, kind: FormKind) -> list[str]:
    return [
        f"“{_name(area, name)}” is {length_of(filled.texts[name]) - ADVISED:,} characters too long."
        for name in area.fields(kind)
        if length_of(filled.texts.get(name, "")) > ADVISED
    ]


def _name(area: Area, name: str) -> str:
    codes = {prompt.code for prompt in area.prompts}
    return f"Question {name}" if name in codes else area.title_of(name)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
