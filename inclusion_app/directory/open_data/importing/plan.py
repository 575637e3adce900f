"""What a file of offers comes to, beside what is here already. Rules; no database here."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from inclusion_app.directory.choices import FIELDS, OfferChoices
from inclusion_app.directory.open_data.importing.entries import Entry, Reader, is_inactive
from inclusion_app.directory.open_data.importing.mapping import Meanings, Otherwise, mapping_faults
from inclusion_app.directory.open_data.importing.problems import Fault
from inclusion_app.directory.open_data.importing.sheet import Sheet
from inclusion_app.directory.open_data.importing.terms import Index, Terms
from inclusion_app.directory.states import OfferState, VersionState
from inclusion_app.foundation.rich_text import typed_of
from inclusion_app.foundation.words import plain

BEING_WRITTEN = "Its provider is writing a change of this offer. Ask them to submit it, and decide on it first."
TWICE = "The same id stands at {0} already."


class Comes(StrEnum):
    """What an entry comes to."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"new": "New", "changed": "Changed", "unchanged": "As it was", "archived": "Archived here"}[self]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {"new": "green", "changed": "blue"}.get(self, "grey")


@dataclass(frozen=True)
class Known:
    """An offer that is here: its state, that of its open version, the text that stands, and which edition that is."""

    offer_id: int
    state: str
    open_state: str | None
    edition: int
    choices: OfferChoices


@dataclass(frozen=True)
class Facts:
    """What is here: offers by the source's id with the hash of what was last taken, providers by name and code, and
    the vocabulary."""

    taken: Mapping[str, tuple[int, str]]
    offers: Mapping[int, Known]
    providers: Mapping[str, int]
    index: Index
    taxonomies: Mapping[str, str]


@dataclass(frozen=True)
class Step:
    """One entry, and what would be done with it."""

    entry: Entry
    comes: Comes
    sha256: str
    known: Known | None
    changed: tuple[str, ...] = ()


@dataclass
class Plan:
    """The whole file: what would be done, what is wrong, what nobody knows."""

    sheet: Sheet
    steps: list[Step] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    new_providers: tuple[str, ...] = ()
    inactive: int = 0

    def those(self, comes: Comes) -> list[Step]:
        """The entries that come to that."""
        return [step for step in self.steps if step.comes == comes]

    @property
    def to_do(self) -> list[Step]:
        """What would be made or changed."""
        return [step for step in self.steps if step.comes in {Comes.NEW, Comes.CHANGED}]

    @property
    def digest(self) -> str:
        """Stands for everything that would be done, so that what is done is what was seen."""
        steps = [
            (step.entry.source_id, step.entry.provider, step.comes, step.sha256, step.known and step.known.edition)
            for step in self.steps
        ]
        return hashlib.sha256(json.dumps(steps).encode()).hexdigest()


def planned(sheet: Sheet, meanings: Meanings, otherwise: Otherwise, *, facts: Facts) -> Plan:
    """What would be made of the file with those meanings."""
    plan = Plan(sheet, faults=mapping_faults(meanings))
    if plan.faults:
        return plan
    terms = Terms(facts.index, facts.taxonomies)
    reader = Reader(meanings, otherwise, terms)
    active = [record for record in sheet.records if not is_inactive(record, meanings)]
    plan.inactive = len(sheet.records) - len(active)
    entries = [entry for record in active if (entry := reader.entry(record))]
    plan.faults = [*reader.faults, *_repeated(entries)]
    for entry in entries:
        step = _step(entry, facts)
        plan.steps.append(step)
        if step.comes == Comes.CHANGED and step.known and step.known.open_state in _UNSENT:
            plan.faults.append(Fault(BEING_WRITTEN, entry.record.where))
    plan.unknown = tuple(sorted(terms.unknown))
    plan.new_providers = _new_providers(plan.those(Comes.NEW), facts)
    return plan


_UNSENT = frozenset({VersionState.DRAFT, VersionState.RETURNED})


def _step(entry: Entry, facts: Facts) -> Step:
    offer_id, last = facts.taken.get(entry.source_id, (0, ""))
    known, sha = facts.offers.get(offer_id), _sha_of(entry.choices)
    if known is None:
        return Step(entry, Comes.NEW, sha, None)
    if known.state == OfferState.ARCHIVED:
        return Step(entry, Comes.ARCHIVED, sha, known)
    changed = tuple(name for name in FIELDS if _says(name, entry.choices) != _says(name, known.choices))
    if sha == last or not changed:
        return Step(entry, Comes.UNCHANGED, sha, known)
    return Step(entry, Comes.CHANGED, sha, known, changed)


def _says(name: str, choices: OfferChoices) -> object:
    """What a field says; a description without regard to how its HTML is broken into lines."""
    return typed_of(choices.description) if name == "description" else getattr(choices, name)


def _sha_of(choices: OfferChoices) -> str:
    return hashlib.sha256(json.dumps(asdict(choices), sort_keys=True).encode()).hexdigest()


def _repeated(entries: Iterable[Entry]) -> list[Fault]:
    first: dict[str, str] = {}
    faults = []
    for entry in entries:
        where = first.setdefault(entry.source_id, entry.record.where)
        if where != entry.record.where:
            faults.append(Fault(TWICE.format(where), entry.record.where))
    return faults


def _new_providers(steps: Iterable[Step], facts: Facts) -> tuple[str, ...]:
    names = {plain(step.entry.provider): step.entry.provider for step in steps}
    return tuple(sorted(name for word, name in names.items() if word not in facts.providers))
