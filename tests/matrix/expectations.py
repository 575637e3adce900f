"""Reads who may do what, one line for each endpoint, method and thing: ``expectations.txt`` and those of features."""

from dataclasses import dataclass
from pathlib import Path

from tests.features import FOLDER

FILES = (Path(__file__).with_name("expectations.txt"), *sorted(FOLDER.glob("*.txt")))
ANSWERS = {"ok", "nil", "403", "404", "422", "off", "in", "gone"}


@dataclass(frozen=True)
class Line:
    """What each actor gets, for one endpoint, one method and one choice of things."""

    method: str
    endpoint: str
    thing: str
    answers: dict[str, str]

    @property
    def key(self) -> tuple[str, str]:
        """What the routes of the app are compared by."""
        return self.method, self.endpoint


def read() -> list[Line]:
    """Every line; ValueError names one that cannot be read."""
    return [line for file in FILES for line in _read(file)]


def _read(file: Path) -> list[Line]:
    actors: list[str] = []
    lines: list[Line] = []
    for number, text in enumerate(file.read_text().splitlines(), 1):
        words = text.split("#", 1)[0].split()
        if not words:
            continue
        if words[0] == "ACTORS":
            actors = words[1:]
            continue
        method, endpoint, thing, *answers = words
        if len(answers) != len(actors) or set(answers) - ANSWERS:
            raise ValueError(
                f"{file.name}, line {number} has {len(answers)} answers for {len(actors)} actors, or an unknown one."
            )
        lines.append(Line(method, endpoint, thing, dict(zip(actors, answers, strict=True))))
    return lines


LINES = read()
ACTORS = list(LINES[0].answers)
