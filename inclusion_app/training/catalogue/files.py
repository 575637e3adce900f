"""The catalogue as it stands in files."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from inclusion_app.training.catalogue.choices import CourseChoices
from inclusion_app.vocabulary.files import DATA as VOCABULARY
from inclusion_app.vocabulary.files import FileWrong, Scheme, read_schemes, read_toml

DATA = Path(__file__).parent.parent / "data"
PROVIDERS = "providers.toml"
KNOWN = frozenset(field.name for field in fields(CourseChoices))


@dataclass(frozen=True)
class ProviderEntry:
    """A provider, as the file says it."""

    code: str
    name: str
    summary: str = ""
    email: str = ""


@dataclass(frozen=True)
class CatalogueFiles:
    """All that a new installation begins with; courses by slug, in the files' order."""

    schemes: list[Scheme]
    providers: list[ProviderEntry]
    courses: dict[str, CourseChoices]


def read_catalogue(vocabulary: Path = VOCABULARY, training: Path = DATA) -> CatalogueFiles:
    """Everything there is to load. Raises FileWrong, naming file and entry, when something cannot be read."""
    return CatalogueFiles(
        schemes=read_schemes(vocabulary),
        providers=_providers(training / PROVIDERS),
        courses=_courses(training),
    )


def _providers(path: Path) -> list[ProviderEntry]:
    try:
        return [ProviderEntry(**row) for row in read_toml(path).get("provider", [])]
    except TypeError as problem:
        raise FileWrong(f"{path.name}: {problem}") from problem


def _courses(folder: Path) -> dict[str, CourseChoices]:
    courses: dict[str, CourseChoices] = {}
    for path in sorted(folder.glob("*.toml")):
        for row in read_toml(path).get("course", []):
            slug = row.get("code", "")
            if not slug or slug in courses:
                raise FileWrong(f"{path.name}: the course {slug!r} stands there twice or has no code.")
            courses[slug] = _choices(row, f"{path.name}, {slug}")
    return courses


def _choices(row: dict[str, Any], where: str) -> CourseChoices:
    said = {name: _value(value) for name, value in row.items() if name != "code"}
    said["description"] = _unwrapped(said.get("description", ""))
    if unknown := set(said) - KNOWN:
        raise FileWrong(f"{where}: nobody knows {', '.join(sorted(unknown))}.")
    try:
        return CourseChoices(**said)
    except TypeError as problem:
        raise FileWrong(f"{where}: {problem}") from problem


def _unwrapped(text: str) -> str:
    """Paragraphs as people type them: a file breaks its lines where it likes."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n") if paragraph.strip())


def _value(value: Any) -> Any:
    """Lists as tuples, and texts without the blank lines a file has around them."""
    if isinstance(value, list):
        return tuple(item.strip() for item in value)
    return value.strip() if isinstance(value, str) else value
