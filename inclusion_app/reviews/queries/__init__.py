"""What the rooms of reviews ask of reviews."""

from inclusion_app.reviews.queries.deadlines import Due, Schedule, schedules_of
from inclusion_app.reviews.queries.standing import SeenReview, is_visible_to, seen_review, standings_on

__all__ = ["Due", "Schedule", "SeenReview", "is_visible_to", "schedules_of", "seen_review", "standings_on"]
