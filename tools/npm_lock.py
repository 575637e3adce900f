"""Write package-lock.json anew from package.json: integrity hashes, and no address.

    .venv/bin/python -m tools.npm_lock

npm strips addresses only from a lock that it writes from nothing, so the old one is put aside first.
"""

import sys
import tempfile
from pathlib import Path

from tools import assets, bootstrap


def write_lock() -> None:
    """Resolve in an empty folder; take the lock over when it is clean."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", ".npmrc"):
            (Path(folder) / name).write_bytes((bootstrap.ROOT / name).read_bytes())
        assets.npm("install", "--package-lock-only", "--loglevel=error", folder=Path(folder))
        lock = (Path(folder) / "package-lock.json").read_text()
    if '"resolved"' in lock:
        raise bootstrap.CannotSetUp("npm wrote addresses into package-lock.json; it was left as it is.")
    (bootstrap.ROOT / "package-lock.json").write_text(lock)


if __name__ == "__main__":
    try:
        write_lock()
    except bootstrap.CannotSetUp as problem:
        sys.exit(str(problem))
