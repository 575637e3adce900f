"""Serve the service with a demonstration county on this machine: what `make run` does after the set-up.

Brings the database up to date, loads the county if there is none, starts the worker and several server processes,
says where and who can sign in, and ends them all on Ctrl-C.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from types import FrameType
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from tools.bootstrap import ROOT

STARTS_WITHIN_SECONDS = 30
ENDS_WITHIN_SECONDS = 20
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
SERVER = [sys.executable, "-m", "gunicorn", "wsgi:app", "--workers=3", "--threads=4", "--log-level=warning"]


class Stopped(Exception):
    """Somebody asked for the end; nothing is wrong."""


class CannotRun(Exception):
    """The service cannot be served; the message says why and what to do."""


def environment() -> dict[str, str]:
    """The settings of this run: those given, with the address made from PORT unless it is given whole."""
    given = dict(os.environ)
    given.setdefault("INCLUSION_BASE_URL", f"http://127.0.0.1:{given.get('PORT') or 8000}")
    return given


def prepare(settings: Mapping[str, str]) -> None:
    """Bring the database up to date and see that there is a county in it."""
    for command in (["db", "upgrade"], ["demo", "load", "--if-empty"]):
        if subprocess.run([*FLASK, *command], cwd=ROOT, env=settings, check=False).returncode:
            raise CannotRun(f"'flask --app wsgi {' '.join(command)}' failed: see above.")


def refuse_a_taken_port(host: str, port: int) -> None:
    """Say so now rather than in a log; CannotRun when somebody else listens there."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as problem:
            raise CannotRun(f"{host}:{port} cannot be used ({problem.strerror}). Try: make run PORT=8001") from None


def wait_until_ready(address: str, children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Return when the service answers that it is ready."""
    latest = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < latest:
        refuse_an_early_end(children)
        try:
            with urlopen(f"{address}/readyz", timeout=2):  # noqa: S310  # our own address
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise CannotRun(f"The service did not become ready within {STARTS_WITHIN_SECONDS} seconds.")


def refuse_an_early_end(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """CannotRun when one of them has ended by itself."""
    for name, child in children.items():
        if child.poll() is not None:
            raise CannotRun(f"The {name} ended by itself (exit code {child.returncode}): see above.")


def end(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Ask all to finish what they are doing; insist when one does not."""
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        try:
            child.wait(ENDS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def serve(settings: Mapping[str, str]) -> None:
    """Serve until somebody asks for the end."""
    parts = urlsplit(settings["INCLUSION_BASE_URL"])
    host, port = parts.hostname or "127.0.0.1", parts.port or 8000
    refuse_a_taken_port(host, port)
    prepare(settings)
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        # Each in a group of its own, so that Ctrl-C reaches this process alone, which then ends them in order.
        children["server"] = _started([*SERVER, f"--bind={host}:{port}"], settings)
        children["worker"] = _started([*FLASK, "worker"], settings)
        wait_until_ready(f"http://{host}:{port}", children)
        subprocess.run([*FLASK, "demo", "accounts"], cwd=ROOT, env=settings, check=False)
        print(f"\nServing on {settings['INCLUSION_BASE_URL']} - Ctrl-C ends it.", flush=True)
        while True:
            refuse_an_early_end(children)
            time.sleep(0.5)
    finally:
        end(children)


def _started(command: list[str], settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=ROOT, env=settings, start_new_session=True)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


if __name__ == "__main__":
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, _stop)
    try:
        serve(environment())
    except Stopped:
        print("\nEnded.")
    except CannotRun as problem:
        sys.exit(str(problem))
