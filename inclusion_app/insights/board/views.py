"""How a reader looks at results, beside what is counted: kept in the address as the filters are."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from inclusion_app.insights.filters import Filters
from inclusion_app.insights.measures import GROUPS

COLOURS = {"stage": "Stage of peer review", "coverage": "Training that holds"}
KIND_LABELS = {
    "district": "District",
    "community": "Community",
    "area": "Area",
    "phase": "Phase",
    "trust": "Trust",
    "cohort": "Cohort",
    "strand": "Strand",
    "provider": "Provider",
    "delivery": "How it was given",
    "cycle": "Cycle",
    "framework-area": "Area of the framework",
    "term": "Term",
    "year": "School year",
}
PERIODS = ("term", "year")


@dataclass(frozen=True)
class View:
    """``kind`` is what tables are cut by, ``by`` the steps of the trend, ``colour`` what the map shows."""

    filters: Filters
    kind: str = "district"
    by: str = "term"
    colour: str = "stage"

    @classmethod
    def of(cls, args: Mapping[str, str]) -> "View":
        """What stands in an address; what nobody knows is as if it had not been chosen."""
        return cls(
            filters=Filters.from_args(args),
            kind=_one_of(args.get("kind", ""), tuple(KIND_LABELS)),
            by=_one_of(args.get("by", ""), PERIODS),
            colour=_one_of(args.get("colour", ""), tuple(COLOURS)),
        )

    @property
    def group_kind(self) -> str:
        """What schools are grouped by: the kind that was chosen, or districts where it is no group of schools."""
        return self.kind if self.kind in GROUPS else GROUPS[0]

    def query(self, **also: str) -> str:
        """The filters and some more as they stand in an address, with the question mark; empty without any."""
        said = urlencode({name: value for name, value in (self.filters.to_args() | also).items() if value})
        return f"?{said}" if said else ""

    def narrowed(self, kind: str, code: str) -> str:
        """The filters with one group more, as they stand in an address."""
        known = kind in self.filters.__dataclass_fields__ and code
        return View(self.filters.with_(kind, code)).query() if known else self.query()


def _one_of(value: str, known: tuple[str, ...]) -> str:
    return value if value in known else known[0]
