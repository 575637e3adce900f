"""The vocabulary as it stands in files: one TOML file a scheme, terms in the order they are shown."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


class FileWrong(Exception):
    """A data file cannot be used; the message names the file and what is wrong in it."""


@dataclass(frozen=True)
class Term:
    """One term of a scheme, as a file says it; ``broader`` is the code of another term of the same scheme."""

    code: str
    label: str
    broader: str = ""
    definition: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scheme:
    """A scheme with its terms, in order."""

    code: str
    title: str
    terms: tuple[Term, ...]


def read_schemes(folder: Path = DATA) -> list[Scheme]:
    """Every scheme of the folder. Raises FileWrong, naming the file, when one cannot be read."""
    return [_scheme(path) for path in sorted(folder.glob("*.toml"))]


def read_toml(path: Path) -> dict[str, Any]:
    """The file's tables. Raises FileWrong when it is missing or is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise FileWrong(f"{path.name}: {problem}") from problem


def _scheme(path: Path) -> Scheme:
    tables = read_toml(path)
    try:
        head = tables["scheme"]
        terms = tuple(
            Term(
                code=row["code"],
                label=row["label"],
                broader=row.get("broader", ""),
                definition=row.get("definition", ""),
                aliases=tuple(row.get("aliases", ())),
            )
            for row in tables["concept"]
        )
        scheme = Scheme(code=head["code"], title=head["title"], terms=terms)
    except KeyError as missing:
        raise FileWrong(f"{path.name}: there is no {missing}.") from missing
    for problem in _problems(scheme):
        raise FileWrong(f"{path.name}: {problem}")
    return scheme


def _problems(scheme: Scheme) -> Iterator[str]:
    codes = [term.code for term in scheme.terms]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"the code {code!r} stands there twice."
    for term in scheme.terms:
        if term.broader and term.broader not in codes:
            yield f"{term.code!r} is under {term.broader!r}, which is not there."
