"""What the national file says of special educational needs at each school."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base


class SchoolSend(Base):
    """One school in one year of the national file: pupils, those on SEN support, and those with a plan (EHCP).

    None: the file does not say, or does not let so small a number out.
    """

    __tablename__ = "school_send"
    __table_args__ = (
        CheckConstraint("pupils >= 0 AND sen_support >= 0 AND ehc >= 0", name="counts"),
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),
    )

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    pupils: Mapped[int | None]
    sen_support: Mapped[int | None]
    ehc: Mapped[int | None]
