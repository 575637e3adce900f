"""The lead's preparation, and the two steps that follow from it: ready, and visited."""

from collections.abc import Collection, Sequence
from datetime import datetime

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.foundation.formats import day as in_words
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import locked_review, move_on
from inclusion_app.reviews.states import ReviewState, Side
from inclusion_app.reviews.visits.queries.timetable import number_of_activities

LONGEST_BRIEFING = 10_000
LONGEST_LINE = 300
MOST_LINES = 3
TOO_LATE = "The preparation can be changed until the visit has been held, and not while a review is set aside."


def save_preparation(actor: Actor, review_id: int, *, briefing: str, lines: Sequence[str], version: int) -> None:
    """Keep briefing and lines of enquiry, in order. ``version`` is the one the lead saw.

    Raises StaleEdit, RuleBroken, LookupError.
    """
    _refuse_too_long(briefing, lines)
    with transaction():
        review = locked_review(review_id)
        if review.side != Side.NONE or review.stage.has_reached(ReviewState.VISITED):
            raise RuleBroken(
                None, "The preparation can be changed until the visit, and not while a review is set aside."
            )
        kept = "\n".join(" ".join(line.split()) for line in lines if line.strip())
        if review.preparation_version != version:
            raise StaleEdit(_theirs(review, briefing, lines), version=review.preparation_version)
        review.briefing, review.lines_of_enquiry = briefing.strip(), kept
        review.preparation_version += 1
        audit.record(actor, "save_preparation", review, school_id=review.school_id)


def finish_preparation(actor: Actor, review_id: int, *, standings: Collection[Standing], now: datetime) -> None:
    """The team is ready for the visit: briefing, lines of enquiry and timetable are there.

    Raises RuleBroken, which names everything that is missing; LookupError.
    """
    with transaction():
        review = locked_review(review_id)
        missing = what_is_missing(review, activities=number_of_activities(review_id))
        if missing:
            raise RuleBroken.several([(None, sentence) for sentence in missing])
        move_on(actor, review, ReviewState.READY, standings=standings, now=now)


def mark_visited(actor: Actor, review_id: int, *, standings: Collection[Standing], now: datetime) -> None:
    """The visit has been held; on its last day or later. Raises RuleBroken, LookupError."""
    with transaction():
        review = locked_review(review_id)
        last = review.visit_until or review.visit_on
        if last is None:
            raise RuleBroken(None, "No date of the visit has been agreed.")
        if london(now).date() < last:
            raise RuleBroken(None, f"The visit is on {in_words(last)}. Say that it was held on that day, or later.")
        move_on(actor, review, ReviewState.VISITED, standings=standings, now=now)


def what_is_missing(review: Review, *, activities: int) -> list[str]:
    """What has to be there before the team is ready, in sentences."""
    said = []
    if not review.briefing.strip():
        said.append("Write the briefing.")
    if not review.lines_of_enquiry.strip():
        said.append("Write at least one line of enquiry.")
    if not activities:
        said.append("Put at least one activity into the timetable.")
    return said


def lines_of(review: Review) -> list[str]:
    """The lines of enquiry, in order."""
    return [line for line in review.lines_of_enquiry.split("\n") if line]


def _refuse_too_long(briefing: str, lines: Sequence[str]) -> None:
    problems: list[tuple[str | None, str]] = []
    if len(briefing) > LONGEST_BRIEFING:
        problems.append(("briefing", f"The briefing must be {LONGEST_BRIEFING:,} characters or fewer"))
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            problems.append((f"line_{number}", f"A line of enquiry must be {LONGEST_LINE} characters or fewer"))
    if len(lines) > MOST_LINES:
        problems.append((None, f"There are at most {MOST_LINES} lines of enquiry."))
    if problems:
        raise RuleBroken.several(problems)


def _theirs(review: Review, briefing: str, lines: Sequence[str]) -> dict[str, str]:
    """What somebody else has saved, as far as it differs, by field of the form."""
    saved = [*lines_of(review), "", "", ""]
    found = {"briefing": review.briefing} if review.briefing != briefing.strip() else {}
    mine = [*lines, "", "", ""]
    return found | {
        f"line_{number + 1}": saved[number]
        for number in range(MOST_LINES)
        if saved[number] != " ".join(mine[number].split())
    }
