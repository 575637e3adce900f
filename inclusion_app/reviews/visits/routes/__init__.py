"""The pages of visits."""

from flask import Blueprint

from inclusion_app.reviews.visits.routes.dates import visit_dates
from inclusion_app.reviews.visits.routes.preparation import preparation
from inclusion_app.reviews.visits.routes.safeguarding import safeguarding
from inclusion_app.reviews.visits.routes.timetable import timetable

BLUEPRINTS: tuple[Blueprint, ...] = (visit_dates, preparation, timetable, safeguarding)
