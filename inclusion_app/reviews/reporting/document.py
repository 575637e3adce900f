"""The report as an accessible (tagged) PDF, with the reader's name and time on every page."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inclusion_app.foundation.formats import short_day
from inclusion_app.foundation.typesetting import clean, each_text, typeset
from inclusion_app.reviews.reporting.rules.comparing import beside_self_rating
from inclusion_app.reviews.reporting.rules.content import FIELDS, AreaOfReport, ReportContent
from inclusion_app.reviews.writing.rules.judging import NOT_LOOKED_AT
from inclusion_app.reviews.writing.rules.questions import TITLES

SOURCE = Path(__file__).with_name("report.typ")
Paragraphs = list[list[str]]


@dataclass(frozen=True)
class Printed:
    """Everything that a copy of a report is made of. ``mark``: who reads it when; ``status``: which version."""

    content: ReportContent
    service: str
    status: str
    digest: str
    mark: str
    with_ratings: bool


def report_pdf(printed: Printed) -> bytes:
    """The document."""
    return typeset(SOURCE, each_text(_words(printed), clean))


def paragraphs(text: str) -> Paragraphs:
    """A text as paragraphs of lines; empty lines part them."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    found = [[line for line in block.split("\n") if line.strip()] for block in blocks]
    return [lines for lines in found if lines]


def _words(printed: Printed) -> dict[str, Any]:
    content = printed.content
    shows = printed.with_ratings and content.uses_ratings
    return {
        "title": f"Peer review of inclusion: {content.school}",
        "service": printed.service,
        "school": content.school,
        "cycle": content.cycle,
        "status": printed.status,
        "mark": printed.mark,
        "digest": printed.digest,
        "facts": _facts(content),
        "summary": paragraphs(content.summary),
        "areas": [_area(number, area, content, shows=shows) for number, area in enumerate(content.areas, 1)],
        "shows_ratings": shows,
        "levels": [[f"{level.code}", level.title, level.meaning] for level in content.levels],
        "response": paragraphs(content.response),
    }


def _facts(content: ReportContent) -> list[list[str]]:
    facts = [["School", f"{content.school} (URN {content.urn})"]]
    if content.visit:
        first, last = content.visit
        facts.append(["Visit", short_day(first) if first == last else f"{short_day(first)} to {short_day(last)}"])
    facts += [["Lead reviewer", content.lead or "not named"]]
    if content.team:
        facts.append(["Reviewers", ", ".join(content.team)])
    return [*facts, ["Framework", content.framework]]


def _area(number: int, area: AreaOfReport, content: ReportContent, *, shows: bool) -> dict[str, Any]:
    was_looked_at = area.rating != NOT_LOOKED_AT
    return {
        "title": f"{number}. {area.title}",
        "rating": _named(area.rating, content) if shows and area.rating else "",
        "self_rating": _named(area.self_rating, content) if shows and area.self_rating else "",
        "beside": beside_self_rating(area.rating, area.self_rating) if shows else "",
        "shared": area.shared if shows else "",
        "basis": [f"{basis.kind}: {basis.pieces}" for basis in area.basis],
        "texts": [[TITLES[field], paragraphs(area.texts.get(field, ""))] for field in FIELDS] if was_looked_at else [],
        "was_looked_at": was_looked_at,
    }


def _named(rating: str, content: ReportContent) -> str:
    return content.title_of(rating) if rating == NOT_LOOKED_AT else f"{rating}: {content.title_of(rating)}"
