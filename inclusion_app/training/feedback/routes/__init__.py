"""Pages of feedback."""

from inclusion_app.training.feedback.routes.links import feedback_links
from inclusion_app.training.feedback.routes.own import my_feedback
from inclusion_app.training.feedback.routes.results import course_feedback, run_feedback

BLUEPRINTS = (my_feedback, feedback_links, run_feedback, course_feedback)
