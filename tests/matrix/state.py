"""The whole database as values: to compare, and to bring back."""

import hashlib
import re
import shutil
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select, text

from inclusion_app.foundation.database import Base, db

Rows = dict[str, list[dict[str, Any]]]
TRAIL = "audit_event"
NOT_AN_EFFECT = {TRAIL, "form_use"}
"""Every refusal adds to the first, every form to the second; neither is what a form is for."""
SEQUENCES = "SELECT quote_ident(sequencename), coalesce(last_value, 1), last_value IS NOT NULL FROM pg_sequences"
NEVER_THE_SAME = re.compile(
    r"(_at|^at|offered_until|_hash|^digest|^uid|message_id|^key|group_key|nonce|^address|^text|^calendar|check_in_code)$"
)

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00|'seconds': [\d.]+")
"""Within what an act says of itself: until when a place is offered depends, in working hours, on when it is done, and
how long a matching took on what else the machine had to do."""


def tables(among: Collection[str] | None = None) -> list[Table]:
    """Every table, or those named; parents first."""
    return [table for table in _in_order() if among is None or table.name in among]


@cache
def _in_order() -> list[Table]:
    return Base.metadata.sorted_tables  # put in order anew each time it is asked for, in milliseconds


def everything(among: Collection[str] | None = None) -> Rows:
    """Every row of every table, or of those named, in a fixed order."""
    with db.engine.connect() as connection:
        return {
            table.name: sorted((dict(row._mapping) for row in connection.execute(select(table))), key=repr)
            for table in tables(among)
        }


def marks(among: Collection[str] | None = None) -> dict[str, str]:
    """One value for all the rows of a table, for every table or those named; far quicker than reading them."""
    wanted = tables(among)
    if not wanted:
        return {}
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            each_table = ((t.name, connection.exec_driver_sql(f'SELECT * FROM "{t.name}"').all()) for t in wanted)
            return {name: hashlib.sha256(repr(rows).encode()).hexdigest() for name, rows in each_table}
    each = (
        f"SELECT '{table.name}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{table.name}\" t"
        for table in wanted
    )
    with db.engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(text(" UNION ALL ".join(each)))}


def differences(before: Rows, after: Rows) -> dict[str, list[dict[str, Any]]]:
    """What is new or changed, by table, for the tables of ``after``."""
    found = {name: [row for row in rows if row not in before[name]] for name, rows in after.items()}
    gone = {name: [row for row in before[name] if row not in rows] for name, rows in after.items()}
    return {name: found[name] or gone[name] for name in found if found[name] or gone[name]}


def comparable(rows: dict[str, list[dict[str, Any]]]) -> list[str]:
    """What two runs of the same act have in common: without moments, secrets and addresses."""
    return sorted(
        MOMENT.sub("a moment", f"{name}: {[(k, v) for k, v in sorted(row.items()) if not NEVER_THE_SAME.search(k)]}")
        for name, changed in rows.items()
        for row in changed
        if name != "form_use"
    )


class Snapshot:
    """The database as it was when this was made, to be brought back quickly."""

    def __init__(self) -> None:
        self._rows = everything()
        self._copy: Path | None = None
        path = db.engine.url.database
        if db.engine.dialect.name == "sqlite" and path:
            db.session.remove()
            db.engine.dispose()  # the last connection to close writes the log into the file
            self._file = Path(path)
            self._copy = self._file.with_suffix(".world")
            shutil.copyfile(self._file, self._copy)
            return
        with db.engine.connect() as connection:
            self._numbers = connection.execute(text(SEQUENCES)).all()

    def bring_back(self, among: Collection[str]) -> None:
        """Those tables as they were; with none of them named, nothing is done."""
        db.session.remove()
        if not among:
            return
        if self._copy is not None:
            db.engine.dispose()
            for leftover in self._file.parent.glob(f"{self._file.name}-*"):
                leftover.unlink()
            shutil.copyfile(self._copy, self._file)
            return
        with db.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table in tables(among):
                connection.execute(text(f'DELETE FROM "{table.name}"'))
                if self._rows[table.name]:
                    connection.execute(table.insert(), self._rows[table.name])
            counted = [
                f"setval('{name}', {last}, {used})"
                for name, last, used in self._numbers
                if name.strip('"').removesuffix("_id_seq") in among
            ]
            if counted:
                connection.execute(text(f"SELECT {', '.join(counted)}"))
