"""The pages of reviews."""

from flask import Blueprint

from inclusion_app.reviews.routes.hub import reviews

BLUEPRINTS: tuple[Blueprint, ...] = (reviews,)
