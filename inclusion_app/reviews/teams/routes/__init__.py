"""The pages of a review's team."""

from inclusion_app.reviews.teams.routes.answering import answering
from inclusion_app.reviews.teams.routes.office import office
from inclusion_app.reviews.teams.routes.team import team

BLUEPRINTS = (team, answering, office)
