"""Offers that go with a course. The directory brings them in ``wiring``; the catalogue knows nothing of it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class RelatedOffer:
    """One offer as a course's page shows it; ``href`` is its page in this service."""

    title: str
    provider: str
    about: str
    href: str


OfferSource = Callable[[Collection[str], Collection[str]], Sequence[RelatedOffer]]
"""Given codes of needs and of framework areas: offers that share some of them, those that share most first."""


def no_offers(_needs: Collection[str], _areas: Collection[str]) -> Sequence[RelatedOffer]:
    """What is known of offers while there is no directory."""
    return ()
