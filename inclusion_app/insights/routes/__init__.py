"""The pages of results."""

from flask import Blueprint

from inclusion_app.insights.routes.county import county_results
from inclusion_app.insights.routes.files import result_files
from inclusion_app.insights.routes.schools import school_results

BLUEPRINTS: tuple[Blueprint, ...] = (school_results, county_results, result_files)
