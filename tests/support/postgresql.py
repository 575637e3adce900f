"""A PostgreSQL of the tests' own, in a temporary folder, made from Debian's programs and gone at the end."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

PROGRAMS = Path("/usr/lib/postgresql")
SYSTEM_USER = "postgres"
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Cluster:
    """A running PostgreSQL, reached over a socket in its own folder; nothing else on the machine sees it."""

    def __init__(self, *, durable: bool) -> None:
        """Start it. ``durable`` makes it wait for the disc as in real use; otherwise it is quick and forgetful."""
        self._bin = _newest_programs()
        self._folder = Path(tempfile.mkdtemp(prefix="inclusion-pg-"))
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(self._folder, SYSTEM_USER, SYSTEM_USER)
        self._run("initdb", "--username=postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
        settings = ("listen_addresses=", f"unix_socket_directories={self._folder}", "max_connections=200")
        options = " ".join(f"-c {setting}" for setting in (*settings, *(() if durable else QUICK)))
        self._run("pg_ctl", "start", "--wait", "--silent", f"--log={self._folder / 'log'}", f"--options={options}")

    def stop(self) -> None:
        """End it and remove everything."""
        self._run("pg_ctl", "stop", "--mode=immediate", "--silent")
        shutil.rmtree(self._folder)

    def create(self, name: str, *, template: str = "template0") -> str:
        """A new database, empty or a copy of another to which nobody is connected; gives its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
            )
        return self.url(name)

    def url(self, name: str) -> str:
        """The address of a database here."""
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._bin / program, f"--pgdata={self._folder / 'data'}", *arguments],
            check=True,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            user=SYSTEM_USER if os.geteuid() == 0 else None,
        )


def _newest_programs() -> Path:
    found = sorted(PROGRAMS.glob("*/bin"), key=lambda path: float(path.parent.name))
    if not found:
        raise RuntimeError("PostgreSQL is not installed. As root, run: apt-get install postgresql")
    return found[-1]
