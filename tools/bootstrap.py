"""Make .venv with exactly the pinned packages. Runs on a bare Debian, so it imports the standard library alone.

    python3 tools/bootstrap.py runtime          what the service needs
    python3 tools/bootstrap.py test             and what its tests need

A second run sees by the hash of the lock that nothing has changed, and does nothing.
"""

from __future__ import annotations  # an older Python must read this file far enough to be told that it is too old

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)


class CannotSetUp(Exception):
    """Something is missing that only a person can put right; the message says what to do."""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second set-up of this checkout wait for the first."""
    folder = os.open(ROOT / "requirements", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def administrator() -> list[str] | None:
    """The words to put before a command that changes the system, or None when this person may not."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def install_debian_packages(packages: Sequence[str], purpose: str) -> None:
    """Install packages with apt-get; CannotSetUp names them when this person may not."""
    by_hand = f"{purpose} needs {' and '.join(packages)}. As root, run: apt-get install {' '.join(packages)}"
    before = administrator()
    if before is None or not shutil.which("apt-get"):
        raise CannotSetUp(by_hand)
    print(f"Installing {' and '.join(packages)} with apt-get", flush=True)
    apt_get = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-q"]
    subprocess.run([*apt_get, "update"], stdout=subprocess.DEVNULL, check=False)
    done = subprocess.run([*apt_get, "install", "--no-install-recommends", *packages], stdout=subprocess.DEVNULL)
    if done.returncode:
        raise CannotSetUp(f"apt-get could not install them. {by_hand}")


def make_environment() -> None:
    """Make .venv, unless a working one is there."""
    if PYTHON.exists() and (VENV / "bin" / "pip").exists():  # false, too, where the link's Python has gone
        return
    try:
        import ensurepip  # noqa: F401  # Debian keeps it in a package of its own
    except ImportError:
        install_debian_packages(["python3-venv"], "Making a Python environment")
    print("Making .venv", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def install(name: str) -> None:
    """Bring .venv to requirements/<name>.lock, every file checked against its hash."""
    lock = ROOT / "requirements" / f"{name}.lock"
    stamp = VENV / f".installed-{name}"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    print(f"Installing what requirements/{name}.lock pins", flush=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    done = subprocess.run([*pip, "--require-hashes", "--requirement", str(lock)])
    if done.returncode:
        raise CannotSetUp(f"pip could not install requirements/{name}.lock: see the lines above.")
    stamp.write_text(digest)


def main(name: str) -> None:
    """Make the environment with the runtime or the test packages."""
    if sys.version_info < OLDEST_PYTHON:
        raise CannotSetUp(
            f"Inclusion App needs Python 3.11 or newer; this is Python {sys.version.split()[0]}. "
            "Say which to use with: make PYTHON=/path/to/python3.11 ..."
        )
    with one_at_a_time():
        make_environment()
        install("runtime")
        if name == "test":
            install("test")


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "runtime")
    except CannotSetUp as problem:
        sys.exit(f"Set-up stopped. {problem}")
