"""The pages of certificates."""

from inclusion_app.training.certificates.routes.public import certificates
from inclusion_app.training.certificates.routes.team import team_certificates

BLUEPRINTS = (certificates, team_certificates)

__all__ = ["BLUEPRINTS"]
