"""Providers, for choosing one."""

from collections.abc import Sequence

from sqlalchemy import select

from inclusion_app.accounts.models import Provider
from inclusion_app.foundation.database import db


def all_providers() -> Sequence[Provider]:
    """Every provider by name."""
    return db.session.scalars(select(Provider).order_by(Provider.name)).all()
