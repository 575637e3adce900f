"""Whoever waits for the demonstration county hears how far it is."""

from collections.abc import Callable


class Told:
    """Somebody who is told how far it is: what is being done, how much there is, and each step."""

    def begin(self, what: str, total: int) -> Callable[[], None]:
        """A new part begins; call the answer once for each step of it."""
        raise NotImplementedError
