"""The pages of learning records."""

from inclusion_app.training.records.routes.additions import additions
from inclusion_app.training.records.routes.own import own_record_pages
from inclusion_app.training.records.routes.school import school_records

BLUEPRINTS = (own_record_pages, additions, school_records)

__all__ = ["BLUEPRINTS"]
