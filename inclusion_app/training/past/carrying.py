"""The file between its preview and its import: packed into the page, so that nothing of it is kept before it is wanted.

A draft would hold names and addresses of people for weeks though nobody confirmed them, and has room for a fifth of
such a file. What comes back is read and checked again from the first byte: it may be any file.
"""

import binascii
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.past.lines import LARGEST_BYTES

MOST_PACKED = 1_400_000  # a form has room for little more
CHOOSE_AGAIN = "The file could not be read again. Choose it once more"
TOO_LARGE = "This file is too large to be checked and taken over. Divide it, and import its parts"


def packed(data: bytes) -> str:
    """The bytes as text for a form. Raises RuleBroken when that has no room."""
    text = urlsafe_b64encode(zlib.compress(data)).decode("ascii")
    if len(text) > MOST_PACKED:
        raise RuleBroken("file", TOO_LARGE)
    return text


def unpacked(text: str) -> bytes:
    """What was packed. Raises RuleBroken for anything else, so for what would unpack to more than a file may have."""
    try:
        reader = zlib.decompressobj()
        data = reader.decompress(urlsafe_b64decode(text.encode("ascii")), LARGEST_BYTES + 1)
    except (binascii.Error, zlib.error, ValueError) as problem:
        raise RuleBroken(None, CHOOSE_AGAIN) from problem
    if not reader.eof or len(data) > LARGEST_BYTES:
        raise RuleBroken(None, CHOOSE_AGAIN)
    return data
