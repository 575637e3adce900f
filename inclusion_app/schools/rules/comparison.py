"""What an import would change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from inclusion_app.schools.register.reading import SchoolRow
from inclusion_app.schools.states import Status

UPDATE_ROWS = 25
UPDATE_SHARE = 0.10
FEWER_ALLOWED = 0.03


@dataclass(frozen=True, slots=True)
class Stored:
    """What an import needs to know of a school that is here."""

    id: int
    digest: str
    status: str
    la_code: str


@dataclass
class Changes:
    """The rows that are new or say something else than the database, and how many do not.

    ``absent`` are URNs in scope that the file does not name. They are told, never closed: a short file says nothing
    about the schools it leaves out.
    """

    new: list[tuple[SchoolRow, str]] = field(default_factory=list)
    changed: list[tuple[int, SchoolRow, str]] = field(default_factory=list)
    unchanged: int = 0
    closed: int = 0
    reopened: int = 0
    absent: list[int] = field(default_factory=list)
    in_scope: int = 0


def compare(rows: Iterable[SchoolRow], stored: Mapping[int, Stored], *, la_code: str) -> Changes:
    """Tell new, changed and unchanged rows apart by their digests. ``la_code`` is the scope; '' is all England."""
    changes, seen = Changes(), set()
    for row in rows:
        seen.add(row.urn)
        here, digest = stored.get(row.urn), row.digest
        if here is None:
            changes.new.append((row, digest))
        elif here.digest == digest:
            changes.unchanged += 1
        else:
            changes.changed.append((here.id, row, digest))
            was_closed, is_closed = here.status == Status.CLOSED, row.status == Status.CLOSED
            changes.closed += is_closed and not was_closed
            changes.reopened += was_closed and not is_closed
    in_scope = [urn for urn, here in stored.items() if not la_code or here.la_code == la_code]
    changes.in_scope = len(in_scope)
    changes.absent = sorted(urn for urn in in_scope if urn not in seen)
    return changes


def has_shrunk(changes: Changes, *, rows: int) -> bool:
    """True when a file that looks whole lacks more than a few per cent of the schools that are here.

    A file of a few rows (at most 25, or a tenth of the schools) is an update of those rows and lacks nothing.
    """
    is_update = rows <= max(UPDATE_ROWS, changes.in_scope * UPDATE_SHARE)
    return not is_update and len(changes.absent) > changes.in_scope * FEWER_ALLOWED
