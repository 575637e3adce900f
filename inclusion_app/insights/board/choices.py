"""What a reader of results can choose from: one statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Integer, Select, String, cast, literal, select, union_all

from inclusion_app.foundation.database import db
from inclusion_app.insights.filters import PLACES, WINDOWS, Filters
from inclusion_app.reviews.models import ReviewCycle
from inclusion_app.reviews.states import CycleState
from inclusion_app.schools.models import Grouping, Term
from inclusion_app.schools.rules.calendar import school_year_label
from inclusion_app.schools.states import PHASE_LABELS

FIRST = ("window", "year", "district", "phase")
"""Filters that are always in sight; the others can be opened."""
LABELS = {
    "window": "Counted over",
    "year": "School year",
    "term": "Term",
    "district": "District",
    "community": "Community",
    "area": "Area",
    "phase": "Phase",
    "trust": "Trust",
    "cohort": "Cohort",
    "cycle": "Cycle of reviews",
}


@dataclass(frozen=True)
class Choice:
    """One filter: its name in the address, its label, what can be chosen by value, and what is."""

    name: str
    label: str
    options: Mapping[str, str]
    chosen: str

    @property
    def is_first(self) -> bool:
        """Always in sight."""
        return self.name in FIRST

    @property
    def said(self) -> str:
        """What was chosen, in words."""
        return self.options.get(self.chosen, self.chosen)


@dataclass(frozen=True)
class Choices:
    """All filters in their order."""

    filters: Filters
    every: tuple[Choice, ...] = field(default_factory=tuple)

    @property
    def made(self) -> list[Choice]:
        """Those with something chosen."""
        return [choice for choice in self.every if choice.chosen]

    @property
    def first(self) -> list[Choice]:
        """Those that are always in sight."""
        return [choice for choice in self.every if choice.is_first]

    @property
    def others(self) -> list[Choice]:
        """Those that can be opened, without those between which there is no choice."""
        return [choice for choice in self.every if not choice.is_first and choice.options]

    @property
    def sentence(self) -> str:
        """What is counted, in words: for headings, files and print."""
        return "; ".join(f"{choice.label}: {choice.said}" for choice in self.made) or "All schools, this school year"


def choices_of(filters: Filters) -> Choices:
    """Every filter with what can be chosen."""
    found: dict[str, dict[str, str]] = {name: {} for name in LABELS}
    found["window"] = {value: label for value, label in WINDOWS.items() if value}
    found["phase"] = {phase.value: label for phase, label in PHASE_LABELS.items()}
    for kind, code, name, number in db.session.execute(_known()):
        if kind == "term":
            found["term"][code] = f"Term {number}, {school_year_label(int(name))}"
            found["year"][name] = school_year_label(int(name))
        elif kind in found:
            found[kind][code] = name
    chosen = filters.to_args()
    every = (Choice(name, label, found[name], chosen.get(name, "")) for name, label in LABELS.items())
    return Choices(filters, tuple(every))


def _known() -> Select[*tuple[Any, ...]]:
    nothing = literal(0)
    groups = select(
        Grouping.kind.label("kind"), Grouping.code.label("code"), Grouping.name.label("name"), nothing.label("number")
    ).where(Grouping.kind.in_(PLACES))
    year = cast(Term.school_year, String)
    terms = select(literal("term"), year + "-" + cast(Term.number, String), year, cast(Term.number, Integer))
    terms = terms.where(Term.school_id.is_(None))
    cycles = select(literal("cycle"), cast(ReviewCycle.id, String), ReviewCycle.name, nothing)
    cycles = cycles.where(ReviewCycle.state != CycleState.DRAFT)
    every = union_all(groups, terms, cycles).subquery()
    return select(every).order_by(every.c.kind, every.c.name.desc(), every.c.number.desc())
