"""The set-up does only what is needed, and says in a sentence what only a person can put right."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools import bootstrap


@pytest.fixture
def pip_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """Every call of pip, none of which happens, in a checkout with one lock."""
    calls: list[list[str]] = []

    def note(command: list[str], **_options: Any) -> subprocess.CompletedProcess[bytes]:
        calls.append(command)
        return subprocess.CompletedProcess(command, 0)

    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "runtime.lock").write_text("flask==3.1.3")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr("subprocess.run", note)
    return calls


def test_what_is_installed_is_not_installed_again(pip_runs: list[list[str]]) -> None:
    bootstrap.install("runtime")
    bootstrap.install("runtime")

    assert len(pip_runs) == 1
    assert "--require-hashes" in pip_runs[0]


def test_a_changed_lock_is_installed(pip_runs: list[list[str]], tmp_path: Path) -> None:
    bootstrap.install("runtime")
    (tmp_path / "requirements" / "runtime.lock").write_text("flask==3.1.4")
    bootstrap.install("runtime")

    assert len(pip_runs) == 2


def test_an_older_python_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    with pytest.raises(bootstrap.CannotSetUp, match=r"needs Python 3\.11 or newer"):
        bootstrap.main("runtime")


def test_who_may_not_install_is_told_what_to_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "administrator", lambda: None)

    with pytest.raises(bootstrap.CannotSetUp, match=r"needs python3-venv\. As root, run: apt-get install python3-venv"):
        bootstrap.install_debian_packages(["python3-venv"], "Making a Python environment")
