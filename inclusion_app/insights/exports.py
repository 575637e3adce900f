"""Results as files: what pages show, no more. A number that is hidden on the page is not in the file either."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from inclusion_app.foundation.workbooks import Sheet
from inclusion_app.insights.board.choices import Choices
from inclusion_app.insights.figures import Figure
from inclusion_app.insights.measures import Measure
from inclusion_app.insights.queries import Funnel, Group, Heat, NotReached, SchoolRow
from inclusion_app.schools.states import Phase

DEFINITIONS = ("Measure", "Counted", "Of", "When", "Small numbers", "Schools and time", "As of")
FIGURE = ("Share in per cent", "Counted", "Of", "As shown")


@dataclass(frozen=True)
class Table:
    """One table with what explains it. ``what`` stands in the file's name."""

    what: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]
    measures: Sequence[Measure]

    def sheets(self, choices: Choices, *, today: date) -> list[Sheet]:
        """The table, and what its figures count."""
        defined = ([*defined_as(measure), choices.sentence, today] for measure in self.measures)
        return [Sheet("Results", self.headings, self.rows), Sheet("Definitions", DEFINITIONS, list(defined))]

    def with_definitions(self, choices: Choices, *, today: date) -> Iterator[Sequence[Any]]:
        """The rows, and below them what they count: for files of one sheet."""
        yield from self.rows
        yield ()
        yield DEFINITIONS
        for measure in self.measures:
            yield [*defined_as(measure), choices.sentence, today]


def defined_as(measure: Measure) -> list[str]:
    """A measure in words, in the order of ``DEFINITIONS``."""
    return [measure.name, measure.numerator, measure.denominator, measure.window, measure.small_numbers.sentence]


def figure_cells(figure: Figure) -> list[Any]:
    """A figure in the order of ``FIGURE``: numbers only where they may be shown."""
    if figure.hidden or not figure.denominator:
        return ["", "", "", figure.text]
    return [figure.percent, figure.numerator, figure.denominator, figure.text]


def groups_table(measure: Measure, kind_label: str, found: Sequence[tuple[Group, Figure]], total: Figure) -> Table:
    """A measure by group, with the total."""
    rows = [[group.name, *figure_cells(figure)] for group, figure in found]
    return Table(measure.code, (kind_label, *FIGURE), [*rows, ["Together", *figure_cells(total)]], [measure])


def schools_table(measure: Measure, found: Sequence[tuple[SchoolRow, Figure]], which: str) -> Table:
    """The schools behind a figure."""
    headings = ("URN", "School", "Phase", *FIGURE, "Latest")
    rows = ([row.urn, row.name, Phase(row.phase).label, *figure_cells(part), row.last_on] for row, part in found)
    return Table(f"{measure.code}-schools-{which}", headings, rows, [measure])


def heat_table(found: Heat, kind_label: str, measures: Sequence[Measure]) -> Table:
    """Strands by group, two columns for each strand."""
    headings = [kind_label]
    for strand in found.strands:
        headings += [f"{strand.name}: schools", f"{strand.name}: of"]
    rows = []
    for row in (*found.rows, found.total):
        cells = [figure_cells(cell)[1:3] for cell in row.cells]
        rows.append([row.group.name, *(value for pair in cells for value in pair)])
    return Table("strands", headings, rows, measures)


def funnel_table(found: Funnel | None, measures: Sequence[Measure]) -> Table:
    """Stages of a cycle."""
    headings = ("Cycle", "Stage", "Reached", "Schools counted", "On time", "Were due", "Late today")
    rows = [
        [
            found.cycle_name,
            step.name,
            step.reached.numerator,
            step.reached.denominator,
            step.on_time.numerator,
            step.on_time.denominator,
            step.overdue,
        ]
        for step in (found.steps if found else ())
        if found
    ]
    return Table("reviews", headings, rows, measures)


def not_reached_table(found: Sequence[NotReached], measure: Measure) -> Table:
    """Schools of high need without contact for a year."""
    headings = ("URN", "School", "Phase", "District", "Need in per cent", "Need is", "Last contact")
    rows = (
        [one.urn, one.name, Phase(one.phase).label, one.district, one.need_percent, _need(one), one.last_on]
        for one in found
    )
    return Table("not-yet-reached", headings, rows, [measure])


def _need(one: NotReached) -> str:
    return "free school meals" if one.need_is_fsm else "special educational needs"
