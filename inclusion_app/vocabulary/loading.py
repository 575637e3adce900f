"""What a loading did."""

from dataclasses import dataclass, field


@dataclass
class Loaded:
    """Counts for one kind of thing; ``kept`` names what was edited in the browser and therefore left alone."""

    what: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    retired: int = 0
    kept: list[str] = field(default_factory=list)

    @property
    def did_something(self) -> bool:
        """True when the loading changed the database."""
        return bool(self.new or self.changed or self.retired)

    @property
    def sentence(self) -> str:
        """For the person who ran it."""
        if not self.did_something and not self.kept:
            return f"{self.what}: nothing to do, all {self.unchanged} are as in the files."
        parts = [f"{self.new} new", f"{self.changed} changed", f"{self.unchanged} unchanged"]
        if self.retired:
            parts.append(f"{self.retired} retired")
        if self.kept:
            parts.append(f"{len(self.kept)} edited here and left as they are ({', '.join(self.kept)})")
        return f"{self.what}: {', '.join(parts)}."

    @property
    def detail(self) -> dict[str, int]:
        """For the audit trail."""
        return {"new": self.new, "changed": self.changed, "unchanged": self.unchanged, "retired": self.retired}
