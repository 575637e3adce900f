"""How often somebody may ask: counted over all processes of this machine, in a small file beside the data.

Not in the database: reading must not write there, and many readers must not hold up whoever books. When the file cannot
be used, nobody is held up.
"""

import hashlib
import logging
import sqlite3
from contextlib import closing
from datetime import datetime

from flask import current_app

SECONDS = 60
KEPT_SLOTS = 2
WAIT_SECONDS = 0.2
MAKE = "CREATE TABLE IF NOT EXISTS asked (who TEXT, slot INTEGER, times INTEGER, PRIMARY KEY (who, slot)) WITHOUT ROWID"
COUNT = """
INSERT INTO asked VALUES (?, ?, 1) ON CONFLICT (who, slot) DO UPDATE SET times = times + 1 RETURNING times
"""
FORGET = "DELETE FROM asked WHERE slot < ?"
log = logging.getLogger(__name__)


def seconds_to_wait(what: str, who: str, *, most: int, now: datetime) -> int:
    """Count one more request for ``what``; 0 as long as there have been ``most`` in this minute or fewer, otherwise
    the seconds until the next minute. ``most`` of 0 stands for no limit. ``who`` is kept as a hash for two minutes."""
    if most == 0:
        return 0
    slot, since = divmod(int(now.timestamp()), SECONDS)
    return SECONDS - since if _times(hashlib.sha256(f"{what}:{who}".encode()).hexdigest(), slot) > most else 0


def _times(who: str, slot: int) -> int:
    try:
        path = current_app.config["DATA_DIR"] / "rate.sqlite3"
        with closing(sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)) as file:
            file.execute("PRAGMA synchronous=OFF")  # what a power cut loses is a minute's count
            file.execute(MAKE)
            [(times,)] = file.execute(COUNT, (who, slot)).fetchall()
            if times == 1:
                file.execute(FORGET, (slot - KEPT_SLOTS + 1,))
            return int(times)
    except sqlite3.Error as problem:
        log.warning("Requests could not be counted: %s", problem)
        return 0
