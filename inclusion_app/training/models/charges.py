"""Charge records: what a late cancellation or an absence costs, for the council's own invoicing."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.foundation.database import Base
from inclusion_app.schools.models import School
from inclusion_app.training.models.bookings import Booking
from inclusion_app.training.states import ChargeKind, Waiver

_KINDS = ", ".join(f"'{kind}'" for kind in ChargeKind)
_WAIVERS = ", ".join(f"'{waiver}'" for waiver in Waiver)


class ChargeRecord(Base):
    """One charge of one booking; no payment is taken here. A waived charge keeps its amount and its reason."""

    __tablename__ = "charge_record"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        CheckConstraint(f"waiver IS NULL OR waiver IN ({_WAIVERS})", name="waiver"),
        CheckConstraint("(waiver IS NULL) = (waived_at IS NULL)", name="waived_at"),
        CheckConstraint("amount_pence >= 0 AND base_pence >= 0", name="amounts"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        UniqueConstraint("booking_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    rule: Mapped[str] = mapped_column(String(300))
    base_pence: Mapped[int]
    percent: Mapped[int]
    amount_pence: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(index=True)
    waiver: Mapped[str | None] = mapped_column(String(20))
    waiver_note: Mapped[str] = mapped_column(String(500), default="")
    waived_at: Mapped[datetime | None]
    waived_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    booking: Mapped[Booking] = relationship(lazy="raise")
    school: Mapped[School] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it
