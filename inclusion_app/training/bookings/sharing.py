"""Rules of how the places of a run are shared out: kept places, and who of a waiting list comes next."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Fence:
    """Places of a run that are kept for some schools. ``left`` of them nobody has taken yet."""

    id: int
    left: int
    schools: frozenset[int]
    kept_for: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class Waiter:
    """One booking on the waiting list, in the order of the list; ``group`` joins those who wait together."""

    booking_id: int
    school_id: int
    group: str | None = None


@dataclass(frozen=True)
class Given:
    """A place for a booking; ``fence_id`` where it is one of the kept places."""

    booking_id: int
    fence_id: int | None


@dataclass(frozen=True)
class Turn:
    """Who gets the places that are free now, and who is passed over or has to go on waiting, and why."""

    given: tuple[Given, ...] = ()
    skipped: tuple[tuple[int, str], ...] = ()


class Places:
    """The free places of a run at one moment, as they are given away one after the other."""

    def __init__(self, free: int, fences: Sequence[Fence]) -> None:
        self._free = max(0, free)
        self._kept = {fence.id: fence.left for fence in fences}
        self._fences = {fence.id: fence for fence in fences}
        self._shut: set[int | None] = set()

    def any_left(self) -> bool:
        """There is a place for somebody."""
        return self._free > 0

    def left_for(self, school_id: int) -> int:
        """How many places somebody of that school could have."""
        return sum(self._rooms(school_id).values())

    def take(self, school_id: int) -> int | None:
        """Take one place for the school, a kept one first; tells which kept places it counts among.

        Raises LookupError when there is none for it.
        """
        room = next(iter(self._rooms(school_id).keys()), "none")
        if room == "none":
            raise LookupError(f"There is no place for school {school_id}.")
        self._free -= 1
        if isinstance(room, int):
            self._kept[room] -= 1
            return room
        return None

    def shut_for(self, school_id: int) -> None:
        """Nobody further down the list gets what somebody of this school is waiting for."""
        self._shut |= self._rooms(school_id).keys()

    def kept_from(self, school_id: int) -> str:
        """For whom the places are kept that this school cannot have."""
        names = [f.kept_for for f in self._fences.values() if self._kept[f.id] > 0 and school_id not in f.schools]
        return " and ".join(sorted(set(names)))

    def _rooms(self, school_id: int) -> dict[int | None, int]:
        """What the school can choose from: kept places of its own first, then those that are for everybody."""
        kept = sum(max(0, left) for left in self._kept.values())
        rooms: dict[int | None, int] = {
            number: max(0, self._kept[number]) for number, fence in self._fences.items() if school_id in fence.schools
        }
        rooms[None] = max(0, self._free - kept)
        open_rooms = {room: left for room, left in rooms.items() if left > 0 and room not in self._shut}
        return _at_most(open_rooms, self._free)


def left_for_newcomer(free: int, fences: Sequence[Fence], *, school_id: int, waiting: Collection[int]) -> int:
    """How many places a school can have now that nobody on the waiting list could have; ``waiting`` are the schools
    of those who wait. Nobody jumps the queue."""
    places = Places(free, fences)
    for other in waiting:
        places.shut_for(other)
    return places.left_for(school_id)


def kept_place(free: int, fences: Sequence[Fence], *, school_id: int, number: int) -> list[int | None]:
    """Which kept places so many newcomers of the school count among, one after the other."""
    places = Places(free, fences)
    return [places.take(school_id) for _ in range(number)]


def next_in_line(waiters: Sequence[Waiter], *, free: int, fences: Sequence[Fence]) -> Turn:
    """Who of a waiting list gets the places that are free, in strict order (service.md, *Waiting list*).

    Those who wait together get places only all at once, and nobody passes them for a place they could have. Somebody
    is passed over only where all that is left is kept for other schools.
    """
    places, given, skipped, seen = Places(free, fences), [], [], set()
    sizes = Counter(waiter.group for waiter in waiters if waiter.group)
    for waiter in waiters:
        if not places.any_left():
            break
        if waiter.group in seen:
            continue
        together = sizes[waiter.group] if waiter.group else 1
        if waiter.group:
            seen.add(waiter.group)
        if places.left_for(waiter.school_id) >= together:
            members = [w for w in waiters if w.group == waiter.group] if waiter.group else [waiter]
            given += [Given(member.booking_id, places.take(member.school_id)) for member in members]
        else:
            skipped.append((waiter.booking_id, _why_not(places, waiter, together)))
            places.shut_for(waiter.school_id)
    return Turn(tuple(given), tuple(skipped))


def why_waiting(*, position: int, capacity: int, left: int, skipped: str) -> str:
    """Why a booking has no place yet; ``skipped`` is why it was passed over the last time, where it was."""
    if left > 0:
        return skipped or "What is free goes to whoever is first in line"
    before = position - 1
    line = "and this is the first in line" if not before else f"and {before} {'is' if before == 1 else 'are'} before"
    return f"{'The only place is' if capacity == 1 else f'All {capacity} places are'} taken, {line}"


def _why_not(places: Places, waiter: Waiter, together: int) -> str:
    left = places.left_for(waiter.school_id)
    if left:
        return f"{together} wait together, and {left} {'place is' if left == 1 else 'places are'} free"
    kept_for = places.kept_from(waiter.school_id)
    return f"What is free is kept for {kept_for}" if kept_for else "Others who wait together come first"


def _at_most(rooms: dict[int | None, int], most: int) -> dict[int | None, int]:
    """No more altogether than there are places."""
    found: dict[int | None, int] = {}
    for room, left in rooms.items():
        if most > 0:
            found[room] = min(left, most)
            most -= found[room]
    return found
