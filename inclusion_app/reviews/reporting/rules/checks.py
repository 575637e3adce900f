"""What stands in the way of a report, and what is worth a second look (the rating rule: domain.md 1.7)."""

from collections.abc import Iterator
from dataclasses import dataclass

from inclusion_app.reviews.reporting.rules.content import (
    BEST,
    FIELDS,
    LABELS,
    NOT_LOOKED_AT,
    SUMMARY,
    AreaOfReport,
    ReportContent,
)

LEAST_PIECES = 2
LEAST_KINDS = 2
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
        Gap(area.code, f"{area.title}: “{LABELS[field]}” is empty.")
        for area in content.areas
        if area.rating != NOT_LOOKED_AT
        for field in FIELDS
        if field != SUMMARY and not area.texts.get(field, "").strip()
    ]


def why_not_rated_so(area: AreaOfReport) -> list[str]:
    """How a rating breaks the rule: two pieces of evidence of two kinds, and with a 4 what others can learn from."""
    if area.rating in {"", NOT_LOOKED_AT}:
        return []
    found = []
    if area.pieces < LEAST_PIECES or len(area.basis) < LEAST_KINDS:
        found.append("a rating needs at least two pieces of evidence, of two kinds.")
    if area.rating == BEST and not area.shared.strip():
        found.append("this rating needs the name of what others could learn from.")
    return found


def _breaks(area: AreaOfReport, content: ReportContent) -> Iterator[str]:
    if area.rating == NOT_LOOKED_AT:
        return
    if not area.has_text:
        yield "nothing has been written."
    if content.uses_ratings and not area.rating:
        yield "it has no rating. Choose “not looked at” where the visit did not touch it."
    yield from why_not_rated_so(area)
