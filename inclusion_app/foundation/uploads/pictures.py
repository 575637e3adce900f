"""Pictures made anew: what a camera has noted (where, when, whose) stays behind, as does what was hidden beside it."""

import io
import struct

from PIL import Image, ImageOps

MOST_PIXELS = 30_000_000
NOT_READ = (OSError, SyntaxError, ValueError, EOFError, OverflowError, struct.error, Image.DecompressionBombError)


class NotAPicture(Exception):
    """It cannot be read, or is far too large to be looked at."""


def made_anew(data: bytes, form: str) -> bytes:
    """The same picture, ``form`` PNG or JPEG, upright and with nothing but its points. Raises NotAPicture."""
    try:
        with Image.open(io.BytesIO(data), formats=[form]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPicture
            picture = ImageOps.exif_transpose(opened)
            picture.info = {name: value for name, value in opened.info.items() if name == "transparency"}
            made = io.BytesIO()
            picture.save(made, form, **({"quality": 90, "optimize": True} if form == "JPEG" else {}))
    except NOT_READ as unreadable:
        raise NotAPicture from unreadable
    return made.getvalue()
