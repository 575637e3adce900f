"""Files that people send: what they really are, what is kept of them, and how they are given out again."""

from inclusion_app.foundation.uploads.keeping import LARGEST, TOO_LARGE, WHICH, File, file_to_keep
from inclusion_app.foundation.uploads.receiving import UploadField, sent_file, takes_a_file

__all__ = [
    "LARGEST",
    "TOO_LARGE",
    "WHICH",
    "File",
    "UploadField",
    "file_to_keep",
    "sent_file",
    "takes_a_file",
]
