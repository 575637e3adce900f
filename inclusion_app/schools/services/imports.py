"""Importing the national register: all of a file, or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from inclusion_app.foundation import audit, clock
from inclusion_app.foundation.database import transaction
from inclusion_app.schools.models import RegisterImport, School
from inclusion_app.schools.queries.imports import known_urns, stored_schools
from inclusion_app.schools.register.links import LinkRow, read_links
from inclusion_app.schools.register.problems import FileRefused, Problem
from inclusion_app.schools.register.reading import FIELDS, Register, SchoolRow, read_register
from inclusion_app.schools.register.sources import source_of
from inclusion_app.schools.rules.comparison import Changes, compare, has_shrunk
from inclusion_app.schools.rules.search import search_text
from inclusion_app.schools.services.chunks import in_chunks
from inclusion_app.schools.services.links import keep_links
from inclusion_app.schools.services.placing import place_by_register, save_register_groups

READING, READING_LINKS, WRITING = "Reading", "Reading links", "Writing"
Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True)
class ImportOrder:
    """What to import. ``la_code`` is the local authority whose schools are wanted; '' means all of England."""

    path: Path
    la_code: str
    links_path: Path | None = None
    may_shrink: bool = False


@dataclass(frozen=True)
class ImportReport:
    """What an import found and did. ``absent`` are URNs here that the file does not name; they stay as they are."""

    rows: int
    new: int
    changed: int
    closed: int
    reopened: int
    unchanged: int
    elsewhere: int
    left_out: int
    links: int
    renamed_groups: int
    absent: Sequence[int] = ()
    unknown_columns: Sequence[str] = ()
    absent_columns: Sequence[str] = ()
    unknown_types: Sequence[str] = field(default=())

    @property
    def did_something(self) -> bool:
        """True when the import changed the database."""
        return bool(self.new or self.changed or self.links or self.renamed_groups)


def import_register(
    actor: audit.Acting, order: ImportOrder, *, now: datetime, progress: Progress = lambda _what, _done, _all: None
) -> ImportReport:
    """Bring the schools to what the register's file says, in one transaction.

    A school that is here is followed even when it has moved to another authority. One the file does not name stays
    as it is. An import that finds nothing to change writes nothing at all; one that does leaves one
    ``register_import`` and one audit row. Raises FileRefused, and changes nothing, when anything is wrong.
    """
    register, links = _read(order, progress)
    with transaction() as session:
        stored = stored_schools()
        changes = compare(register.rows, stored, la_code=order.la_code)
        if has_shrunk(changes, rows=len(register.rows)) and not order.may_shrink:
            raise _shrunk(register, changes)
        register.rows.clear()  # what is unchanged need not stay in memory
        renamed = _write(session, register, changes, today=clock.london(now).date(), progress=progress)
        new_links = keep_links(session, links)
        report = _report(register, changes, links=new_links, renamed=renamed)
        if report.did_something:
            _keep_record(session, actor, register, report, now=now)
    return report


def _read(order: ImportOrder, progress: Progress) -> tuple[Register, list[LinkRow]]:
    """Read and check both files, before any lock is held."""
    known = known_urns()
    register = read_register(
        source_of(order.path),
        is_wanted=lambda la_code, urn: not order.la_code or la_code == order.la_code or urn in known,
        progress=partial(progress, READING),
    )
    if not register.rows:
        raise FileRefused(register.file_name, [Problem(_nothing_for_us(register, order.la_code))])
    if order.links_path is None:
        return register, []
    return register, read_links(source_of(order.links_path), progress=partial(progress, READING_LINKS))


def _nothing_for_us(register: Register, la_code: str) -> str:
    if not la_code:
        return "Every row is of a type that is no school (a children's centre, or a school outside England)."
    others = sorted(register.authorities)
    some = ", ".join(others[:5]) + (" …" if len(others) > 5 else "")
    return (
        f"There is no school of local authority {la_code}; the file has {some}. "
        "Set INCLUSION_LA_CODE, or import with --all-england."
    )


def _shrunk(register: Register, changes: Changes) -> FileRefused:
    sentence = (
        f"The file lacks {len(changes.absent)} of the {changes.in_scope} schools that are here "
        f"(among them URN {changes.absent[0]}), so it may have been cut short. "
        "If it is right, import it with --allow-shrink: schools it does not name stay as they are."
    )
    return FileRefused(register.file_name, [Problem(sentence)])


def _write(session: Session, register: Register, changes: Changes, *, today: date, progress: Progress) -> int:
    """Write schools and where they stand; gives the number of groups that were renamed or are new."""
    total, done = len(changes.new) + len(changes.changed), 0
    for chunk in in_chunks(changes.new):
        session.execute(insert(School), [_columns(row, digest) for row, digest in chunk])
        done += len(chunk)
        progress(WRITING, done, total)
    for changed in in_chunks(changes.changed):
        session.execute(update(School), [{"id": id_, **_columns(row, digest)} for id_, row, digest in changed])
        done += len(changed)
        progress(WRITING, done, total)
    groups, renamed = save_register_groups(session, register.group_names)
    place_by_register(
        session,
        groups,
        new=[r for r, _ in changes.new],
        today=today,
        changed=[(id_, row) for id_, row, _ in changes.changed],
    )
    return renamed


def _columns(row: SchoolRow, digest: str) -> dict[str, Any]:
    columns = dict(zip(FIELDS, row.values, strict=True))
    found_by = search_text(row.urn, name=columns["name"], town=columns["town"], postcode=columns["postcode"])
    return columns | {"urn": row.urn, "digest": digest, "search_text": found_by}


def _report(register: Register, changes: Changes, *, links: int, renamed: int) -> ImportReport:
    return ImportReport(
        rows=register.row_count,
        new=len(changes.new),
        changed=len(changes.changed),
        closed=changes.closed,
        reopened=changes.reopened,
        unchanged=changes.unchanged,
        elsewhere=register.elsewhere,
        left_out=register.left_out,
        links=links,
        renamed_groups=renamed,
        absent=changes.absent,
        unknown_columns=register.unknown_columns,
        absent_columns=register.absent_columns,
        unknown_types=sorted(register.unknown_types),
    )


def _keep_record(
    session: Session, actor: audit.Acting, register: Register, report: ImportReport, *, now: datetime
) -> None:
    counts = {
        "rows": report.rows,
        "new": report.new,
        "changed": report.changed,
        "closed": report.closed,
        "reopened": report.reopened,
        "unchanged": report.unchanged,
        "links": report.links,
    }
    kept = RegisterImport(
        at=now,
        actor_id=actor.person_id,
        actor_name=actor.name[:200],
        file_name=register.file_name[-200:],
        sha256=register.sha256,
        schools=report.new + report.changed + report.unchanged,
        unknown_columns=register.unknown_columns,
        **counts,
    )
    session.add(kept)
    audit.record(actor, "import_register", kept, detail=counts | {"file": kept.file_name})
