"""Frameworks and agreements as they stand in files: framework-<version>.toml and agreements.toml."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inclusion_app.reviews.cycles.frameworks.choices import (
    AgreementChoice,
    AreaChoice,
    FrameworkChoices,
    LevelChoice,
    PromptChoice,
)
from inclusion_app.vocabulary.files import FileWrong, read_toml

DATA = Path(__file__).parent.parent.parent / "data"
AGREEMENTS = "agreements.toml"


@dataclass(frozen=True)
class FrameworkFiles:
    """All that ships: frameworks by version, and agreements; ``names`` says which file a framework stands in."""

    frameworks: dict[int, FrameworkChoices]
    agreements: tuple[AgreementChoice, ...]
    names: dict[int, str]


def read_frameworks(folder: Path = DATA) -> FrameworkFiles:
    """Everything there is to load. Raises FileWrong, naming file and entry, when something cannot be read."""
    frameworks: dict[int, FrameworkChoices] = {}
    names: dict[int, str] = {}
    for path in sorted(folder.glob("framework-*.toml")):
        version, said = _framework(path)
        if version in frameworks:
            raise FileWrong(f"{path.name}: version {version} stands in {names[version]} already.")
        frameworks[version], names[version] = said, path.name
    return FrameworkFiles(frameworks, tuple(_agreements(folder / AGREEMENTS)), names)


def _framework(path: Path) -> tuple[int, FrameworkChoices]:
    tables = read_toml(path)
    head = _need(tables, "framework", path.name)
    areas = tuple(_area(row, path.name) for row in tables.get("area", []))
    levels = tuple(
        LevelChoice(*(str(_need(row, name, f"{path.name}, a level")) for name in ("code", "title", "meaning")))
        for row in tables.get("level", [])
    )
    version = _number(_need(head, "version", path.name), path.name)
    title = str(_need(head, "title", path.name))
    return version, FrameworkChoices(title, str(head.get("note", "")), areas, levels)


def _area(row: dict[str, Any], name: str) -> AreaChoice:
    code = str(_need(row, "code", f"{name}, an area"))
    where = f"{name}, {code}"
    prompts = tuple(_prompt(prompt, where) for prompt in row.get("prompt", []))
    return AreaChoice(code, str(_need(row, "title", where)), prompts)


def _prompt(row: dict[str, Any], where: str) -> PromptChoice:
    code = str(_need(row, "code", f"{where}, a prompt"))
    commitment, wording = (str(_need(row, name, f"{where}, {code}")) for name in ("commitment", "wording"))
    return PromptChoice(code, commitment, wording, dict(row.get("variants", {})))


def _agreements(path: Path) -> Iterator[AgreementChoice]:
    seen: set[tuple[str, int]] = set()
    for row in read_toml(path).get("agreement", []):
        preset = str(_need(row, "preset", path.name))
        where = f"{path.name}, {preset}"
        version = _number(_need(row, "version", where), where)
        if (preset, version) in seen:
            raise FileWrong(f"{where}: version {version} stands there twice.")
        seen.add((preset, version))
        yield AgreementChoice(preset, version, str(_need(row, "text", where)).strip())


def _need(row: dict[str, Any], name: str, where: str) -> Any:
    if name not in row:
        raise FileWrong(f"{where}: there is no {name!r}.")
    return row[name]


def _number(value: object, where: str) -> int:
    if not isinstance(value, int) or value < 1:
        raise FileWrong(f"{where}: the version must be a whole number from 1.")
    return value
