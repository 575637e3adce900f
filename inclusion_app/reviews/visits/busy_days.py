"""Busy days of schools, as they stand in a file that ships with the service."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from inclusion_app.reviews.visits.rules.days import BusyDays
from inclusion_app.schools.states import Phase
from inclusion_app.vocabulary.files import FileWrong, read_toml

FILE = Path(__file__).parent.parent / "data" / "bad-weeks.toml"


@lru_cache
def busy_days(path: Path = FILE) -> tuple[BusyDays, ...]:
    """Every entry of the file, by its days. Raises FileWrong, naming the entry that cannot be used."""
    rows = read_toml(path).get("busy", [])
    return tuple(sorted((_busy(number, row, path) for number, row in enumerate(rows, 1)), key=lambda one: one.starts))


def _busy(number: int, row: dict[str, Any], path: Path) -> BusyDays:
    starts, ends, phases = row.get("starts"), row.get("ends"), row.get("phases")
    if type(starts) is not date or type(ends) is not date or ends < starts or not row.get("name"):
        raise FileWrong(f"{path.name}: entry {number} needs a name, and days in order.")
    if not isinstance(phases, list) or set(phases) - set(Phase):
        raise FileWrong(f"{path.name}: entry {number} names a phase there is not.")
    return BusyDays(str(row["name"]), starts, ends, frozenset(phases), is_provisional=bool(row.get("provisional")))
