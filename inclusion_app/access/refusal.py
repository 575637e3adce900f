"""Why somebody may not: the two kinds of refusal that policies give."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """A refusal with its reason. Without a reason the thing is not theirs, and answers as if it did not exist."""

    reason: str | None = None


NOT_YOURS = Refusal()


def not_your_job(reason: str) -> Refusal:
    """Theirs to see, but not theirs to do; ``reason`` is a sentence that says who can."""
    return Refusal(reason)
