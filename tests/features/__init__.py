"""What each feature adds to the tests that go over all routes and pages.

A feature has ``<name>.txt``, its lines of the matrix, and ``<name>.py`` with any of:
``HOW_TO`` (what is typed into each form), ``ROWS`` and ``WORDS`` (where a line's thing leads), ``build(world)`` (rows
of the world), ``grow(world, number)`` (one more of each row that pages list: statements must not grow with them),
``VISITED`` (pages seen in the browser: endpoint to address and roles), ``NO_PAGES`` (endpoints that give no page, with
the reason), ``READS`` (endpoints whose GET is recorded: the acts), ``NAMES`` (SQL whose one row has what stands in
addresses).
"""

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

FOLDER = Path(__file__).parent


def modules() -> list[ModuleType]:
    """Every feature that adds something, by name."""
    return [import_module(f"{__name__}.{found.name}") for found in sorted(pkgutil.iter_modules([str(FOLDER)]))]


@cache
def gathered(name: str) -> dict[str, Any]:
    """One dictionary of all features; ValueError when two of them say something of the same thing."""
    found: dict[str, Any] = {}
    for module in modules():
        said = getattr(module, name, {})
        if twice := found.keys() & said.keys():
            raise ValueError(f"{module.__name__}.{name} says again what another feature has said: {sorted(twice)}")
        found |= said
    return found
