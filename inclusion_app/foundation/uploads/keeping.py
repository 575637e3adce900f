"""What may be sent, and what is kept of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.uploads.kinds import (
    OLD_OFFICE,
    Kind,
    extension_of,
    has_macros,
    is_of_kind,
    is_swollen,
    kind_by_name,
    tidy_name,
)
from inclusion_app.foundation.uploads.pictures import NotAPicture, made_anew

LARGEST = 10_000_000
TOO_LARGE = "The file must be smaller than 10 MB"
EMPTY = "The file is empty"
WHICH = "Choose a PDF, a Word, PowerPoint, Excel or OpenDocument file, a PNG or JPEG picture, or a plain text file"
NOT_WHAT_IT_SAYS = "The file is not what the end of its name says"
MACROS = "The file contains macros. Save it without them, or as a PDF"
SWOLLEN = "The file would become far too large when somebody opens it"
NOT_A_PICTURE = "The picture cannot be read, or has more than 30 million points"


@dataclass(frozen=True)
class File:
    """A file as it is kept and handed out."""

    name: str
    content_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """What its content is recognised by."""
        return sha256(self.data).hexdigest()


def file_to_keep(name: str, data: bytes) -> File:
    """What is kept of a file that was sent: with a clean name, its true type, and pictures made anew.

    Raises RuleBroken, for the field ``file``.
    """
    if not data:
        raise RuleBroken("file", EMPTY)
    if len(data) > LARGEST:
        raise RuleBroken("file", TOO_LARGE)
    kind = kind_by_name(name)
    if kind is None:
        newer = OLD_OFFICE.get(extension_of(name))
        raise RuleBroken("file", f"Save it as .{newer} or as a PDF, then choose that" if newer else WHICH)
    if problem := next(_content_problems(data, kind), None):
        raise RuleBroken("file", problem)
    return File(tidy_name(name, kind), kind.content_type, _cleaned(data, kind))


def _content_problems(data: bytes, kind: Kind) -> Iterator[str]:
    if not is_of_kind(data, kind):
        yield NOT_WHAT_IT_SAYS
    if kind.shape in {"office", "open-document"}:
        if is_swollen(data):
            yield SWOLLEN
        if has_macros(data):
            yield MACROS


def _cleaned(data: bytes, kind: Kind) -> bytes:
    if kind.shape != "image":
        return data
    try:
        made = made_anew(data, kind.sign)
    except NotAPicture:
        raise RuleBroken("file", NOT_A_PICTURE) from None
    if len(made) > LARGEST:
        raise RuleBroken("file", TOO_LARGE)
    return made
