"""What pages and files call the points and figures of feedback."""

from collections.abc import Iterator, Sequence

from inclusion_app.training.feedback.queries.results import SINCE_BEFORE, Results
from inclusion_app.training.feedback.rules.figures import FEWEST_ANSWERS, Sum
from inclusion_app.training.states import FeedbackPoint

LABELS = {
    FeedbackPoint.BEFORE: "Before",
    FeedbackPoint.AFTER: "Straight after",
    FeedbackPoint.LATER: "Some weeks later",
}
HIDDEN = "hidden"
HEADINGS = (
    "Outcome of the course",
    "Asked at",
    "Asked",
    "Answered",
    "Answers on this outcome",
    "Confidence, mean (1 to 5)",
    "Pairs",
    "Change since before, mean",
)
DEFINITIONS = (
    "What this row says: the meaning of each column",
    "Before: from seven days ahead. Straight after: from the end of the run. Later: with the line manager.",
    "People with a place who were asked at that point",
    "Of those, how many have answered",
    "How many of the answers say how confident somebody is in this outcome",
    f"From 1, not at all confidently, to 5, very confidently; hidden below {FEWEST_ANSWERS} answers",
    "People who have answered both before and at that point",
    f"Mean of each pair's own change; hidden below {FEWEST_ANSWERS} pairs",
)


def rows_of(results: Results) -> Iterator[Sequence[object]]:
    """One row for each outcome and point, under HEADINGS."""
    for outcome in results.outcomes:
        for point in FeedbackPoint:
            rate, said = results.rates[point], outcome.confidence[point]
            change = outcome.change[point] if point in SINCE_BEFORE else None
            yield (
                outcome.text,
                LABELS[point],
                rate.asked,
                rate.answered,
                said.count,
                figure(said),
                change.count if change else "",
                figure(change) if change else "",
            )


def figure(of: Sum) -> object:
    """A mean as a file says it: a number, hidden, or nothing."""
    return HIDDEN if of.is_hidden else ("" if of.mean is None else of.mean)
