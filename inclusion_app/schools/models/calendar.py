"""Terms and bank holidays."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base

_COUNTY = text("school_id IS NULL")
_OWN = text("school_id IS NOT NULL")


class Term(Base):
    """One term of a school year, first and last day included; with a school, that school's own dates.

    ``school_year`` is the calendar year in which it begins: 2026 for 2026 to 2027.
    """

    __tablename__ = "term"
    __table_args__ = (
        CheckConstraint("ends > starts", name="in_order"),
        Index("uq_term_county", "school_year", "number", unique=True, sqlite_where=_COUNTY, postgresql_where=_COUNTY),
        Index(
            "uq_term_own",
            "school_id",
            "school_year",
            "number",
            unique=True,
            sqlite_where=_OWN,
            postgresql_where=_OWN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_year: Mapped[int]
    number: Mapped[int]
    starts: Mapped[date]
    ends: Mapped[date]
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    provisional: Mapped[bool] = mapped_column(default=False)


class BankHoliday(Base):
    """A day on which England does not work."""

    __tablename__ = "bank_holiday"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
