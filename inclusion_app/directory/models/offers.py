"""Offers: the entries of the directory. What they say is in their versions."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Person, Provider
from inclusion_app.directory.states import OfferState
from inclusion_app.foundation.database import Base

if TYPE_CHECKING:
    from inclusion_app.directory.models.versions import OfferVersion

_STATES = ", ".join(f"'{state}'" for state in OfferState)


class Offer(Base):
    """One entry of the directory: whose it is, where it stands, and when it was last found to be true.

    ``public_id`` is its name in open data: a UUID made of its first address, that never changes. ``slug`` stands in
    its address and follows the title; earlier ones are kept in ``offer_slug``. ``published_version`` is what everybody
    sees while the state is published; it stays behind an archived offer, so that it can come back. Whether an offer is
    due for its check or hidden is computed from ``next_check_on`` and today, never stored. ``stamp`` stands for all
    that the offer is found by, so that the sum over the offers that are listed changes when any of them does.
    """

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("state <> 'published' OR published_version_id IS NOT NULL", name="published_says_something"),
        CheckConstraint("published_version_id IS NULL OR next_check_on IS NOT NULL", name="published_is_checked"),
        CheckConstraint("(checked_on IS NULL) = (next_check_on IS NULL)", name="whole_check"),
        Index("ix_offer_listed", "state", "next_check_on", "stamp", "checked_on"),  # the sum is read from here alone
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=OfferState.DRAFT)
    published_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("offer_version.id", use_alter=True), unique=True
    )
    checked_on: Mapped[date | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    next_check_on: Mapped[date | None] = mapped_column(index=True)
    stamp: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    provider: Mapped[Provider] = relationship(lazy="raise")
    checked_by: Mapped[Person | None] = relationship(lazy="raise")
    published: Mapped["OfferVersion | None"] = relationship(
        lazy="raise", foreign_keys=[published_version_id], viewonly=True
    )
    versions: Mapped[list["OfferVersion"]] = relationship(
        lazy="raise", back_populates="offer", foreign_keys="OfferVersion.offer_id", order_by="OfferVersion.number"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class OfferSlug(Base):
    """An address that an offer once had, and that goes on leading to it."""

    __tablename__ = "offer_slug"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    left_at: Mapped[datetime]


class OfferCheck(Base):
    """One time that somebody said an offer is still true; only ever added.

    ``facts`` has what was asked and answered: contact, waiting time and cost as they were confirmed, and under
    ``changed`` the names of those that were put right.
    """

    __tablename__ = "offer_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    checked_on: Mapped[date]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    facts: Mapped[dict[str, Any]]

    by: Mapped[Person | None] = relationship(lazy="raise")
