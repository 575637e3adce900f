"""Tables of summaries: figures kept beside the facts they come from. Only ``keeping`` writes them, and all of it can be
made anew from the facts at any time."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base


class SchoolHeir(Base):
    """``heir_id`` carries on ``school_id``, however many conversions and mergers lie between; every school carries on
    itself. What a closed school has done counts for its heirs."""

    __tablename__ = "school_heir"
    __table_args__ = (Index("ix_school_heir_heir_id", "heir_id", "school_id"),)

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), primary_key=True)
    heir_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), primary_key=True)


class TrainingSummary(Base):
    """The training of one school in one term and strand, of runs whose register is closed.

    ``period`` is school year × 10 + number of the term (``keeping/periods.py``). ``bookings`` to ``late_cancels`` leave
    out attendance that was brought in from files, which names only those who came; ``completions``, ``people`` and the
    last two count it. ``current_until`` is the last day on which one of the completions holds; none: for ever.
    """

    __tablename__ = "training_summary"
    __table_args__ = (
        Index(
            "ix_training_summary_period", "period", "school_id", "strand_id", "completions", "last_completed_on"
        ),  # all that a window reads
    )

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), primary_key=True)
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    strand_id: Mapped[int] = mapped_column(ForeignKey("concept.id"), primary_key=True)
    bookings: Mapped[int]
    attended: Mapped[int]
    completed: Mapped[int]
    part: Mapped[int]
    no_shows: Mapped[int]
    late_cancels: Mapped[int]
    completions: Mapped[int]
    people: Mapped[int]
    last_completed_on: Mapped[date | None]
    current_until: Mapped[date | None]


class StrandSummary(Base):
    """What one school holds in one strand, whenever it was completed: one row, however long it has gone on.

    ``current_until`` is the last day on which one of the completions holds; none: for ever.
    """

    __tablename__ = "strand_summary"
    __table_args__ = (Index("ix_strand_summary_strand_id", "strand_id", "school_id"),)

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), primary_key=True)
    strand_id: Mapped[int] = mapped_column(ForeignKey("concept.id"), primary_key=True)
    last_completed_on: Mapped[date | None]
    current_until: Mapped[date | None]


class RunSummary(Base):
    """One run whose register is closed. Runs that were brought in from files are left out: they have no free places."""

    __tablename__ = "run_summary"
    __table_args__ = (Index("ix_run_summary_period", "period"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    period: Mapped[int]
    strand_id: Mapped[int] = mapped_column(ForeignKey("concept.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    delivery: Mapped[str] = mapped_column(String(20))
    places: Mapped[int]
    bookings: Mapped[int]
    attended: Mapped[int]
    completed: Mapped[int]
    no_shows: Mapped[int]
    late_cancels: Mapped[int]
    pairs: Mapped[int]
    rose: Mapped[int]


class FillSummary(Base):
    """The runs of one term, strand, provider and way of giving it, added up from ``run_summary``.

    ``pairs`` are people who judged the same outcomes before and straight after, ``rose`` those of them whose confidence
    is higher on average.
    """

    __tablename__ = "fill_summary"

    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    strand_id: Mapped[int] = mapped_column(ForeignKey("concept.id"), primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), primary_key=True)
    delivery: Mapped[str] = mapped_column(String(20), primary_key=True)
    runs: Mapped[int]
    places: Mapped[int]
    bookings: Mapped[int]
    attended: Mapped[int]
    completed: Mapped[int]
    no_shows: Mapped[int]
    late_cancels: Mapped[int]
    pairs: Mapped[int]
    rose: Mapped[int]


class ReviewSummary(Base):
    """One school's part in one cycle. ``counted``: it stands in the denominators (E of domain.md 1.8).

    ``state`` is the participation's, ``stage`` the number of the stage reached (0: there is no review). ``withdrawn``:
    it has withdrawn, however late. ``last_on`` is the newest day on which the review took a step.
    """

    __tablename__ = "review_summary"
    __table_args__ = (
        Index("ix_review_summary_cycle_id", "cycle_id", "school_id"),
        Index("ix_review_summary_school_id", "school_id", "final_on"),
    )

    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("review_cycle.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    state: Mapped[str] = mapped_column(String(10))
    counted: Mapped[bool]
    withdrawn: Mapped[bool]
    stage: Mapped[int]
    forms_assigned: Mapped[int]
    forms_submitted: Mapped[int]
    final_on: Mapped[date | None]
    followed_up_on: Mapped[date | None]
    last_on: Mapped[date | None]


class StageSummary(Base):
    """One stage, by its number, of a counted school's review: when it was reached, and when it was or is due."""

    __tablename__ = "stage_summary"
    __table_args__ = (Index("ix_stage_summary_cycle_id", "cycle_id", "stage"),)

    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), primary_key=True)
    stage: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("review_cycle.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    reached_on: Mapped[date | None]
    due_on: Mapped[date | None]


class ActionSummary(Base):
    """The actions of one school's published plans in one area of the framework that are due on one day.

    ``actions`` leaves out those that were replaced. ``linked`` name a course, or have a booking linked to them;
    ``linked_completed``: somebody of the school has completed it.
    """

    __tablename__ = "action_summary"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), primary_key=True)
    area: Mapped[str] = mapped_column(String(60), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    actions: Mapped[int]
    followed_through: Mapped[int]
    open: Mapped[int]
    linked: Mapped[int]
    linked_completed: Mapped[int]


class SupportSummary(Base):
    """What one school did with offers of support in one term. ``accepted`` are of the enquiries sent in that term,
    ``helped`` to ``did_not_help`` of the offers used in it. ``last_at`` is the newest moment of any of it."""

    __tablename__ = "support_summary"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), primary_key=True)
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shortlisted: Mapped[int]
    enquiries: Mapped[int]
    accepted: Mapped[int]
    used: Mapped[int]
    helped: Mapped[int]
    helped_in_part: Mapped[int]
    did_not_help: Mapped[int]
    last_at: Mapped[datetime]
