"""What is wrong with a file of offers, said with the line or the JSON path, so that somebody can put it right."""

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN_AT_MOST = 50


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong; ``where`` is ``Line 4`` or a JSON path, empty for the whole file."""

    sentence: str
    where: str = ""
    column: str = ""

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.where, self.column) if part)
        return f"{place}: {self.sentence}" if place else self.sentence


class OffersRefused(Exception):
    """A file cannot be used, and nothing was changed. ``faults`` are the first fifty of ``count``."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults, self.count = list(faults[:SHOWN_AT_MOST]), len(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))
