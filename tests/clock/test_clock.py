"""Forty cases around both changes of the clock, in three time zones, on whichever database: all the same
(reliability.md, row 28). ``expected.txt`` was read line by line by a person."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from tests.clock.cases import CASES
from tests.support.databases import Store
from tests.support.server import ROOT, settings_for

ZONES = ("UTC", "Europe/London", "America/New_York")
EXPECTED = Path(__file__).with_name("expected.txt")


def _said_in(zone: str, database_url: str, folder: Path) -> str:
    """The cases in a process of its own, on a machine set to that zone."""
    environment = settings_for(database_url, folder) | {"TZ": zone}
    command = [sys.executable, "-m", "tests.clock.cases"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_cases_come_out_the_same_in_every_zone(app: Flask, store: Store, tmp_path: Path) -> None:
    urls = {zone: store.copy(f"clock_{zone.lower().replace('/', '_')}") for zone in ZONES}
    with ThreadPoolExecutor() as pool:
        said = list(pool.map(lambda zone: _said_in(zone, urls[zone], tmp_path), ZONES))
    assert len(CASES) == 40
    assert said == [EXPECTED.read_text()] * len(ZONES)
