"""What changes a review itself."""

from inclusion_app.reviews.services.moving import advance, locked_review, move_aside, move_on, step_back

__all__ = ["advance", "locked_review", "move_aside", "move_on", "step_back"]
