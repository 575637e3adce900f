"""Sets of offers: as a whole number with a bit for each, to narrow and to count; as flags by place, to put in order."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


def bits(flags: Flags) -> int:
    """The set of the places that are flagged."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def flags(mask: int, size: int) -> Flags:
    """The set as a flag for each of so many places."""
    held = np.frombuffer(mask.to_bytes((size + 7) // 8, "little"), dtype=np.uint8)
    return np.unpackbits(held, count=size, bitorder="little").astype(np.bool_)


def in_order(mask: int, order: Places) -> Places:
    """The places of a set, in that order; ``order`` has some or all of them."""
    size = max(mask.bit_length(), int(order.max(initial=-1)) + 1)
    return order[flags(mask, size)[order]]


def places(every: Iterable[int]) -> Places:
    """An order of places."""
    return np.fromiter(every, dtype=np.intp)
