"""Who may write which form, and when."""

from collections.abc import Collection
from dataclasses import dataclass

from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import FormKind, ReviewState, Side


@dataclass(frozen=True)
class Door:
    """A kind of form: its writers, the stages in which it is written (from, and before), and since when it goes in."""

    writers: frozenset[Standing]
    since: ReviewState
    before: ReviewState
    submitted_by: frozenset[Standing]
    submitted_since: ReviewState


DOORS = {
    FormKind.SELF_REVIEW: Door(
        writers=frozenset({Standing.HEAD, Standing.COORDINATOR, Standing.AUTHOR}),
        since=ReviewState.SELF_REVIEW_OPEN,
        before=ReviewState.SELF_REVIEW_SUBMITTED,
        submitted_by=frozenset({Standing.HEAD}),
        submitted_since=ReviewState.SELF_REVIEW_OPEN,
    ),
    FormKind.REVIEW: Door(
        writers=frozenset({Standing.LEAD, Standing.REVIEWER}),
        since=ReviewState.SELF_REVIEW_SUBMITTED,
        before=ReviewState.DRAFT_WITH_HOST,
        submitted_by=frozenset({Standing.LEAD, Standing.REVIEWER}),
        submitted_since=ReviewState.VISITED,
    ),
    FormKind.REPORT: Door(
        writers=frozenset({Standing.LEAD}),
        since=ReviewState.VISITED,
        before=ReviewState.FINAL,
        submitted_by=frozenset({Standing.LEAD}),
        submitted_since=ReviewState.FORMS_IN,
    ),
}
NAMES = {FormKind.SELF_REVIEW: "self-review", FormKind.REVIEW: "review form", FormKind.REPORT: "report"}


def why_not_write(
    kind: FormKind, standings: Collection[Standing], *, stage: ReviewState, side: str, submitted: object
) -> str | None:
    """The sentence that keeps somebody from writing now; nothing where they may. ``submitted`` is when, or None."""
    door, name = DOORS[kind], NAMES[kind]
    if not door.writers & set(standings):
        return f"Only {_listed(door.writers)} can write in the {name}."
    if side != Side.NONE:
        return f"This review is {side}, so the {name} cannot be changed."
    if submitted is not None:
        return f"This {name} has been submitted, so it cannot be changed."
    if not stage.has_reached(door.since):
        return f"The {name} is not open yet."
    if stage.has_reached(door.before):
        return f"The {name} is closed: the review has gone on to “{stage.label}”."
    return None


def why_not_submit(kind: FormKind, standings: Collection[Standing], *, stage: ReviewState) -> str | None:
    """The same for sending it in, for somebody who may write."""
    door, name = DOORS[kind], NAMES[kind]
    if not door.submitted_by & set(standings):
        return f"Only {_listed(door.submitted_by)} can submit the {name}."
    if not stage.has_reached(door.submitted_since):
        return f"The {name} can be submitted from the stage “{door.submitted_since.label}” on."
    return None


def why_not_reopen(kind: FormKind, standings: Collection[Standing], *, stage: ReviewState, side: str) -> str | None:
    """The same for opening a submitted form again."""
    return why_not_write(kind, standings, stage=stage, side=side, submitted=None)


def _listed(standings: Collection[Standing]) -> str:
    return " or ".join(sorted(standing.label for standing in standings))
