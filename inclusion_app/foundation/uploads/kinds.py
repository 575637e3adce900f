"""Which files there can be, and what a file really is: decided by its content, never by its name."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Shape = Literal["pdf", "office", "open-document", "image", "text"]

LONGEST_STEM = 100
MOST_INSIDE = 500_000_000
MOST_PARTS = 20_000
MACROS = ("vbaproject.bin", "basic/", "scripts/")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Kind:
    """One kind of file. ``sign`` is what its content shows: a part of the archive, or the type it names."""

    extension: str
    content_type: str
    label: str
    shape: Shape
    sign: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
KINDS = {
    kind.extension: kind
    for kind in (
        Kind("pdf", "application/pdf", "PDF", "pdf"),
        Kind("docx", f"{_OFFICE}.wordprocessingml.document", "Word document", "office", "word/document.xml"),
        Kind("pptx", f"{_OFFICE}.presentationml.presentation", "PowerPoint slides", "office", "ppt/presentation.xml"),
        Kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "Excel workbook", "office", "xl/workbook.xml"),
        Kind("odt", f"{_OPEN}.text", "OpenDocument text", "open-document", f"{_OPEN}.text"),
        Kind("odp", f"{_OPEN}.presentation", "OpenDocument slides", "open-document", f"{_OPEN}.presentation"),
        Kind("ods", f"{_OPEN}.spreadsheet", "OpenDocument spreadsheet", "open-document", f"{_OPEN}.spreadsheet"),
        Kind("png", "image/png", "Picture", "image", "PNG"),
        Kind("jpg", "image/jpeg", "Picture", "image", "JPEG"),
        Kind("txt", "text/plain; charset=utf-8", "Text", "text"),
    )
}
OTHER_NAMES = {"jpeg": "jpg", "jpe": "jpg"}
OLD_OFFICE = {"doc": "docx", "ppt": "pptx", "xls": "xlsx"}
STARTS = {"PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff"}


def kind_by_name(name: str) -> Kind | None:
    """The kind that the end of the name claims."""
    extension = extension_of(name)
    return KINDS.get(OTHER_NAMES.get(extension, extension))


def extension_of(name: str) -> str:
    """What stands behind the last full stop."""
    return name.rpartition(".")[2].lower().strip() if "." in name else ""


def tidy_name(name: str, kind: Kind) -> str:
    """The file's name without its path, without anything unseen, and with one extension: that of its kind."""
    last = unicodedata.normalize("NFKC", re.split(r"[/\\:]", name)[-1])
    seen = "".join(c if unicodedata.category(c)[0] in "LNPS" or c == " " else " " for c in last)
    stem = re.sub(r"[^\w ()+,&'-]+", "-", seen.rpartition(".")[0])
    stem = " ".join(stem.split()).strip("-. ")[:LONGEST_STEM].strip("-. ")
    return f"{stem or 'file'}.{kind.extension}"


def is_of_kind(data: bytes, kind: Kind) -> bool:
    """The content is what the name claims; archives are listed and never unpacked."""
    match kind.shape:
        case "pdf":
            return data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]
        case "image":
            return data.startswith(STARTS[kind.sign])
        case "open-document":
            return data.startswith(b"PK\x03\x04") and data[30:38] == b"mimetype" and _names_type(data, kind.sign)
        case "office":
            parts = parts_of(data)
            return parts is not None and {"[Content_Types].xml", kind.sign} <= set(parts)
        case "text":
            return _is_plain_text(data)


def parts_of(data: bytes) -> Collection[str] | None:
    """The names in an archive, from its table of contents alone; nothing when it is none."""
    listed = _listed(data)
    return None if listed is None else [part.filename for part in listed]


def is_swollen(data: bytes) -> bool:
    """The archive says that it would unpack to far more than anybody hands out."""
    listed = _listed(data) or []
    return len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_INSIDE


def has_macros(data: bytes) -> bool:
    """Programs travel in the document."""
    names = [name.lower() for name in parts_of(data) or ()]
    return any(name.endswith(MACROS[0]) or name.startswith(MACROS[1:]) for name in names)


def _listed(data: bytes) -> list[zipfile.ZipInfo] | None:
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return None


def _names_type(data: bytes, sign: str) -> bool:
    """The type stands uncompressed at the very beginning (OpenDocument 1.2, part 3, 3.3), and ends there."""
    behind = data[38 : 38 + len(sign) + 4]
    return behind.startswith(sign.encode()) and behind[len(sign) :] in {b"PK\x03\x04", b"PK\x07\x08"}


def _is_plain_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not CONTROL.search(text) and not text.lstrip().startswith(("<", "%PDF-", "#!"))
