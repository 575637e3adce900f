"""The pages of forms."""

from inclusion_app.reviews.writing.routes import areas, evidence, paper, reading, signing
from inclusion_app.reviews.writing.routes.rooms import writing

BLUEPRINTS = (writing,)

__all__ = ["BLUEPRINTS", "areas", "evidence", "paper", "reading", "signing"]
