"""The values that offers and their versions can take; no database here, rules and models share them."""

from enum import StrEnum


class OfferState(StrEnum):
    """Where an offer stands. While it is published, its published version is what everybody sees."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"draft": "Draft", "submitted": "Waits for approval", "published": "Published", "archived": "Archived"}[
            self
        ]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {"draft": "blue", "submitted": "yellow", "published": "green", "archived": "grey"}[self]


class VersionState(StrEnum):
    """Where one version of an offer's text stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "draft": "Being written",
            "submitted": "Waits for approval",
            "returned": "Returned",
            "published": "Published",
            "superseded": "Replaced",
        }[self]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {"draft": "blue", "submitted": "yellow", "returned": "orange", "published": "green"}.get(self, "grey")


OPEN = frozenset({VersionState.DRAFT, VersionState.SUBMITTED, VersionState.RETURNED})
"""Versions that can still change; an offer has at most one of them."""
FROZEN = frozenset({VersionState.PUBLISHED, VersionState.SUPERSEDED})
"""Versions whose text stays as it is for ever."""


class CostKind(StrEnum):
    """What a school pays; the words are those of the scheme offer-cost."""

    FREE = "free"
    FUNDED = "funded"
    TRADED = "traded"


class Shelf(StrEnum):
    """How fresh a published offer is, computed from its next check and today."""

    FRESH = "fresh"
    DUE = "due"
    HIDDEN = "hidden"
