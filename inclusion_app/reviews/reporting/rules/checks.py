"""What stands in the way of a report, and what is worth a second look (the rating rule: domain.md 1.7)."""

from collections.abc import Iterator
from dataclasses import dataclass

from inclusion_app.reviews.reporting.rules.content import FIELDS, AreaOfReport, ReportContent
from inclusion_app.reviews.writing.rules.judging import NOT_LOOKED_AT, Filled, wrong_with_rating
from inclusion_app.reviews.writing.rules.questions import TITLES

FEWEST_THEMES = 1
MOST_THEMES = 6


@dataclass(frozen=True)
class Gap:
    """One thing that is missing or breaks a rule; ``area`` is its code, empty for the report as a whole."""

    area: str
    sentence: str


def what_stands_in_the_way(content: ReportContent) -> list[Gap]:
    """Without these set right, a draft cannot go to the school; in the order of the report."""
    found = [] if content.summary.strip() else [Gap("", "The summary of the whole report is empty.")]
    for area in content.areas:
        found += [Gap(area.code, f"{area.title}: {sentence}") for sentence in _breaks(area, content)]
    return found


def what_is_empty(content: ReportContent) -> list[Gap]:
    """Fields with nothing in them, of areas that were looked at: allowed, and said before the draft goes out."""
    return [
        Gap(area.code, f"{area.title}: “{TITLES[field]}” is empty.")
        for area in content.areas
        if area.rating != NOT_LOOKED_AT
        for field in FIELDS
        if not area.texts.get(field, "").strip()
    ]


def _breaks(area: AreaOfReport, content: ReportContent) -> Iterator[str]:
    if area.rating == NOT_LOOKED_AT:
        return
    if not area.has_text:
        yield "nothing has been written."
    if not content.uses_ratings:
        return
    if not area.rating:
        yield "there is no rating. Choose N where the visit did not look at it."
    kinds = [basis.kind for basis in area.basis for _ in range(basis.pieces)]
    yield from wrong_with_rating(Filled(rating=area.rating, shared=area.shared, evidence=kinds))
