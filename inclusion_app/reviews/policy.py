"""Who may do what with a review; what they see of it is decided in ``rules/visibility.py`` alone."""

from inclusion_app.access.refusal import NOT_YOURS, Refusal, not_your_job
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper


def may_read(seen: SeenReview | None, paper: Paper) -> Refusal | None:
    """Somebody who sees the review and that paper; to those who see nothing of it, it does not exist."""
    if seen is None:
        return NOT_YOURS
    if seen.shows(paper):
        return None
    return not_your_job(f"You cannot see {paper} of this review, or not at this stage.")


def may_act_as(seen: SeenReview | None, *standings: Standing) -> Refusal | None:
    """Somebody who is one of these to the review."""
    if seen is None:
        return NOT_YOURS
    if seen.is_any_of(*standings):
        return None
    who = " or ".join(sorted(standing.label for standing in standings))
    return not_your_job(f"Only {who} can do this.")
