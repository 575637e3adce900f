"""What is built today is what was tested: every package is pinned by hash, and no lock names where it came from."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PACKAGE = re.compile(r"^([A-Za-z0-9._-]+)(\[[\w,]+\])?", re.MULTILINE)


def entries(lock: Path) -> list[str]:
    """One text for each package, with its hashes."""
    return re.split(r"\n(?=\S)", lock.read_text().strip())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_is_pinned_to_a_version_and_a_hash(lock: Path) -> None:
    loose = [e.splitlines()[0] for e in entries(lock) if not re.match(r"\S+==\S+", e) or "--hash=sha256:" not in e]

    assert loose == []


@pytest.mark.parametrize("lock", [*LOCKS, ROOT / "package-lock.json"], ids=lambda lock: lock.name)
def test_no_lock_names_an_address_or_a_path(lock: Path) -> None:
    without_funding = re.sub(r'"funding": (\{[^}]*\}|\[[^]]*\]|"[^"]*")', "", lock.read_text())

    assert re.findall(r"https?://\S+|file:\S+|--index[-]url.*|--find-links.*|\"resol[v]ed\"", without_funding) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_asked_for_is_in_the_lock(lock: Path) -> None:
    wanted = {name.lower() for name, _ in PACKAGE.findall(lock.with_suffix(".in").read_text()) if name[0] != "-"}
    locked = {e.split("==")[0].lower() for e in entries(lock)}

    assert wanted - locked == set()


def test_the_service_and_its_tests_are_built_from_the_same_versions() -> None:
    runtime, test = (set(entries(ROOT / "requirements" / f"{name}.lock")) for name in ("runtime", "test"))

    assert runtime - test == set()


def test_every_browser_package_has_an_integrity_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert [name for name, package in packages.items() if name and "integrity" not in package] == []
