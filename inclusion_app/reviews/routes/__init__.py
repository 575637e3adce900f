"""The pages of reviews."""

from flask import Blueprint

from inclusion_app.reviews.files.routes import review_files
from inclusion_app.reviews.matching import routes as matching
from inclusion_app.reviews.reviewers import routes as reviewers
from inclusion_app.reviews.routes.hub import reviews
from inclusion_app.reviews.teams import routes as teams
from inclusion_app.reviews.visits import routes as visits

BLUEPRINTS: tuple[Blueprint, ...] = (
    reviews,
    *visits.BLUEPRINTS,
    review_files,
    *teams.BLUEPRINTS,
    *reviewers.BLUEPRINTS,
    *matching.BLUEPRINTS,
)
