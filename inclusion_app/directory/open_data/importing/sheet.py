"""A file of offers as one table, whether it was CSV or JSON."""

from dataclasses import dataclass

MOST_RECORDS = 500
MOST_COLUMNS = 80
LARGEST_BYTES = 1_900_000


@dataclass(frozen=True)
class Record:
    """One entry: ``where`` it stands in the file, and its texts by column."""

    where: str
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A file that could be read. ``sha256`` is that of its bytes."""

    name: str
    sha256: str
    columns: tuple[str, ...]
    records: tuple[Record, ...]

    def example(self, column: str) -> str:
        """What the first entry that says something says there."""
        said = (record.cells.get(column, "").strip() for record in self.records)
        return next((text[:120] for text in said if text), "")
