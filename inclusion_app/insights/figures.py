"""One figure: so many of so many, and what of it may be shown to whom (domain.md 5, *small numbers*).

Nobody but the school itself sees a count of one to four people. Where one such cell of a table could be worked out
from the others and their total, a second is hidden with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

FEW = 5
"""Counts of people below this are shown as a range."""
FEWEST_PAIRS = 10
"""Changes of confidence rest on so many pairs at least."""
FEWEST_SCHOOLS = 5
"""Ratings are brought together from so many schools at least."""
NOTHING = "None to count"


class SmallNumbers(StrEnum):
    """Which rule hides a figure."""

    NONE = "none"
    PEOPLE = "people"
    PAIRS = "pairs"
    SCHOOLS = "schools"

    @property
    def sentence(self) -> str:
        """The rule, as a definition says it."""
        return {
            "none": "Schools are counted, so every number is shown.",
            "people": "Counts of 1 to 4 people are shown as “1–4”, and where such a number could be worked out from "
            "the others, a second one is hidden too. A school sees its own numbers.",
            "pairs": "Hidden where fewer than 10 people have answered both times.",
            "schools": "Hidden where fewer than 5 schools are counted.",
        }[self]


class Hiding(StrEnum):
    """Why a figure is not shown."""

    NOT = ""
    FEW_PEOPLE = "few-people"
    TOO_FEW = "too-few"
    BESIDE_ANOTHER = "beside-another"

    @property
    def text(self) -> str:
        """What stands in the figure's place."""
        return {"": "", "few-people": "1–4", "too-few": "Too few to show", "beside-another": "Hidden"}[self]


@dataclass(frozen=True)
class Figure:
    """``numerator`` of ``denominator``. Never put the numbers of one that is hidden on a page: ``text`` is for that."""

    numerator: int
    denominator: int
    hiding: Hiding = Hiding.NOT

    @property
    def hidden(self) -> bool:
        """May not be shown."""
        return self.hiding != Hiding.NOT

    @property
    def share(self) -> float | None:
        """From 0 to 1 (depth and the like: above); none when it is hidden or there is nothing to count."""
        return None if self.hidden or not self.denominator else self.numerator / self.denominator

    @property
    def percent(self) -> int | None:
        """The share in whole per cent, as it is shown: neither rounded up to all of them nor down to none."""
        if self.share is None:
            return None
        whole = round(100 * self.share)
        if 0 < self.numerator < self.denominator:
            return min(max(whole, 1), 99)
        return whole

    @property
    def text(self) -> str:
        """74 % (412 of 557); or what stands in its place."""
        if self.hidden:
            return self.hiding.text
        if not self.denominator:
            return NOTHING
        return f"{self.percent} % ({self.numerator:,} of {self.denominator:,})"

    @property
    def short_text(self) -> str:
        """74 %; or what stands in its place."""
        if self.hidden:
            return self.hiding.text
        return f"{self.percent} %" if self.denominator else "–"


def shown(figure: Figure, rule: SmallNumbers) -> Figure:
    """The figure as others than the school itself may see it."""
    return replace(figure, hiding=_hiding(figure, rule))


def shown_together(figures: Sequence[Figure], rule: SmallNumbers) -> list[Figure]:
    """The cells of one table whose total is known, as others may see them: where what is hidden could be worked out,
    the smallest of those that are left is hidden as well."""
    cells = [shown(figure, rule) for figure in figures]
    while _can_be_worked_out(cells):
        left = [place for place, cell in enumerate(cells) if not cell.hidden and cell.denominator]
        if not left:
            break
        least = min(left, key=lambda place: (cells[place].numerator == 0, cells[place].numerator))
        cells[least] = replace(cells[least], hiding=Hiding.BESIDE_ANOTHER)
    return cells


def _hiding(figure: Figure, rule: SmallNumbers) -> Hiding:
    few = range(1, FEW)
    if rule == SmallNumbers.PEOPLE and (figure.numerator in few or figure.denominator in few):
        return Hiding.FEW_PEOPLE
    if rule == SmallNumbers.PAIRS and figure.denominator < FEWEST_PAIRS:
        return Hiding.TOO_FEW
    if rule == SmallNumbers.SCHOOLS and figure.denominator < FEWEST_SCHOOLS:
        return Hiding.TOO_FEW
    return Hiding.NOT


def _can_be_worked_out(cells: Sequence[Figure]) -> bool:
    """One hidden cell is the total less the others; several that are all ones, or all fours, give themselves away."""
    hidden = [cell for cell in cells if cell.hidden]
    if len(hidden) == 1:
        return True
    few = [cell for cell in hidden if cell.hiding == Hiding.FEW_PEOPLE]
    total = sum(cell.numerator for cell in hidden)
    return bool(hidden) and len(few) == len(hidden) and total in {len(few), (FEW - 1) * len(few)}
