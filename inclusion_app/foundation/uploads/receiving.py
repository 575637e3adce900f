"""How a file comes in: the field, how much its route takes, and what is kept of what was sent."""

from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import Field, FileField

from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.fields import ShownAs
from inclusion_app.foundation.intake import takes_up_to
from inclusion_app.foundation.uploads.keeping import LARGEST, TOO_LARGE, WHICH, File, file_to_keep
from inclusion_app.foundation.uploads.kinds import KINDS, OTHER_NAMES

ROUND_THE_FILE = 100_000
"""What of a request is not the file: the other fields, and what stands between them."""
ENDINGS = ",".join(f".{name}" for name in (*KINDS, *OTHER_NAMES))

takes_a_file = takes_up_to(
    LARGEST + ROUND_THE_FILE, f"{TOO_LARGE}. Make it smaller, for example by saving it as a PDF."
)
"""Declares that a route takes a request with a file in it."""


class UploadField(ShownAs, FileField):
    """A file to choose, with which there can be."""

    shown_as = "FileField"

    def __init__(self, label: str = "File", **kwargs: Any) -> None:
        about = (
            "PDF, Word, PowerPoint, Excel, OpenDocument, PNG, JPEG or plain text, up to 10 MB. "
            "What a camera has noted in a picture, such as the place, is removed."
        )
        super().__init__(label, description=about, render_kw={"accept": ENDINGS}, **kwargs)


def sent_file(field: Field) -> File | RuleBroken:
    """What is kept of the file that was sent, or why it cannot be; asked before anything is locked, as making a
    picture anew takes its time."""
    sent = field.data
    if not isinstance(sent, FileStorage) or not sent:
        return RuleBroken("file", WHICH)
    with sent.stream as stream:
        data = stream.read(LARGEST + 1)
    try:
        return file_to_keep(sent.filename or "", data)
    except RuleBroken as refusal:
        return refusal
