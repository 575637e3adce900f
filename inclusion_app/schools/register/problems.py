"""What is wrong with a file, said so that somebody can put it right."""

from dataclasses import dataclass

SHOWN_AT_MOST = 50


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. ``line`` counts from 1, the headings' line; 0 where it is the whole file."""

    sentence: str
    line: int = 0
    column: str = ""

    def __str__(self) -> str:
        where = f"Line {self.line}" if self.line else ""
        where += (f", column {self.column}" if where else f"Column {self.column}") if self.column else ""
        return f"{where}: {self.sentence}" if where else self.sentence


class FileRefused(Exception):
    """A file cannot be used, and nothing was changed. ``problems`` names what is wrong, the first fifty of it."""

    def __init__(self, file_name: str, problems: list[Problem], *, count: int = 0) -> None:
        self.file_name = file_name
        self.problems = problems[:SHOWN_AT_MOST]
        self.count = max(count, len(problems))
        super().__init__("\n".join(self.sentences))

    @property
    def sentences(self) -> list[str]:
        """For people: what is wrong, line by line, and how much more there is."""
        more = self.count - len(self.problems)
        said = [f"{self.file_name}: {problem}" for problem in self.problems]
        return [*said, f"… and {more} more."] if more else said


class Problems:
    """Problems as they are found; keeps the first fifty and counts them all."""

    def __init__(self) -> None:
        self.kept: list[Problem] = []
        self.count = 0

    def add(self, sentence: str, *, line: int, column: str = "") -> None:
        """Note one more."""
        self.count += 1
        if len(self.kept) < SHOWN_AT_MOST:
            self.kept.append(Problem(sentence, line, column))

    def refuse_if_any(self, file_name: str) -> None:
        """Raise FileRefused when something was found."""
        if self.count:
            raise FileRefused(file_name, self.kept, count=self.count)
