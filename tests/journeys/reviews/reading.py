"""Who may read what: each page of the review, asked for by everybody, and the words found there."""

import re

from inclusion_app.demo_data.reviews.improvement_words import ACTIONS, PRIORITIES
from inclusion_app.demo_data.reviews.reporting import IN_SHORT
from inclusion_app.demo_data.reviews.visits import BRIEFING
from inclusion_app.demo_data.reviews.writing import ANSWERS, SAID
from tests.journeys.reviews.house import Story

WORDS = {
    "self-review": ANSWERS[1],
    "briefing": BRIEFING,
    "forms": SAID["better"],
    "report": IN_SHORT.partition("\n")[0],
    "point": "There are twelve.",
    "response": "Thank you for your time and care.",
    "priority": PRIORITIES["leading"],
    "action": ACTIONS["leading"][0],
}
"""One sentence of each paper; the services and the people of a story write the same ones."""
ROOMS = (
    "", "/team", "/dates", "/files", "/preparation", "/timetable", "/self-review", "/self-review/leading",
    "/form/leading", "/forms", "/report/areas/leading", "/report/summary", "/report/moderation", "/report/draft",
    "/report/points", "/report", "/report/versions/1", "/workshop", "/plan", "/plan/export", "/follow-up",
    "/evaluation", "/close",
)  # fmt: skip
OF_CYCLE = ("", "/board", "/board.csv", "/patterns", "/evaluations")
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
FORM = re.compile(r'href="(/reviews/\d+/forms/\d+)"')


def read_by(story: Story, part: str) -> set[str]:
    """The papers of which somebody can read something, wherever they look."""
    page = story.page_of(part)
    found = ""
    waiting = [*(f"{story.review}{room}" for room in ROOMS), *(f"{story.cycle}{room}" for room in OF_CYCLE)]
    waiting += ["/", "/reviews", f"/schools/{story.urn}/reviews"]
    for path in waiting:
        answer = page.request.get(path)
        found += answer.text()
        waiting += [form for form in FORM.findall(answer.text()) if form not in waiting]
    return {paper for paper, words in WORDS.items() if words in found}


def they_read(story: Story, **papers: set[str]) -> None:
    """Each of these people reads so much, and no more."""
    assert {part: read_by(story, part) for part in papers} == papers
