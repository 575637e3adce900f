"""What has changed in a run's dates and places, and how it is said to those who come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from inclusion_app.foundation.formats import clock_time, when


@dataclass(frozen=True)
class Slot:
    """One session as people have been told of it."""

    session_id: int
    starts_at: datetime
    ends_at: datetime
    place: str
    link: str

    @property
    def said(self) -> str:
        """Monday 5 October 2026, 9:30am to midday, Maidstone."""
        return f"{when(self.starts_at)} to {clock_time(self.ends_at)}, {self.place}"

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From when to when."""
        return self.starts_at, self.ends_at


@dataclass(frozen=True)
class Rescheduled:
    """What has changed: sessions that are gone, new, or different from before."""

    removed: tuple[Slot, ...] = ()
    added: tuple[Slot, ...] = ()
    changed: tuple[tuple[Slot, Slot], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.removed or self.added or self.changed)

    @property
    def is_moved(self) -> bool:
        """A date or a time is another one, so people have to look whether they can come."""
        return bool(self.removed or self.added) or any(old.span != new.span for old, new in self.changed)

    @property
    def to_tell(self) -> frozenset[int]:
        """The sessions that calendars have to be told of."""
        return frozenset(slot.session_id for slot in (*self.added, *(new for _, new in self.changed)))

    @property
    def lines(self) -> list[str]:
        """Every change as people read it."""
        return [
            *(line for old, new in self.changed for line in _lines(old, new)),
            *(f"No longer: {slot.said}" for slot in self.removed),
            *(f"New: {slot.said}" for slot in self.added),
        ]


def compare(before: Sequence[Slot], after: Sequence[Slot]) -> Rescheduled:
    """What is different now; a session that has moved is still the same session."""
    old, new = _by_id(before), _by_id(after)
    both = [(old[number], new[number]) for number in old if number in new]
    return Rescheduled(
        removed=tuple(slot for number, slot in old.items() if number not in new),
        added=tuple(slot for number, slot in new.items() if number not in old),
        changed=tuple((was, now) for was, now in both if was != now),
    )


def _lines(old: Slot, new: Slot) -> list[str]:
    lines = []
    if old.said != new.said:
        lines.append(f"Before: {old.said}\nNow: {new.said}")
    if old.link != new.link:
        lines.append(f"Join here on {when(new.starts_at)}: {new.link}" if new.link else "The joining link is gone")
    return lines


def _by_id(slots: Iterable[Slot]) -> dict[int, Slot]:
    return {slot.session_id: slot for slot in slots}
