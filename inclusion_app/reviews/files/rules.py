"""How much a review can have, and until when what can be done."""

from dataclasses import dataclass

from inclusion_app.reviews.states import ReviewState

LONGEST_TITLE = 200
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Quota:
    """How many files a review can have, and how many megabytes they can have altogether."""

    files: int
    megabytes: int


def room_problem(quota: Quota, *, size: int, number: int, altogether: int) -> str | None:
    """Why there is no room for one more beside so many files of so many bytes."""
    if number >= quota.files:
        return f"There are {number} files already. Remove one first"
    if altogether + size > quota.megabytes * MEGABYTE:
        return f"The files of a review can have {quota.megabytes} MB altogether. Remove one, or make this one smaller"
    return None


def title_problem(title: str) -> str | None:
    """What is wrong with a title."""
    if not title.strip():
        return "Enter a title"
    return f"The title must be {LONGEST_TITLE} characters or fewer" if len(title) > LONGEST_TITLE else None


def takes_files(stage: ReviewState, side: str) -> bool:
    """Files can be added until the visit has been held: reviewers may ask for one more."""
    return not side and not stage.has_reached(ReviewState.VISITED)


def lets_files_go(stage: ReviewState, side: str) -> bool:
    """Files can be removed until the self-review is submitted; then they stand as it does."""
    return not side and not stage.has_reached(ReviewState.SELF_REVIEW_SUBMITTED)
