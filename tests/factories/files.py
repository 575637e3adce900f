"""Small files of every kind, and hostile ones."""

import io
import zipfile
from functools import cache

from PIL import Image
from werkzeug.datastructures import FileStorage

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
WORD, SLIDES, BOOK = "word/document.xml", "ppt/presentation.xml", "xl/workbook.xml"
PLACE = "Secret Lane 1"


class ChosenFile(FileStorage):
    """A file that a form has chosen: it can be sent again, as a browser reads it afresh each time."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(io.BytesIO(data), name)

    def read(self, size: int = -1) -> bytes:
        found = bytes(self.stream.read(size))
        if not found:
            self.stream.seek(0)
        return found

    def close(self) -> None:
        """It stays open for the next time."""


def archive(*parts: str, first: tuple[str, bytes] | None = None, content: bytes = b"<x/>") -> bytes:
    """A ZIP file with these parts; ``first`` stands at its beginning, not compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        if first:
            file.writestr(zipfile.ZipInfo(first[0]), first[1])
        for part in parts:
            file.writestr(part, content)
    return made.getvalue()


def office(main: str, *others: str) -> bytes:
    """A Word, PowerPoint or Excel file."""
    return archive("[Content_Types].xml", main, *others)


def open_document(kind: str, *others: str) -> bytes:
    """An OpenDocument file."""
    media_type = f"application/vnd.oasis.opendocument.{kind}".encode()
    return archive("content.xml", *others, first=("mimetype", media_type))


def picture(form: str, *, size: tuple[int, int] = (30, 20), with_place: bool = False) -> bytes:
    """A picture; ``with_place`` as a telephone takes it, with where it was and a hint hidden beside it."""
    made = io.BytesIO()
    image = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    if with_place:
        exif[0x010E] = PLACE
        exif.get_ifd(0x8825)[2] = (51.0, 16.0, 30.0)
        image.save(made, form, exif=exif, **({"comment": PLACE} if form == "JPEG" else {}))
    else:
        image.save(made, form)
    return made.getvalue()


GOOD = {
    "slides.pdf": PDF,
    "handout.docx": office(WORD),
    "slides.pptx": office(SLIDES),
    "list.xlsx": office(BOOK),
    "handout.odt": open_document("text"),
    "slides.odp": open_document("presentation"),
    "list.ods": open_document("spreadsheet"),
    "map.png": picture("PNG"),
    "map.jpg": picture("JPEG"),
    "map.jpeg": picture("JPEG"),
    "notes.txt": "Café, “quoted”\r\n\tindented".encode(),
}
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HOSTILE = {
    "a page called PDF": ("a.pdf", HTML),
    "a page with a PDF in it": ("a.pdf", HTML + PDF),
    "a PDF cut short": ("a.pdf", PDF[:20]),
    "a page called text": ("a.txt", HTML),
    "a page called text, after a mark and blanks": ("a.txt", b"\xef\xbb\xbf \r\n" + HTML),
    "a drawing": ("a.svg", SVG),
    "a drawing called PNG": ("a.png", SVG),
    "a drawing called text": ("a.txt", SVG),
    "a page": ("a.html", HTML),
    "a page called Word": ("a.docx", HTML),
    "a program": ("a.exe", b"MZ\x90\x00"),
    "a program called PDF": ("a.pdf", b"MZ\x90\x00"),
    "a program called text": ("a.txt", b"MZ\x90\x00\x03"),
    "a script called text": ("a.txt", b"#!/bin/sh\nrm -r /\n"),
    "a PDF with a second name": ("a.pdf.exe", PDF),
    "a PDF without a name of its kind": ("a", PDF),
    "a PDF called Word": ("a.docx", PDF),
    "a plain archive": ("a.zip", archive("a.txt")),
    "a plain archive called Word": ("a.docx", archive("a.txt")),
    "Excel called Word": ("a.docx", office(BOOK)),
    "a program for Java called Word": ("a.docx", archive("META-INF/MANIFEST.MF", "A.class")),
    "a broken archive": ("a.docx", office(WORD)[:-30]),
    "an archive behind a page": ("a.docx", HTML + office(WORD)),
    "macros": ("a.docx", office(WORD, "word/vbaProject.bin")),
    "macros with other letters": ("a.pptx", office(SLIDES, "ppt/VBAPROJECT.BIN")),
    "macros of an OpenDocument": ("a.odt", open_document("text", "Basic/Standard/Module1.xml")),
    "slides called text": ("a.odt", open_document("presentation")),
    "a template called text": ("a.odt", open_document("text-template")),
    "old Word": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "JPEG called PNG": ("a.png", picture("JPEG")),
    "PNG called JPEG": ("a.jpg", picture("PNG")),
    "the beginning of a PNG": ("a.png", picture("PNG")[:40]),
    "the beginning of a JPEG": ("a.jpg", picture("JPEG")[:60]),
    "a PNG of nothing": ("a.png", b"\x89PNG\r\n\x1a\n" + HTML),
    "an animation": ("a.gif", b"GIF89a" + HTML),
    "an animation called JPEG": ("a.jpg", b"GIF89a" + HTML),
    "not UTF-8": ("a.txt", b"caf\xe9"),
    "UTF-16": ("a.txt", "hello".encode("utf-16")),
    "a NUL": ("a.txt", b"a\x00b"),
    "nothing": ("a.pdf", b""),
    "a type of its own": ("a.pdf\x00.png", PDF),
    "macro-enabled by name": ("a.docm", office(WORD)),
    "a shortcut": ("a.url", b"[InternetShortcut]\nURL=http://x.example"),
    "a program for Windows": ("a.hta", HTML),
}


@cache
def bomb() -> bytes:
    """A Word file of a few megabytes that would unpack to 600 MB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for part in ("[Content_Types].xml", WORD):
            file.writestr(part, b"<x/>")
        with file.open("word/media/big.bin", "w") as big:
            for _ in range(600):
                big.write(bytes(1_000_000))
    return made.getvalue()


def claiming(bytes_inside: int) -> bytes:
    """A Word file whose table of contents says that one part unpacks to so many bytes."""
    data = bytearray(office(WORD))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = bytes_inside.to_bytes(4, "little")
    return bytes(data)


def huge_picture() -> bytes:
    """A PNG of a few kilobytes that says it has 60,000 times 60,000 points."""
    data = bytearray(picture("PNG"))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    import zlib

    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)
