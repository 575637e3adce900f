"""Types of establishment: which of them are schools to the service, and which phase some of them mean."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from inclusion_app.schools.states import Phase

DATA = Path(__file__).parent.parent / "data" / "establishment-types.toml"
PHASES = {
    "1": Phase.NURSERY,
    "2": Phase.PRIMARY,
    "3": Phase.MIDDLE_DEEMED_PRIMARY,
    "4": Phase.SECONDARY,
    "5": Phase.MIDDLE_DEEMED_SECONDARY,
    "6": Phase.SIXTEEN_PLUS,
    "7": Phase.ALL_THROUGH,
}
NO_PHASE = {"", "0"}


@dataclass(frozen=True)
class Kind:
    """A type of establishment, as the register codes it. ``phase`` is set where the type says it."""

    code: str
    name: str
    group: str
    phase: Phase | None = None
    excluded: bool = False


@lru_cache
def kinds() -> dict[str, Kind]:
    """Every type the service knows, by code."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["type"]
    return {row["code"]: _kind(row) for row in rows}


def phase_of(code: str, *, type_code: str, low_age: int | None, high_age: int | None) -> Phase:
    """The phase of a school: what its type says, else the register's code, else (independent schools) its ages.

    Raises ValueError for a code that the register does not have.
    """
    kind = kinds().get(type_code)
    if kind and kind.phase:
        return kind.phase
    if code in NO_PHASE:
        return _phase_of_ages(low_age, high_age)
    if code not in PHASES:
        raise ValueError(f"'{code}' is not a phase; the register's codes are 0 to 7.")
    return PHASES[code]


def _phase_of_ages(low: int | None, high: int | None) -> Phase:
    if low is None or high is None:
        return Phase.NOT_APPLICABLE
    if low >= 16:
        return Phase.SIXTEEN_PLUS
    if high <= 5:
        return Phase.NURSERY
    if high <= 13:
        return Phase.PRIMARY
    return Phase.SECONDARY if low >= 9 else Phase.ALL_THROUGH


def _kind(row: dict[str, object]) -> Kind:
    phase = row.get("phase")
    return Kind(
        code=str(row["code"]),
        name=str(row["name"]),
        group=str(row["group"]),
        phase=Phase(str(phase)) if phase else None,
        excluded=bool(row.get("excluded")),
    )
