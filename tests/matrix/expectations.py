"""Reads who may do what, one line for each endpoint, method and thing: ``expectations.txt`` and those of features.

``LIKE lead_a reviewer``: where a file has no column for lead_a, the reviewer's answers are expected of lead_a too.
"""

from dataclasses import dataclass
from pathlib import Path

from tests.features import FOLDER

FILES = (Path(__file__).with_name("expectations.txt"), *sorted(FOLDER.glob("*.txt")))
ANSWERS = {"ok", "nil", "401", "403", "404", "422", "off", "in", "gone"}


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

    @property
    def telling(self) -> list[str]:
        """The first actor of each different answer: enough where it is known who gets which."""
        return list({answer: actor for actor, answer in reversed(self.answers.items())}.values())


def read() -> list[Line]:
    """Every line; ValueError names one that cannot be read."""
    like = _likenesses(FILES[0])
    return [line for file in FILES for line in _read(file, like)]


def _likenesses(file: Path) -> dict[str, str]:
    words = [text.split("#", 1)[0].split() for text in file.read_text().splitlines()]
    return {said[1]: said[2] for said in words if said and said[0] == "LIKE"}


def _read(file: Path, like: dict[str, str]) -> list[Line]:
    actors: list[str] = []
    lines: list[Line] = []
    for number, text in enumerate(file.read_text().splitlines(), 1):
        words = text.split("#", 1)[0].split()
        if not words:
            continue
        if words[0] == "ACTORS":
            actors = words[1:]
            continue
        if words[0] == "LIKE":
            continue
        method, endpoint, thing, *answers = words
        if len(answers) != len(actors) or set(answers) - ANSWERS:
            raise ValueError(
                f"{file.name}, line {number} has {len(answers)} answers for {len(actors)} actors, or an unknown one."
            )
        said = dict(zip(actors, answers, strict=True))
        lines.append(Line(method, endpoint, thing, {other: said[same] for other, same in like.items()} | said))
    return lines


LINES = read()
ACTORS = list(LINES[0].answers)
