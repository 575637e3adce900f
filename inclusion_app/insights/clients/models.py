"""Tools that may read the measures."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import Base


class ApiClient(Base):
    """One tool. Its token is shown once, when it is made; its hash alone is kept. ``scopes`` are what it may read."""

    __tablename__ = "api_client"
    __table_args__ = (CheckConstraint("(revoked_at IS NULL) OR (revoked_at >= created_at)", name="in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None]

    created_by: Mapped[Person | None] = relationship(lazy="raise")
