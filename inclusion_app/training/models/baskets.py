"""Baskets: what a school is about to book."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import Base
from inclusion_app.training.models.runs import Run


class Basket(Base):
    """What one person is about to book for one school: at most one open basket for each pair of them.

    ``audit_id`` is the act that confirmed it; the changes of bookings name the same.
    """

    __tablename__ = "basket"
    __table_args__ = (
        Index(
            "uq_basket_one_open",
            "owner_id",
            "school_id",
            unique=True,
            sqlite_where=text("confirmed_at IS NULL"),
            postgresql_where=text("confirmed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    audit_id: Mapped[int | None] = mapped_column(ForeignKey("audit_event.id"))

    lines: Mapped[list["BasketLine"]] = relationship(
        lazy="raise", order_by="BasketLine.id", cascade="all, delete-orphan", back_populates="basket"
    )


class BasketLine(Base):
    """One person on one run. What to provide, and what to do should the run be full, is said when confirming."""

    __tablename__ = "basket_line"
    __table_args__ = (UniqueConstraint("basket_id", "run_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    basket_id: Mapped[int] = mapped_column(ForeignKey("basket.id"), index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    basket: Mapped[Basket] = relationship(lazy="raise", back_populates="lines")
    run: Mapped[Run] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
