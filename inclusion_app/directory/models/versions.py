"""Versions of offers: what an offer says. The text of a version never changes once it has been published."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Person
from inclusion_app.directory.models.offers import Offer
from inclusion_app.directory.states import OPEN, CostKind, VersionState
from inclusion_app.foundation.database import Base

_STATES = ", ".join(f"'{state}'" for state in VersionState)
_OPEN = ", ".join(sorted(f"'{state}'" for state in OPEN))
_COSTS = ", ".join(f"'{cost}'" for cost in CostKind)


class OfferVersion(Base):
    """Everything that is said of an offer, as it was, is, or is to be.

    ``description`` is HTML as ``foundation/rich_text.py`` lets through. ``kind`` is a code of the scheme offer-kind.
    ``waiting`` says how long one waits now. Ages are in whole years. ``author`` wrote it last, ``decided_by``
    approved or returned it, with ``reason`` for returning.
    """

    __tablename__ = "offer_version"
    __table_args__ = (
        UniqueConstraint("offer_id", "number"),
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint(f"cost_kind IN ({_COSTS})", name="cost_kind"),
        CheckConstraint("minimum_age IS NULL OR minimum_age >= 0", name="minimum_age"),
        CheckConstraint("maximum_age IS NULL OR minimum_age IS NULL OR maximum_age >= minimum_age", name="ages"),
        CheckConstraint("state <> 'submitted' OR submitted_at IS NOT NULL", name="submitted_at"),
        CheckConstraint("state <> 'returned' OR (reason <> '' AND decided_at IS NOT NULL)", name="returned_says_why"),
        CheckConstraint("state NOT IN ('published', 'superseded') OR decided_at IS NOT NULL", name="decided"),
        Index(
            "uq_offer_version_open",
            "offer_id",
            unique=True,
            sqlite_where=text(f"state IN ({_OPEN})"),
            postgresql_where=text(f"state IN ({_OPEN})"),
        ),
        Index("ix_offer_version_state", "state", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default=VersionState.DRAFT)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(400), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(60), default="")
    how_to_get: Mapped[str] = mapped_column(Text, default="")
    cost_kind: Mapped[str] = mapped_column(String(10), default=CostKind.FREE)
    cost: Mapped[str] = mapped_column(String(300), default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    waiting: Mapped[str] = mapped_column(String(200), default="")
    minimum_age: Mapped[int | None]
    maximum_age: Mapped[int | None]
    county_wide: Mapped[bool] = mapped_column(default=False)
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    website: Mapped[str] = mapped_column(String(400), default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    offer: Mapped[Offer] = relationship(lazy="raise", back_populates="versions", foreign_keys=[offer_id])
    author: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[author_id])
    decided_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[decided_by_id])
    concepts: Mapped[list["OfferVersionConcept"]] = relationship(lazy="raise", cascade="all, delete-orphan")
    districts: Mapped[list["OfferVersionDistrict"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="OfferVersionDistrict.district"
    )
    links: Mapped[list["OfferVersionLink"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="OfferVersionLink.position"
    )
    places: Mapped[list["OfferVersionPlace"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="OfferVersionPlace.position"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it

    @property
    def edition(self) -> int:
        """One number for the text as it stands: it grows with each saving, and with each later version."""
        return self.number * 10_000 + self.version

    def codes(self, scheme: str) -> frozenset[str]:
        """The codes of one scheme that the version is tagged with."""
        return frozenset(tag.code for tag in self.concepts if tag.scheme == scheme)


class OfferVersionConcept(Base):
    """A tag on a version: need, phase, level of the graduated approach, framework area or way of giving it."""

    __tablename__ = "offer_version_concept"
    __table_args__ = (
        ForeignKeyConstraint(["scheme", "code"], ["concept.scheme", "concept.code"]),
        Index("ix_offer_version_concept_scheme_code", "scheme", "code"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("offer_version.id"), primary_key=True)
    scheme: Mapped[str] = mapped_column(String(40), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), primary_key=True)


class OfferVersionDistrict(Base):
    """A district in which it is given, by the code of the schools' grouping of that kind."""

    __tablename__ = "offer_version_district"

    version_id: Mapped[int] = mapped_column(ForeignKey("offer_version.id"), primary_key=True)
    district: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class OfferVersionLink(Base):
    """A page elsewhere that says more; its address begins with http:// or https://."""

    __tablename__ = "offer_version_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("offer_version.id"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(400))


class OfferVersionPlace(Base):
    """A place where it is given; easting and northing are the National Grid's, in metres, where they are known."""

    __tablename__ = "offer_version_place"
    __table_args__ = (CheckConstraint("(easting IS NULL) = (northing IS NULL)", name="whole_map_reference"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("offer_version.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(400), default="")
    town: Mapped[str] = mapped_column(String(100), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    easting: Mapped[int | None]
    northing: Mapped[int | None]
