"""Which messages a person wants."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base


class MessagePreference(Base):
    """One group of messages that a person does, or does not, want; without a row they get them."""

    __tablename__ = "message_preference"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    group: Mapped[str] = mapped_column(String(20), primary_key=True)
    wanted: Mapped[bool]
