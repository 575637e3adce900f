"""Many rows, some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

SIZE = 1_000
T = TypeVar("T")


def in_chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """The items, a thousand at a time."""
    rest = iter(items)
    while chunk := list(islice(rest, SIZE)):
        yield chunk
