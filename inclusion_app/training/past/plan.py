"""What a file of past attendance comes to, beside what is known already. Rules; no database here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from inclusion_app.foundation.words import plain
from inclusion_app.schools.register.problems import Problems
from inclusion_app.training.past.lines import PastFile, PastLine
from inclusion_app.training.states import RunOutcome, Taker

UNDER_ANOTHER_NAME = "is the address of somebody registered under another name. Check the address."


@dataclass(frozen=True, slots=True)
class KnownCourse:
    """A course as a line can name it."""

    id: int
    slug: str
    title: str
    taker: str
    delivery: str
    provider_id: int
    valid_for_months: int | None


@dataclass(frozen=True, slots=True)
class KnownRun:
    """A run of the course that began on a day. ``is_over`` says that its last session, on ``last_day``, has ended."""

    id: int
    last_day: date
    is_over: bool
    register_closed: bool


RunKey = tuple[int, date]


@dataclass(frozen=True)
class Facts:
    """What is known: schools by URN, people by address, runs by course and London date, who is on which run."""

    courses: Sequence[KnownCourse]
    providers: Mapping[str, int]
    schools: Mapping[int, int]
    people: Mapping[str, tuple[int, str]]
    runs: Mapping[RunKey, Sequence[KnownRun]]
    on_run: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line that makes a booking. ``person_id`` is none where the person is new."""

    line: PastLine
    school_id: int
    person_id: int | None


@dataclass
class PlannedRun:
    """The lines of one course and date; ``run_id`` is that of the run they join, none where one is made."""

    course: KnownCourse
    day: date
    last_day: date
    provider_id: int
    run_id: int | None
    start: str = ""
    end: str = ""
    entries: list[Entry] = field(default_factory=list)

    @property
    def completed(self) -> int:
        """How many have completed it."""
        return sum(entry.line.outcome == RunOutcome.COMPLETED for entry in self.entries)


@dataclass
class Plan:
    """What would be made of a file, and what is wrong with it."""

    file: PastFile
    runs: dict[RunKey, PlannedRun] = field(default_factory=dict)
    known: list[PastLine] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)

    @property
    def new_runs(self) -> list[PlannedRun]:
        """Runs that are made."""
        return [run for run in self.runs.values() if run.run_id is None and run.entries]

    @property
    def joined_runs(self) -> list[PlannedRun]:
        """Runs that are there, and get more people."""
        return [run for run in self.runs.values() if run.run_id is not None and run.entries]

    @property
    def entries(self) -> list[Entry]:
        """Every line that makes a booking."""
        return [entry for run in self.runs.values() for entry in run.entries]

    @property
    def new_people(self) -> int:
        """How many people nobody knows yet."""
        return len({entry.line.email for entry in self.entries if entry.person_id is None})


def planned(file: PastFile, facts: Facts) -> Plan:
    """What the lines come to; whoever is on that run already is known, and nothing is made of the line."""
    plan = Plan(file)
    planning = _Planning(plan, facts)
    for line in file.lines:
        planning.take(line)
    return plan


class _Planning:
    """Puts line by line into the plan."""

    def __init__(self, plan: Plan, facts: Facts) -> None:
        self._plan, self._facts = plan, facts
        self._courses: dict[str, list[KnownCourse]] = {}
        for course in facts.courses:
            for name in {course.slug, plain(course.title)}:
                self._courses.setdefault(name, []).append(course)
        self._lines: dict[tuple[RunKey, str], int] = {}

    def take(self, line: PastLine) -> None:
        """Add the line, or note what is wrong with it."""
        before = self._plan.problems.count
        course, school_id = self._course(line), self._facts.schools.get(line.urn)
        if school_id is None:
            self._note(line, "urn", f"No school here has the URN {line.urn}.")
        person_id, name = self._facts.people.get(line.email, (None, line.name))
        if plain(name) != plain(line.name):
            self._note(line, "email", f"{line.email} {UNDER_ANOTHER_NAME}")
        provider_id = self._provider(line, course)
        if course is None or school_id is None or provider_id is None or self._plan.problems.count > before:
            return
        if self._is_again(line, course):
            return
        if self._is_known(line, course, person_id):
            self._plan.known.append(line)
        elif run := self._run(line, course, provider_id):
            run.entries.append(Entry(line, school_id, person_id))

    def _course(self, line: PastLine) -> KnownCourse | None:
        found = self._courses.get(line.course.casefold()) or self._courses.get(plain(line.course)) or []
        if not found:
            self._note(line, "course", f"There is no course ‘{line.course[:60]}’.")
        elif len({course.id for course in found}) > 1:
            self._note(line, "course", f"Several courses are called ‘{line.course[:60]}’; write {found[0].slug}.")
        elif found[0].taker != Taker.PERSON:
            self._note(line, "course", "Schools take the places on this course, not people, so it cannot be imported.")
        else:
            return found[0]
        return None

    def _provider(self, line: PastLine, course: KnownCourse | None) -> int | None:
        if not line.provider:
            return course.provider_id if course else None
        found = self._facts.providers.get(plain(line.provider))
        if found is None:
            self._note(line, "provider", f"There is no provider ‘{line.provider[:60]}’.")
        return found

    def _is_again(self, line: PastLine, course: KnownCourse) -> bool:
        """The same person on the same run, though one line names the course by its title and one by its address."""
        first = self._lines.setdefault(((course.id, line.day), line.email), line.number)
        if first != line.number:
            self._note(line, "email", f"{line.email} is on line {first} already with this course and date.")
        return first != line.number

    def _is_known(self, line: PastLine, course: KnownCourse, person_id: int | None) -> bool:
        there = self._facts.runs.get((course.id, line.day), ())
        return person_id is not None and any((run.id, person_id) in self._facts.on_run for run in there)

    def _run(self, line: PastLine, course: KnownCourse, provider_id: int) -> PlannedRun | None:
        key = (course.id, line.day)
        run = self._plan.runs.get(key)
        if run is None:
            there = self._facts.runs.get(key, ())
            if there and not self._can_be_joined(line, there[0]):
                return None
            run_id, last_day = (there[0].id, there[0].last_day) if there else (None, line.last_day)
            run = PlannedRun(course, line.day, last_day, provider_id, run_id, line.start, line.end)
            self._plan.runs[key] = run
        elif run.run_id is None and (line.last_day, provider_id) != (run.last_day, run.provider_id):
            where = run.entries[0].line.number
            self._note(line, "date", f"Line {where} says another end date or provider for this course and date.")
            return None
        return run

    def _can_be_joined(self, line: PastLine, run: KnownRun) -> bool:
        if not run.is_over:
            self._note(line, "date", "The run that began on that day is not over yet.")
        elif not run.register_closed:
            self._note(line, "date", "The run of that day is here, and its register is still open. Close it first.")
        return run.is_over and run.register_closed

    def _note(self, line: PastLine, column: str, sentence: str) -> None:
        self._plan.problems.add(sentence, line=line.number, column=column)
