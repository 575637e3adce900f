"""One thing to do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """One thing to do: what, where, and why now."""

    text: str
    href: str
    why: str
