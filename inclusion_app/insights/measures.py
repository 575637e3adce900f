"""What is measured, each thing defined once (domain.md 1.8 and 5): pages, exports, help and the interface for reporting
tools all take their words from here.

Every figure is so many of so many. Both parts are sums over schools, so that the schools behind a figure add up to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from inclusion_app.insights.figures import Figure, SmallNumbers
from inclusion_app.reviews.states import ORDER, ReviewState

GROUPS = ("district", "community", "area", "phase", "trust", "cohort")
"""What schools are grouped by; ``phase`` is the register's own, the others are groups with dates."""
BY_CYCLE = ("cycle", *GROUPS)
BY_TIME = ("term", "year", *GROUPS)
BY_RUN = ("strand", "provider", "delivery", "term", "year", *GROUPS)

COUNTED_SCHOOLS = (
    "schools that enrolled, without those that withdrew by ten days after the cycle began; withdrawals are shown apart"
)
OPEN_SCHOOLS = "schools open on the last day of the window"
CYCLE = "One cycle of peer reviews, as it stands today; without a choice the latest in which reviews are under way"
WINDOW = "A school year, three school years or ever; a term where one is chosen"
ENDED_RUNS = "Runs whose register is closed, by the day of their last session"
STRAND, STAGE, ON_TIME, OVERDUE = "strand-", "review-stage-", "review-on-time-", "review-overdue-"


@dataclass(frozen=True)
class Measure:
    """One measure. ``sentence`` has ``{share}``, ``{numerator}`` and ``{denominator}`` to be filled in; ``numerator``
    and ``denominator`` say what is counted; ``cuts`` is what it can be grouped by. ``of_schools``: both parts count
    schools, each once."""

    code: str
    name: str
    sentence: str
    numerator: str
    denominator: str
    window: str
    cuts: tuple[str, ...]
    small_numbers: SmallNumbers = SmallNumbers.NONE
    of_schools: bool = True

    def said(self, figure: Figure) -> str:
        """The figure as a sentence; its text alone where it is hidden or there is nothing to count."""
        if figure.hidden or not figure.denominator:
            return figure.text
        return self.sentence.format(
            share=f"{figure.percent} %", numerator=f"{figure.numerator:,}", denominator=f"{figure.denominator:,}"
        )


def _by_code(measures: Iterable[Measure]) -> dict[str, Measure]:
    return {measure.code: measure for measure in measures}


def _stage(stage: ReviewState) -> Measure:
    return Measure(
        f"{STAGE}{stage}",
        f"Reached: {stage.label}",
        f"{{share}} of schools have reached “{stage.label}” ({{numerator}} of {{denominator}})",
        f"schools whose review has reached “{stage.label}”, or gone past it",
        COUNTED_SCHOOLS,
        CYCLE,
        BY_CYCLE,
    )


def _on_time(stage: ReviewState) -> Measure:
    return Measure(
        f"{ON_TIME}{stage}",
        f"On time: {stage.label}",
        f"{{share}} of schools reached “{stage.label}” on time ({{numerator}} of {{denominator}} that were due)",
        f"schools that reached “{stage.label}” by its deadline",
        "counted schools for which this deadline has passed",
        CYCLE,
        BY_CYCLE,
    )


def _overdue(stage: ReviewState) -> Measure:
    return Measure(
        f"{OVERDUE}{stage}",
        f"Overdue: {stage.label}",
        f"{{share}} of schools are late with “{stage.label}” ({{numerator}} of {{denominator}} that were due)",
        f"schools that have not reached “{stage.label}” although its deadline has passed",
        "counted schools for which this deadline has passed",
        CYCLE,
        BY_CYCLE,
    )


REVIEWS = (
    Measure(
        "review-completion",
        "Reviews completed",
        "{share} of the schools in this cycle have their final report ({numerator} of {denominator})",
        "schools whose report is final",
        COUNTED_SCHOOLS,
        CYCLE,
        BY_CYCLE,
    ),
    Measure(
        "review-full-cycle",
        "Reviews followed up",
        "{share} of the schools in this cycle have been followed up ({numerator} of {denominator})",
        "schools whose plan has been followed up by an impact review",
        COUNTED_SCHOOLS,
        CYCLE,
        BY_CYCLE,
    ),
    Measure(
        "review-on-time",
        "Stages on time",
        "{share} of the stages that were due were reached on time ({numerator} of {denominator})",
        "stages of reviews that were reached by their deadline",
        "stages of the counted schools' reviews whose deadline has passed",
        CYCLE,
        BY_CYCLE,
        of_schools=False,
    ),
    Measure(
        "review-overdue",
        "Schools that are late",
        "{share} of the schools in this cycle are late with something ({numerator} of {denominator})",
        "schools whose review has at least one stage that is overdue today",
        COUNTED_SCHOOLS,
        CYCLE,
        BY_CYCLE,
    ),
    Measure(
        "form-rate",
        "Reviewers' forms submitted",
        "{share} of reviewers' forms are in ({numerator} of {denominator})",
        "reviewers' own forms that have been submitted",
        "places of reviewers on the teams of the counted schools' reviews",
        CYCLE,
        BY_CYCLE,
        of_schools=False,
    ),
)

REACHED = (
    Measure(
        "reach",
        "Reach",
        "{share} of schools have completed training or a peer review ({numerator} of {denominator})",
        "schools where at least one training was completed, or a peer review's report became final, in the window",
        OPEN_SCHOOLS,
        WINDOW,
        BY_TIME,
    ),
    Measure(
        "reach-training",
        "Reach of training",
        "{share} of schools have taken part in training ({numerator} of {denominator})",
        "schools where at least one training was completed in the window",
        OPEN_SCHOOLS,
        WINDOW,
        BY_TIME,
    ),
    Measure(
        "reach-reviews",
        "Reach of peer reviews",
        "{share} of schools have had a peer review ({numerator} of {denominator})",
        "schools whose review's report became final in the last three school years",
        OPEN_SCHOOLS,
        "The last three school years, up to the end of the window",
        BY_TIME,
    ),
    Measure(
        "not-yet-reached",
        "Not yet reached",
        "{share} of the schools with the highest need have had no contact for a year ({numerator} of {denominator})",
        "of these, schools without a completed training, a step in a review, an enquiry or a used offer in 12 months",
        "open schools in the top quarter of the county by the share of pupils with special educational needs; by the "
        "share entitled to free school meals where the other is not known",
        "The twelve months before today",
        GROUPS,
    ),
)

TRAINING = (
    Measure(
        "depth",
        "Depth: strands",
        "Schools have training in {share} of the strands ({numerator} of {denominator})",
        "strands in which a school has at least one completed training in the window, added up",
        "three strands for each of the schools open on the last day of the window",
        WINDOW,
        BY_TIME,
        of_schools=False,
    ),
    Measure(
        "depth-people",
        "Depth: people",
        "{share} trained people for every pupil ({numerator} people, {denominator} pupils)",
        "people who completed a training in the window, counted once for each school, term and strand",
        "pupils of the schools open on the last day of the window",
        WINDOW,
        BY_TIME,
        SmallNumbers.PEOPLE,
        of_schools=False,
    ),
    Measure(
        "fill",
        "Places filled",
        "{share} of places were filled ({numerator} of {denominator})",
        "bookings that were confirmed when the register was closed",
        "places on those runs",
        ENDED_RUNS,
        ("strand", "provider", "delivery", "term", "year"),
        SmallNumbers.PEOPLE,
        of_schools=False,
    ),
    Measure(
        "attendance",
        "Attendance",
        "{share} of those booked came ({numerator} of {denominator})",
        "confirmed bookings of which the register says that somebody was there, for all of it or a part",
        "bookings that were confirmed when the register was closed",
        ENDED_RUNS,
        BY_RUN,
        SmallNumbers.PEOPLE,
        of_schools=False,
    ),
    Measure(
        "completion",
        "Completion",
        "{share} of those booked completed their training ({numerator} of {denominator})",
        "confirmed bookings that were completed, by the rule of their run",
        "bookings that were confirmed when the register was closed",
        ENDED_RUNS,
        BY_RUN,
        SmallNumbers.PEOPLE,
        of_schools=False,
    ),
    Measure(
        "no-show",
        "No-shows",
        "{share} of those booked did not come and had not said so ({numerator} of {denominator})",
        "confirmed bookings that were marked absent, and nothing else",
        "bookings that were confirmed when the register was closed",
        ENDED_RUNS,
        BY_RUN,
        SmallNumbers.PEOPLE,
        of_schools=False,
    ),
    Measure(
        "late-cancellation",
        "Late cancellations",
        "{share} of bookings were given back late ({numerator} of {denominator})",
        "bookings that were cancelled after the day until which that is free",
        "bookings that were confirmed when the register was closed, or cancelled late",
        ENDED_RUNS,
        BY_RUN,
        SmallNumbers.PEOPLE,
        of_schools=False,
    ),
    Measure(
        "confidence",
        "Confidence",
        "{share} of those who answered both times are more confident ({numerator} of {denominator})",
        "of these, people whose confidence is higher on average straight after the training than before it",
        "people who judged the same outcomes before and straight after a training",
        ENDED_RUNS,
        ("strand", "provider", "delivery", "term", "year"),
        SmallNumbers.PAIRS,
        of_schools=False,
    ),
)

SUPPORT = (
    Measure(
        "offers-used",
        "Offers used",
        "{share} of schools have used an offer of support ({numerator} of {denominator})",
        "schools that have said of at least one offer that they used it in the window",
        OPEN_SCHOOLS,
        WINDOW,
        BY_TIME,
    ),
    Measure(
        "offers-helped",
        "Offers that helped",
        "{share} of what schools used has helped, or helped in part ({numerator} of {denominator})",
        "of these, offers of which the school says that they helped, or helped in part",
        "offers that schools used in the window and have said something about, counted once for each school",
        WINDOW,
        BY_TIME,
        of_schools=False,
    ),
)

ACTIONS = (
    Measure(
        "follow-through",
        "Follow-through",
        "{share} of the actions that were due are done, or done in part ({numerator} of {denominator})",
        "of these, actions that are done or done in part",
        "actions of published plans that are due by today; without those that were replaced",
        "Actions that were due in the window",
        ("framework-area", *BY_TIME),
        of_schools=False,
    ),
    Measure(
        "linked-completed",
        "Linked training completed",
        "{share} of the actions that name a course or a booking led to completed training "
        "({numerator} of {denominator})",
        "of these, actions for which somebody of the school has completed the course",
        "actions of published plans that name a course, or to which a booking was linked",
        "Actions that were due in the window",
        ("framework-area", *BY_TIME),
        of_schools=False,
    ),
)

MEASURES: dict[str, Measure] = _by_code(
    (
        *REACHED,
        *REVIEWS,
        *(_stage(stage) for stage in ORDER),
        *(_on_time(stage) for stage in ORDER),
        *(_overdue(stage) for stage in ORDER),
        *TRAINING,
        *SUPPORT,
        *ACTIONS,
    )
)
"""Every measure but those of strands, which are data."""


def strand_measure(code: str, label: str) -> Measure:
    """The coverage of one strand of training, which stands in the vocabulary by that code."""
    return Measure(
        f"{STRAND}{code}",
        label,
        f"{{share}} of schools have current training in “{label}” ({{numerator}} of {{denominator}})",
        f"schools where somebody holds a completed training in “{label}” that has not run out",
        OPEN_SCHOOLS,
        "What is held on the last day of the window, whenever it was completed",
        BY_TIME,
    )
