"""What services raise; ``submit()`` turns each into an answer beside the field."""

from collections.abc import Sequence
from typing import Self


class RuleBroken(Exception):
    """A rule of the service refuses what was asked; each problem is (field, sentence), no field for the whole."""

    def __init__(self, field: str | None, sentence: str) -> None:
        super().__init__(sentence)
        self.problems: list[tuple[str | None, str]] = [(field, sentence)]

    @classmethod
    def several(cls, problems: Sequence[tuple[str | None, str]]) -> Self:
        """One refusal that names every problem at once. ``problems`` must not be empty."""
        refusal = cls(*problems[0])
        refusal.problems = list(problems)
        return refusal


class StaleEdit(Exception):
    """Somebody saved the same thing in between; carries their text by field, and the version to answer with."""

    def __init__(self, theirs: dict[str, str], *, version: int) -> None:
        super().__init__("Somebody else has changed this since you opened it.")
        self.theirs = theirs
        self.version = version
