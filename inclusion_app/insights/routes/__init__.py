"""The pages of results."""

from flask import Blueprint

from inclusion_app.insights.routes.api import measures_api
from inclusion_app.insights.routes.behind import schools_counted
from inclusion_app.insights.routes.clients import api_clients
from inclusion_app.insights.routes.county import county_results
from inclusion_app.insights.routes.equity import equity
from inclusion_app.insights.routes.files import result_files
from inclusion_app.insights.routes.frozen import frozen_results
from inclusion_app.insights.routes.schools import school_results

BLUEPRINTS: tuple[Blueprint, ...] = (
    school_results,
    county_results,
    schools_counted,
    result_files,
    frozen_results,
    equity,
    api_clients,
    measures_api,
)
