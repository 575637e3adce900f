"""What a review is made of, as its own page lists it; each room of reviews has its line here."""

from collections.abc import Iterator
from dataclasses import dataclass

from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.rules.visibility import Paper


@dataclass(frozen=True)
class Section:
    """One part of a review: its name, its address, and a line on what is there."""

    title: str
    href: str
    about: str


@dataclass(frozen=True)
class _Known:
    """A section that there can be, under the review's address, for those who see one of its papers."""

    title: str
    path: str
    about: str
    papers: frozenset[Paper]


SECTIONS: tuple[_Known, ...] = (
    _Known("Team", "team", "Who reviews the school, and what they have declared.", frozenset({Paper.TEAM})),
)
"""In the order of the journey."""


def sections_for(seen: SeenReview) -> list[Section]:
    """The sections this person can open at this moment, in the order of the journey."""
    return list(_open_to(seen))


def _open_to(seen: SeenReview) -> Iterator[Section]:
    for known in SECTIONS:
        if known.papers & seen.papers:
            yield Section(known.title, f"/reviews/{seen.review.id}/{known.path}", known.about)
