"""Pages of feedback."""

from inclusion_app.training.feedback.routes.links import feedback_links
from inclusion_app.training.feedback.routes.own import my_feedback

BLUEPRINTS = (my_feedback, feedback_links)
