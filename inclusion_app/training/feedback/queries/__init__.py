"""What is asked, what is answered, and what it comes to."""

from inclusion_app.training.feedback.queries.answers import has_answered

__all__ = ["has_answered"]
