"""Offers of support that could help with an action. The directory brings them; until it does, there are none.

Whoever knows offers gives the service an ``OfferSource`` in ``wiring``; plans ask it and know nothing of where offers
are kept.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from inclusion_app.schools.models import School


@dataclass(frozen=True)
class SuggestedOffer:
    """One offer as an action's page shows it; ``href`` is its page in this service, ``about`` one sentence."""

    title: str
    provider: str
    about: str
    href: str


OfferSource = Callable[[Collection[str], School], Sequence[SuggestedOffer]]
"""Given codes of framework areas and the school that asks: offers that could help, the likeliest first."""


def no_offers(_areas: Collection[str], _school: School) -> Sequence[SuggestedOffer]:
    """What is known of offers while there is no directory."""
    return ()
