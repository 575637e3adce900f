"""A file between its preview and its import: packed into the page, so that nothing of it is kept before it is wanted.

A draft would hold for weeks what nobody confirmed, and has room for a fifth of such a file. What comes back is read and
checked again from the first byte: it may be any file.
"""

import binascii
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

from inclusion_app.foundation.errors import RuleBroken

MOST_PACKED = 1_400_000  # a form has room for little more
CHOOSE_AGAIN = "The file could not be read again. Choose it once more"
TOO_LARGE = "This file is too large to be checked and taken over. Divide it, and import its parts"


def packed(data: bytes) -> str:
    """The bytes as text for a form. Raises RuleBroken when that has no room."""
    text = urlsafe_b64encode(zlib.compress(data)).decode("ascii")
    if len(text) > MOST_PACKED:
        raise RuleBroken("file", TOO_LARGE)
    return text


def unpacked(text: str, *, largest: int) -> bytes:
    """What was packed. Raises RuleBroken for anything else, so for what would unpack to more than ``largest`` bytes."""
    try:
        reader = zlib.decompressobj()
        data = reader.decompress(urlsafe_b64decode(text.encode("ascii")), largest + 1)
    except (binascii.Error, zlib.error, ValueError) as problem:
        raise RuleBroken(None, CHOOSE_AGAIN) from problem
    if not reader.eof or len(data) > largest:
        raise RuleBroken(None, CHOOSE_AGAIN)
    return data
