"""Who facilitates a run."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base


class RunFacilitator(Base):
    """Somebody who gives a run in the name of its provider, and of the provider's runs sees those alone.

    Counts for as long as the person holds the role of a facilitator at the provider.
    """

    __tablename__ = "run_facilitator"

    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    named_at: Mapped[datetime]
