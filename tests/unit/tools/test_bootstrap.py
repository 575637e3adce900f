"""The set-up says in a sentence what only a person can put right."""

import sys

import pytest

from tools import bootstrap


def test_an_older_python_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    with pytest.raises(bootstrap.CannotSetUp, match=r"needs Python 3\.11 or newer"):
        bootstrap.main("runtime")


def test_who_may_not_install_is_told_what_to_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "administrator", lambda: None)

    with pytest.raises(bootstrap.CannotSetUp, match=r"needs python3-venv\. As root, run: apt-get install python3-venv"):
        bootstrap.install_debian_packages(["python3-venv"], "Making a Python environment")


@pytest.mark.parametrize("name", ["runtime", "test"])
def test_what_is_installed_is_not_installed_again(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    bootstrap.install(name)  # these tests run in the environment that it made

    monkeypatch.setattr("subprocess.run", lambda *_args, **_kwargs: pytest.fail("pip ran again"))
    bootstrap.install(name)
