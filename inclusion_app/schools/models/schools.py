"""Schools as the national register describes them, and the links between them."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base
from inclusion_app.schools.states import OPEN, Phase, Status

_STATUSES = ", ".join(f"'{status}'" for status in Status)
_PHASES = ", ".join(f"'{phase}'" for phase in Phase)


class School(Base):
    """An education setting on the national register, known by its URN.

    Every column but ``id`` and the last two is the register's own; only an import changes them. Names of headteachers
    are in the register and are left there: the service does not need them. Empty text and NULL mean 'not said'.
    ``digest`` is that of everything the import reads, so that it finds what has changed without reading it all;
    ``search_text`` holds the words a school is found by.
    """

    __tablename__ = "school"
    __table_args__ = (
        CheckConstraint(f"status IN ({_STATUSES})", name="status"),
        CheckConstraint(f"phase IN ({_PHASES})", name="phase"),
        CheckConstraint("(easting IS NULL) = (northing IS NULL)", name="whole_map_reference"),
        Index("ix_school_la_code_status", "la_code", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Who it is
    urn: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(300), index=True)
    la_code: Mapped[str] = mapped_column(String(3), default="")
    la_name: Mapped[str] = mapped_column(String(100), default="")
    establishment_number: Mapped[str] = mapped_column(String(10), default="")
    ukprn: Mapped[str] = mapped_column(String(10), default="")
    type_code: Mapped[str] = mapped_column(String(5), default="")
    type_name: Mapped[str] = mapped_column(String(100), default="")
    type_group: Mapped[str] = mapped_column(String(100), default="")
    # Its life
    status: Mapped[str] = mapped_column(String(20), default=Status.OPEN)
    open_date: Mapped[date | None]
    close_date: Mapped[date | None]
    close_reason: Mapped[str] = mapped_column(String(100), default="")
    last_changed: Mapped[date | None]
    # Whom it teaches
    phase: Mapped[str] = mapped_column(String(30))
    low_age: Mapped[int | None]
    high_age: Mapped[int | None]
    gender: Mapped[str] = mapped_column(String(30), default="")
    religious_character: Mapped[str] = mapped_column(String(100), default="")
    admissions: Mapped[str] = mapped_column(String(60), default="")
    nursery: Mapped[str] = mapped_column(String(60), default="")
    sixth_form: Mapped[str] = mapped_column(String(60), default="")
    capacity: Mapped[int | None]
    pupils: Mapped[int | None]
    census_date: Mapped[date | None]
    fsm_percent: Mapped[float | None] = mapped_column(Numeric(5, 2, asdecimal=False))
    # Special educational needs
    sen_with_statement: Mapped[int | None]
    sen_without_statement: Mapped[int | None]
    resourced_provision: Mapped[str] = mapped_column(String(60), default="")
    resourced_on_roll: Mapped[int | None]
    resourced_capacity: Mapped[int | None]
    sen_unit_on_roll: Mapped[int | None]
    sen_unit_capacity: Mapped[int | None]
    special_classes: Mapped[str] = mapped_column(String(60), default="")
    sen_types: Mapped[list[str]] = mapped_column(default=list)
    # Where it is
    street: Mapped[str] = mapped_column(String(200), default="")
    locality: Mapped[str] = mapped_column(String(200), default="")
    address3: Mapped[str] = mapped_column(String(200), default="")
    town: Mapped[str] = mapped_column(String(100), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="", index=True)
    ward: Mapped[str] = mapped_column(String(100), default="")
    urban_rural: Mapped[str] = mapped_column(String(100), default="")
    lsoa: Mapped[str] = mapped_column(String(9), default="")
    uprn: Mapped[str] = mapped_column(String(12), default="")
    easting: Mapped[int | None]
    northing: Mapped[int | None]
    # How to reach it
    telephone: Mapped[str] = mapped_column(String(30), default="")
    website: Mapped[str] = mapped_column(String(400), default="")
    # The import's own
    digest: Mapped[str] = mapped_column(String(32), default="")
    search_text: Mapped[str] = mapped_column(Text, default="")

    @property
    def is_open(self) -> bool:
        """Teaches pupils today: a school proposed to close still does."""
        return self.status in OPEN

    @property
    def phase_label(self) -> str:
        """The phase as people read it."""
        return Phase(self.phase).label

    @property
    def address_lines(self) -> list[str]:
        """The postal address, line by line, without what is not said."""
        return [line for line in (self.street, self.locality, self.address3, self.town, self.postcode) if line]


class SchoolLink(Base):
    """One line of the register's links: ``link_urn`` is ``link_type`` of ``urn``. Either may be unknown here."""

    __tablename__ = "school_link"
    __table_args__ = (UniqueConstraint("urn", "link_urn", "link_type"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    urn: Mapped[int]
    link_urn: Mapped[int] = mapped_column(index=True)
    link_name: Mapped[str] = mapped_column(String(300), default="")
    link_type: Mapped[str] = mapped_column(String(100))
    established: Mapped[date | None]
