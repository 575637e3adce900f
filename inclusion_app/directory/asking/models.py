"""The tables of what schools do with offers. Whatever a school writes here is the school's and the provider's alone."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Person
from inclusion_app.directory.asking.states import DeclineReason, EnquiryState, Helped, Outcome, Side, Topic
from inclusion_app.directory.models import Offer
from inclusion_app.foundation.database import Base
from inclusion_app.schools.models import School


def _one_of(column: str, values: type[EnquiryState | DeclineReason | Helped | Outcome | Side | Topic]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class ShortlistEntry(Base):
    """One offer on the shortlist of one school, which all who keep it share."""

    __tablename__ = "shortlist_entry"
    __table_args__ = (UniqueConstraint("school_id", "offer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    note: Mapped[str] = mapped_column(String(500), default="")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    added_by: Mapped[Person | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class Enquiry(Base):
    """One school's question to the provider of one offer.

    ``needed`` is what it asked for first; what follows are messages. ``reason_kind`` and ``reason`` say why it was
    declined. Whether it is late is computed from ``sent_at``, the working days and today, never stored.
    """

    __tablename__ = "enquiry"
    __table_args__ = (
        CheckConstraint(_one_of("state", EnquiryState), name="state"),
        CheckConstraint(f"reason_kind = '' OR {_one_of('reason_kind', DeclineReason)}", name="reason_kind"),
        CheckConstraint("(state = 'declined') = (reason_kind <> '')", name="declined_says_why"),
        CheckConstraint("state <> 'accepted' OR accepted_at IS NOT NULL", name="accepted_at"),
        CheckConstraint("contact_email <> '' OR contact_phone <> ''", name="can_be_reached"),
        Index("ix_enquiry_school_id_sent_at", "school_id", "sent_at"),
        Index("ix_enquiry_state_sent_at", "state", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=EnquiryState.SENT)
    needed: Mapped[str] = mapped_column(Text)
    wanted_by: Mapped[date | None]
    contact_name: Mapped[str] = mapped_column(String(200))
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    reason_kind: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    school: Mapped[School] = relationship(lazy="raise")
    offer: Mapped[Offer] = relationship(lazy="raise")
    asked_by: Mapped[Person | None] = relationship(lazy="raise")
    messages: Mapped[list["EnquiryMessage"]] = relationship(lazy="raise", order_by="EnquiryMessage.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it

    @property
    def stage(self) -> EnquiryState:
        """Its state as a value."""
        return EnquiryState(self.state)


class EnquiryMessage(Base):
    """One message of an enquiry, from one side to the other; only ever added."""

    __tablename__ = "enquiry_message"
    __table_args__ = (
        CheckConstraint(_one_of("side", Side), name="side"),
        Index("ix_enquiry_message_enquiry_id", "enquiry_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id"))
    side: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]

    written_by: Mapped[Person | None] = relationship(lazy="raise")


class OfferUse(Base):
    """That a school has used an offer, and what came of it: one for each school and offer, put right as time goes by.

    ``helped`` is empty until the school has said so. The comment is for the provider; others see it, without the
    school's name, only where ``may_share`` is set, and from five schools on (``rules/uses.py``). ``answer`` is the
    provider's, for everybody; ``hidden_reason`` says why the team took the comment out of sight.
    """

    __tablename__ = "offer_use"
    __table_args__ = (
        UniqueConstraint("school_id", "offer_id"),
        CheckConstraint(f"helped = '' OR {_one_of('helped', Helped)}", name="helped"),
        CheckConstraint("NOT may_share OR comment <> ''", name="shares_something"),
        CheckConstraint("answer = '' OR (comment <> '' AND answered_at IS NOT NULL)", name="answers_something"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason = '')", name="hidden_says_why"),
        Index("ix_offer_use_offer_id_helped", "offer_id", "helped"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    used_on: Mapped[date]
    helped: Mapped[str] = mapped_column(String(10), default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    may_share: Mapped[bool] = mapped_column(default=False)
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    hidden_reason: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)

    school: Mapped[School] = relationship(lazy="raise")
    offer: Mapped[Offer] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class OfferHint(Base):
    """That somebody has found an offer out of date. Nobody has to sign in to say so.

    ``email`` is where the answer goes; it is forgotten with the answer.
    """

    __tablename__ = "offer_hint"
    __table_args__ = (
        CheckConstraint(_one_of("topic", Topic), name="topic"),
        CheckConstraint(f"outcome = '' OR {_one_of('outcome', Outcome)}", name="outcome"),
        CheckConstraint("(outcome = '') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("outcome = '' OR email = ''", name="address_is_forgotten"),
        Index("ix_offer_hint_outcome_told_at", "outcome", "told_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    topic: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(String(320), default="")
    told_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    offer: Mapped[Offer] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it

    @property
    def topic_label(self) -> str:
        """What is out of date, as people read it."""
        return Topic(self.topic).label

    @property
    def outcome_label(self) -> str:
        """What became of it, as people read it; nothing while it is open."""
        return Outcome(self.outcome).label if self.outcome else ""
