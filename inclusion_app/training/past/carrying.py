"""A file of past attendance between its preview and its import."""

from inclusion_app.foundation import carrying
from inclusion_app.foundation.carrying import packed
from inclusion_app.training.past.lines import LARGEST_BYTES

__all__ = ["packed", "unpacked"]


def unpacked(text: str) -> bytes:
    """What was packed. Raises RuleBroken for anything else, so for what would unpack to more than a file may have."""
    return carrying.unpacked(text, largest=LARGEST_BYTES)
