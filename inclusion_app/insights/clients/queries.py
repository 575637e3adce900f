"""Tools that may read the measures."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.accounts.secrets import hashed
from inclusion_app.foundation.database import db
from inclusion_app.insights.clients.models import ApiClient


def clients() -> Sequence[ApiClient]:
    """All of them, those that may still read first."""
    order = (ApiClient.revoked_at.is_not(None), ApiClient.name, ApiClient.id)
    return db.session.scalars(select(ApiClient).options(joinedload(ApiClient.created_by)).order_by(*order)).all()


def client_with(token: str) -> ApiClient | None:
    """Whose token that is; nobody's when it was revoked."""
    query = select(ApiClient).where(ApiClient.token_hash == hashed(token), ApiClient.revoked_at.is_(None))
    return db.session.scalars(query).first()


def client_by_id(client_id: int) -> ApiClient | None:
    """One of them."""
    return db.session.get(ApiClient, client_id)
