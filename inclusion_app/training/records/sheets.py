"""Records as pages and files show them; nothing is read here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from inclusion_app.accounts.queries.people import Colleague
from inclusion_app.foundation.clock import london
from inclusion_app.training.models import LearningAddition
from inclusion_app.training.records.queries import Completion
from inclusion_app.training.records.rules import Validity, best, validity

OWN_HEADINGS = (
    "Finished on", "What", "Strand", "Given by", "School at the time", "Place of", "Outcome", "Valid until", "State",
    "Certificate", "Hours", "Added by you", "Notes",
)  # fmt: skip
OUTCOMES = {"completed": "Completed", "part": "Part completed", "not": "Not completed"}
TAKERS = {"person": "", "school": "The school", "team": "The leadership team"}


@dataclass(frozen=True)
class OwnRecord:
    """Everything one person has done: completed, only begun, and added by themselves."""

    completed: Sequence[Completion]
    begun: Sequence[Completion]
    additions: Sequence[LearningAddition]
    today: date

    @property
    def is_empty(self) -> bool:
        """There is nothing yet."""
        return not (self.completed or self.begun or self.additions)

    @property
    def running_out(self) -> int:
        """How many completions run out within ninety days."""
        return sum(it.validity(today=self.today) == Validity.SOON for it in self.completed)


def own_record(
    outcomes: Iterable[Completion], additions: Iterable[LearningAddition], *, strand: str, today: date
) -> OwnRecord:
    """The record, of one strand if one is asked for by its code."""
    shown = [it for it in outcomes if not strand or it.strand_code == strand]
    return OwnRecord(
        completed=[it for it in shown if it.is_completed],
        begun=[it for it in shown if not it.is_completed],
        additions=[it for it in additions if not strand or (it.strand is not None and it.strand.code == strand)],
        today=today,
    )


def own_rows(record: OwnRecord) -> Iterator[list[object]]:
    """The record as rows of a spreadsheet, in the order of ``OWN_HEADINGS``."""
    for it in (*record.completed, *record.begun):
        yield [
            london(it.ends_at).date(), it.course_title, it.strand, it.provider, it.school_name, TAKERS.get(it.taker),
            OUTCOMES[it.outcome], it.valid_until, _label(it.validity(today=record.today)), it.certificate, "", "", "",
        ]  # fmt: skip
    for added in record.additions:
        state = validity(added.valid_until, today=record.today).label
        strand = added.strand.label if added.strand else ""
        yield [
            added.done_on, added.title, strand, added.given_by, "", "", "", added.valid_until, state, "", added.hours,
            "Added by you", added.note,
        ]  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """What one person holds in one strand: the latest completion of each course, the best first."""

    strand: str
    state: Validity
    held: Sequence[Completion]

    @property
    def until(self) -> date | None:
        """How long the best of it holds; None without an end, or with nothing held."""
        return self.held[0].valid_until if self.held else None


@dataclass(frozen=True)
class StaffLine:
    """One person of the school and what they hold, strand by strand."""

    colleague: Colleague
    cells: Sequence[Cell]

    def lacks(self, strand: str) -> bool:
        """Holds nothing there today."""
        return any(cell.strand == strand and not cell.state.holds for cell in self.cells)


@dataclass(frozen=True)
class StrandCount:
    """One strand over all staff. ``lacking`` hold nothing in it today, never or not any more."""

    code: str
    label: str
    holding: int
    lacking: int


def staff_lines(
    staff: Iterable[Colleague], outcomes: Iterable[Completion], strands: Mapping[str, str], *, today: date
) -> list[StaffLine]:
    """A line for each person of the staff, in their order. ``strands`` are labels by code."""
    by_person: dict[int | None, list[Completion]] = {}
    for it in outcomes:
        if it.is_completed:
            by_person.setdefault(it.person_id, []).append(it)
    return [
        StaffLine(one, [_cell(code, by_person.get(one.person.id, ()), today=today) for code in strands])
        for one in staff
    ]


def strand_counts(lines: Sequence[StaffLine], strands: Mapping[str, str]) -> list[StrandCount]:
    """How many hold something in each strand, and how many do not."""
    lacking = {code: sum(line.lacks(code) for line in lines) for code in strands}
    return [StrandCount(code, label, len(lines) - lacking[code], lacking[code]) for code, label in strands.items()]


def expiring(lines: Iterable[StaffLine], *, today: date) -> list[tuple[Colleague, Completion]]:
    """Completions that run out within ninety days and have not been renewed, the first to run out at the front."""
    found = [
        (line.colleague, it)
        for line in lines
        for cell in line.cells
        for it in cell.held
        if it.validity(today=today) == Validity.SOON
    ]
    return sorted(found, key=lambda pair: (pair[1].valid_until or today, pair[0].person.name))


def staff_rows(lines: Iterable[StaffLine]) -> Iterator[list[object]]:
    """The grid as rows of a spreadsheet: name, roles, then state, valid until and courses of each strand."""
    for line in lines:
        row: list[object] = [line.colleague.person.name, ", ".join(role.label for role in line.colleague.roles)]
        for cell in line.cells:
            row += [cell.state.label, cell.until, "; ".join(it.course_title for it in cell.held)]
        yield row


def _cell(strand: str, outcomes: Iterable[Completion], *, today: date) -> Cell:
    def lasts(it: Completion) -> date:
        return it.valid_until or date.max

    here = sorted((it for it in outcomes if it.strand_code == strand), key=lambda it: it.course_id)
    latest = [max(several, key=lasts) for _, several in groupby(here, key=lambda it: it.course_id)]
    held = sorted(latest, key=lasts, reverse=True)
    return Cell(strand, best(it.validity(today=today) for it in held), held)


def _label(state: Validity) -> str:
    return "" if state == Validity.NONE else state.label
