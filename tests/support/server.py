"""The service as it really runs: gunicorn in processes of its own, with its own database and data folder."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
STARTS_WITHIN_SECONDS = 120
ENDS_WITHIN_SECONDS = 15


@dataclass(frozen=True)
class Server:
    """A running server: where it is, its settings (for commands beside it), its process and its log."""

    url: str
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """End every process of it without warning, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def settings_for(database_url: str, data_dir: Path, url: str = "http://127.0.0.1:8000") -> dict[str, str]:
    """An environment that names this database and folder, and nothing of whoever runs the tests."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("INCLUSION_")}
    return own | {
        "INCLUSION_DATABASE_URL": database_url,
        "INCLUSION_DATA_DIR": str(data_dir),
        "INCLUSION_BASE_URL": url,
        "INCLUSION_SECRET_KEY": "only for a server that tests start and stop",
    }


def run_command(environment: Mapping[str, str], *command: str) -> str:
    """Run ``flask --app wsgi …`` with these settings; gives what it printed, AssertionError when it fails."""
    arguments = [sys.executable, "-m", "flask", "--app", "wsgi", *command]
    done = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"'{' '.join(command)}' failed:\n{done.stdout}{done.stderr}"
    return done.stdout


@contextmanager
def serving(
    database_url: str, data_dir: Path, *, workers: int = 2, threads: int = 4, application: str = "wsgi:app"
) -> Iterator[Server]:
    """Serve for the length of the block, on a port nobody else has."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        server = _started(
            listening, database_url, data_dir, application, f"--workers={workers}", f"--threads={threads}"
        )
        try:
            _wait_until_ready(server)
            yield server
        finally:
            _stop(server.process)


def _started(listening: socket.socket, database_url: str, data_dir: Path, *options: str) -> Server:
    """The socket is ours and handed over, so that no other server can take the port in between."""
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    environment = settings_for(database_url, data_dir, url)
    log = data_dir / "server.log"
    command = [sys.executable, "-m", "gunicorn", f"--bind=fd://{listening.fileno()}", *options]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[listening.fileno()],
            start_new_session=True,
        )
    return Server(url, environment, process, log)


def _wait_until_ready(server: Server) -> None:
    latest = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < latest and server.process.poll() is None:
        try:
            with urlopen(f"{server.url}/readyz", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"The server did not become ready:\n{server.log.read_text()[-3000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(ENDS_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
