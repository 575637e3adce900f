"""From a school behind a figure to what the figure counts there: its bookings, reviews, actions, offers."""

from collections.abc import Sequence
from dataclasses import dataclass

from inclusion_app.insights.figures import Figure, shown_together
from inclusion_app.insights.measures import Measure
from inclusion_app.insights.queries import SchoolRow

BOOKINGS = ("Bookings", "/schools/{}/bookings?state=past")
MISSED = ("Who did not come", "/schools/{}/bookings?state=missed")
CANCELLED = ("Cancelled bookings", "/schools/{}/bookings?state=cancelled")
RECORD = ("Who holds what", "/schools/{}/training-record")
REVIEWS = ("Reviews and forms", "/schools/{}/reviews")
RESULTS = ("Everything", "/schools/{}/results/timeline")
ACTIONS = ("Actions", "/schools/{}/results#actions")
SUPPORT = ("Support", "/schools/{}/results#support")
BY_BEGINNING = (
    ("review-", (REVIEWS,)),
    ("form-rate", (REVIEWS,)),
    ("reach-reviews", (REVIEWS,)),
    ("reach-training", (BOOKINGS,)),
    ("reach", (BOOKINGS, REVIEWS)),
    ("not-yet-reached", (RESULTS,)),
    ("strand-", (RECORD, BOOKINGS)),
    ("offers", (SUPPORT,)),
    ("follow-through", (ACTIONS, REVIEWS)),
    ("linked-completed", (ACTIONS, BOOKINGS)),
    ("no-show", (MISSED, BOOKINGS)),
    ("late-cancellation", (CANCELLED, BOOKINGS)),
    ("depth", (BOOKINGS, RECORD)),
    ("fill", (BOOKINGS,)),
    ("attendance", (BOOKINGS,)),
    ("completion", (BOOKINGS,)),
    ("confidence", (BOOKINGS,)),
)
"""The first that a measure's code begins with. There is none for what is not known: a new measure names its facts."""


@dataclass(frozen=True)
class Ways:
    """Where what is counted stands, for each school."""

    ways: tuple[tuple[str, str], ...]

    def __call__(self, urn: int) -> list[tuple[str, str]]:
        """Text and address for that school."""
        return [(text, address.format(urn)) for text, address in self.ways]


def way_to(measure: Measure) -> Ways:
    """The ways on for that measure. Raises KeyError for one that has none."""
    for beginning, ways in BY_BEGINNING:
        if measure.code.startswith(beginning):
            return Ways(ways)
    raise KeyError(measure.code)


def parts_of(measure: Measure, rows: Sequence[SchoolRow]) -> list[tuple[SchoolRow, Figure]]:
    """Each school with its part of the figure, as the team may see it beside the total."""
    figures = [Figure(row.numerator, row.denominator) for row in rows]
    return list(zip(rows, shown_together(figures, measure.small_numbers), strict=True))
