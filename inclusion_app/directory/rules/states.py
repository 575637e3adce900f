"""How offers and their versions move from state to state: two tables, from which docs/states/ is made."""

from dataclasses import dataclass

from inclusion_app.directory.states import OPEN, OfferState, VersionState

PROVIDER, TEAM = "provider", "team"
"""In whose name somebody acts: that of the offer's provider, or the inclusion team's (the service's own as well)."""


@dataclass(frozen=True)
class Move:
    """One act, the states it may start from, the one it leads to, and who may cause it."""

    starts: frozenset[str]
    leads_to: str
    refusal: str
    by: frozenset[str] = frozenset({PROVIDER, TEAM})


_TEAM = frozenset({TEAM})
_UNSENT = frozenset({VersionState.DRAFT, VersionState.RETURNED})

VERSION_MOVES = {
    "submit_offer": Move(_UNSENT, VersionState.SUBMITTED, "There is nothing here that could be submitted."),
    "withdraw_offer": Move(
        frozenset({VersionState.SUBMITTED}),
        VersionState.DRAFT,
        "This does not wait for approval, so it cannot be taken back.",
    ),
    "return_offer": Move(
        frozenset({VersionState.SUBMITTED}), VersionState.RETURNED, "This does not wait for approval any more.", _TEAM
    ),
    "approve_offer": Move(
        frozenset({VersionState.SUBMITTED}), VersionState.PUBLISHED, "This does not wait for approval any more.", _TEAM
    ),
    "replace": Move(
        frozenset({VersionState.PUBLISHED}), VersionState.SUPERSEDED, "Only what is published is replaced.", _TEAM
    ),
}
"""One version of an offer's text. A saving by the team is submitted at once; one by the provider stays as it is."""

OFFER_MOVES = {
    "submit_offer": Move(frozenset({OfferState.DRAFT}), OfferState.SUBMITTED, "This offer has been submitted already."),
    "withdraw_offer": Move(frozenset({OfferState.SUBMITTED}), OfferState.DRAFT, "This offer has not been submitted."),
    "return_offer": Move(frozenset({OfferState.SUBMITTED}), OfferState.DRAFT, "This offer was not submitted.", _TEAM),
    "approve_offer": Move(
        frozenset({OfferState.SUBMITTED, OfferState.PUBLISHED}), OfferState.PUBLISHED, "It was not submitted.", _TEAM
    ),
    "archive_offer": Move(
        frozenset({OfferState.DRAFT, OfferState.SUBMITTED, OfferState.PUBLISHED}),
        OfferState.ARCHIVED,
        "This offer is archived already.",
    ),
    "restore_offer": Move(frozenset({OfferState.ARCHIVED}), OfferState.PUBLISHED, "This offer is not archived.", _TEAM),
}
"""The offer itself, which stays published while a change of it is written, submitted, returned or approved."""


def state_of_offer(published_version_id: int | None, *, open_state: str | None) -> OfferState:
    """What an offer that is not archived is: published as long as it has a published text."""
    if published_version_id is not None:
        return OfferState.PUBLISHED
    return OfferState.SUBMITTED if open_state == VersionState.SUBMITTED else OfferState.DRAFT


def can_be_saved(open_state: str | None) -> bool:
    """A change can be begun, or the one that is open can be written on."""
    return open_state is None or open_state in OPEN
