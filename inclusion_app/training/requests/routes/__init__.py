"""The pages of asking, deciding, interest, and places of a whole school."""

from inclusion_app.training.requests.routes.applications import applications
from inclusion_app.training.requests.routes.asking import own_requests, place_requests
from inclusion_app.training.requests.routes.deciding import request_links, school_requests
from inclusion_app.training.requests.routes.interest import course_interest, interested
from inclusion_app.training.requests.routes.school_places import school_places

BLUEPRINTS = (
    place_requests,
    own_requests,
    school_requests,
    request_links,
    applications,
    interested,
    course_interest,
    school_places,
)

__all__ = ["BLUEPRINTS"]
