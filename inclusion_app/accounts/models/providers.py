"""Organisations that deliver courses or offers."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base


class Provider(Base):
    """An organisation that delivers courses or offers; its members act for it."""

    __tablename__ = "provider"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it
