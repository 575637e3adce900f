"""The house keeps its own rules: one clock, one reader of settings, short files and functions, plain names."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = sorted(
    path for place in ("inclusion_app", "tests", "tools", "migrations") for path in (ROOT / place).rglob("*.py")
)
OWN = [path for path in SOURCES if path.is_relative_to(ROOT / "inclusion_app")]
LONGEST_FILE = 400
LONGEST_FUNCTION = 45
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "monotonic"),
}
READS_THE_CLOCK = {"inclusion_app/foundation/clock.py"}
READS_THE_ENVIRONMENT = {"inclusion_app/config.py"}
FLASK_STATE = {"request", "current_user", "current_app", "session"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def attributes(path: Path) -> Iterator[tuple[str, str, int]]:
    """Every ``name.attribute`` of a file, with its line."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            yield owner, node.attr, node.lineno


def test_only_the_clock_reads_the_clock() -> None:
    readers = [
        f"{named(path)}:{line}"
        for path in OWN
        if named(path) not in READS_THE_CLOCK
        for owner, name, line in attributes(path)
        if (owner, name) in CLOCKS
    ]

    assert readers == []


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        f"{named(path)}:{line}"
        for path in OWN
        if named(path) not in READS_THE_ENVIRONMENT
        for owner, name, line in attributes(path)
        if (owner, name) in {("os", "environ"), ("os", "getenv"), ("os", "environb")}
    ]

    assert readers == []


def test_only_transactions_commit() -> None:
    committers = [
        f"{named(path)}:{line}"
        for path in OWN
        if named(path) != "inclusion_app/foundation/database.py"
        for owner, name, line in attributes(path)
        if name == "commit"
    ]

    assert committers == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_file_and_its_functions_are_short(path: Path) -> None:
    source = path.read_text()
    too_long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
        and not named(path).startswith("migrations/versions/")  # written by alembic
    }

    assert too_long == {}
    assert len(source.splitlines()) <= LONGEST_FILE or named(path).startswith("migrations/versions/")


def test_no_name_is_vague() -> None:
    vague = [named(path) for path in SOURCES if {part.removesuffix(".py") for part in path.parts} & VAGUE_NAMES]

    assert vague == []


def test_every_module_function_and_class_says_its_promise() -> None:
    silent = []
    for path in OWN:
        tree = ast.parse(path.read_text())
        for node in [tree, *tree.body]:
            is_private = getattr(node, "name", "").startswith("_")
            documents = isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
            if documents and not is_private and not ast.get_docstring(node):  # type: ignore[arg-type]
                silent.append(f"{named(path)}: {getattr(node, 'name', 'the module')}")

    assert silent == []


@pytest.mark.parametrize("room", ["services", "queries", "rules", "policy", "models"])
def test_services_do_not_know_who_asks(room: str) -> None:
    """``flask`` itself is held by an import contract; this holds what extensions offer."""
    knowing = [
        f"{named(path)}:{node.lineno}"
        for path in OWN
        if room in {part.removesuffix(".py") for part in path.parts}
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").split(".")[0] in {"flask", "flask_login"}
        and {alias.name for alias in node.names} & FLASK_STATE
    ]

    assert knowing == []
