"""Days that nobody can wait for: they go by in the service's own database, and its worker does what is due."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from inclusion_app.foundation import clock
from tests.journeys.conftest import County
from tests.support.server import run_command

BEGAN_MINUTES_AGO = (120, 80, 40)
LENGTH = timedelta(minutes=20)
RUN_OUT = "UPDATE booking SET offered_until = :then WHERE run_id = :run AND state = 'offered'"
SESSIONS = "SELECT id FROM session WHERE run_id = :run ORDER BY starts_at"
MOVE_SESSION = "UPDATE session SET starts_at = :begins, ends_at = :ends, day = :day WHERE id = :id"
MOVE_RUN = """
UPDATE run SET opens_at = :opens, book_by = :begins, starts_at = :begins, ends_at = :ends WHERE id = :run
"""
BOOKED_BEFORE = "UPDATE booking SET placed_at = :then WHERE run_id = :run"
NEWS_BEFORE = "UPDATE digest_line SET at = :then WHERE digest_key IS NULL"
DIGESTS_BEFORE = "UPDATE outbox_message SET key = 'before ' || key WHERE kind = 'digest'"


@dataclass(frozen=True)
class Days:
    """What time does to one county."""

    county: County
    engine: Engine

    def worker(self) -> None:
        """Everything that is due is done, and every message goes out."""
        run_command(self.county.server.environment, "worker", "--once")

    def digests_go_out(self) -> None:
        """A night passes: what has waited for the digest is of the day before, and this day's goes out."""
        with self.engine.begin() as connection:
            connection.execute(text(DIGESTS_BEFORE))
            connection.execute(text(NEWS_BEFORE), {"then": self._stored(clock.now() - timedelta(days=1))})
        environment = {**self.county.server.environment, "INCLUSION_DIGEST_HOUR": "0"}
        run_command(environment, "worker", "--once")

    def offers_run_out(self, run_id: int) -> None:
        """Two working days pass for whoever is offered a place."""
        with self.engine.begin() as connection:
            then = self._stored(clock.now() - timedelta(minutes=1))
            connection.execute(text(RUN_OUT), {"then": then, "run": run_id})

    def sessions_are_over(self, run_id: int) -> None:
        """Weeks pass: three sessions of twenty minutes each, all of them in the last two hours."""
        begins = [clock.now() - timedelta(minutes=minutes) for minutes in BEGAN_MINUTES_AGO]
        opens = self._stored(begins[0] - timedelta(days=40))
        with self.engine.begin() as connection:
            ids = connection.execute(text(SESSIONS), {"run": run_id}).scalars().all()
            for number, moment in zip(ids, begins, strict=True):
                times = {"begins": self._stored(moment), "ends": self._stored(moment + LENGTH)}
                connection.execute(text(MOVE_SESSION), {"id": number, "day": clock.london(moment).date(), **times})
            times = {"begins": self._stored(begins[0]), "ends": self._stored(begins[-1] + LENGTH)}
            connection.execute(text(MOVE_RUN), {"run": run_id, "opens": opens, **times})
            connection.execute(text(BOOKED_BEFORE), {"run": run_id, "then": opens})

    def link_sent_to(self, email: str, beginning: str) -> str:
        """The latest link in a mail to somebody that begins so; AssertionError when nobody has written that."""
        folder = Path(self.county.server.environment["INCLUSION_DATA_DIR"]) / "mail"
        for path in sorted(folder.glob("*.eml"), reverse=True):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            body = mail.get_body(("plain",)) if mail["To"] == email else None
            found = re.search(rf"{beginning}\S+", body.get_content()) if body else None
            if found:
                return found[0]
        raise AssertionError(f"Nobody has written to {email} of {beginning}.")

    def _stored(self, moment: datetime) -> Any:
        """A moment as the database keeps it."""
        return moment if self.engine.dialect.name == "postgresql" else moment.strftime("%Y-%m-%d %H:%M:%S.%f")
