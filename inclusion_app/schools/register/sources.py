"""A file as it came: CSV as downloaded, or zipped; told apart and checked before a line of it is read."""

import codecs
import hashlib
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from inclusion_app.schools.register.problems import FileRefused, Problem

LARGEST_BYTES = 500_000_000  # six times the whole of England
CHUNK = 1 << 20
DAMAGED = (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Source:
    """A file that can be read as text. ``sha256`` and ``size`` are those of the CSV, unzipped."""

    path: Path
    member: str
    encoding: str
    sha256: str
    size: int

    @property
    def name(self) -> str:
        """What people call the file."""
        return self.path.name

    @contextmanager
    def open(self) -> Iterator[tuple[IO[str], IO[bytes]]]:
        """The text, line ends as they are, and the bytes beneath it, which know how far reading has come."""
        with _bytes_of(self.path, self.member) as raw:
            yield io.TextIOWrapper(raw, encoding=self.encoding, newline=""), raw


def source_of(path: Path) -> Source:
    """Look at the whole of the file once. Raises FileRefused when it is not text that the register could have sent."""
    try:
        member = _only_csv(path) if zipfile.is_zipfile(path) else ""
        with _bytes_of(path, member) as raw:
            encoding, sha256, size = _look_at(raw)
    except _NotText as problem:
        raise FileRefused(path.name, [Problem(str(problem), problem.line)]) from None
    except DAMAGED as problem:
        raise FileRefused(path.name, [Problem(f"The file cannot be read ({problem}).")]) from problem
    return Source(path=path, member=member, encoding=encoding, sha256=sha256, size=size)


class _NotText(Exception):
    """Why the bytes are not a register's, and on which line."""

    def __init__(self, sentence: str, line: int = 0) -> None:
        super().__init__(sentence)
        self.line = line


@contextmanager
def _bytes_of(path: Path, member: str) -> Iterator[IO[bytes]]:
    if not member:
        with path.open("rb") as plain:
            yield plain
        return
    with zipfile.ZipFile(path) as archive, archive.open(member) as packed:
        yield packed


def _only_csv(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        found = [info for info in archive.infolist() if info.filename.lower().endswith(".csv")]
    if len(found) != 1:
        raise _NotText(f"The zip file must hold one CSV file; it holds {len(found)}. Unpack it and name the one.")
    if found[0].file_size > LARGEST_BYTES:
        raise _NotText(f"The packed file is larger than {LARGEST_BYTES // 1_000_000} MB.")
    return found[0].filename


def _look_at(raw: IO[bytes]) -> tuple[str, str, int]:
    """Encoding, hash and size."""
    seen = _Seen()
    while chunk := raw.read(CHUNK):
        seen.take(chunk)
    return seen.encoding, seen.sha256.hexdigest(), seen.size


class _Seen:
    """What is known of the bytes so far."""

    def __init__(self) -> None:
        self.size = 0
        self.sha256 = hashlib.sha256()
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._is_utf8 = True
        self._lines = 1
        self._strange_line = 0

    def take(self, chunk: bytes) -> None:
        """Look at the next bytes."""
        if self.size == 0 and chunk.startswith(UTF_16):
            raise _NotText("The file is in UTF-16. Save it as 'CSV UTF-8' or use the register's own download.")
        if b"\0" in chunk:
            raise _NotText("The file holds NUL bytes, so it is not a CSV file (a spreadsheet perhaps?).")
        self.size += len(chunk)
        if self.size > LARGEST_BYTES:
            raise _NotText(f"The file is larger than {LARGEST_BYTES // 1_000_000} MB.")
        self.sha256.update(chunk)
        self._is_utf8 = self._is_utf8 and self._continues(chunk)
        strange = None if self._strange_line else NOT_IN_CP1252.search(chunk)
        if strange:
            self._strange_line = self._lines + chunk.count(b"\n", 0, strange.start())
        self._lines += chunk.count(b"\n")

    @property
    def encoding(self) -> str:
        """UTF-8 where every byte agrees, else the register's own Windows-1252."""
        if self.size == 0:
            raise _NotText("The file is empty.")
        if self._is_utf8 and self._continues(b"", final=True):
            return "utf-8-sig"
        if self._strange_line:
            raise _NotText("There is a character that is neither UTF-8 nor Windows-1252.", self._strange_line)
        return "cp1252"

    def _continues(self, chunk: bytes, *, final: bool = False) -> bool:
        try:
            self._utf8.decode(chunk, final)
        except UnicodeDecodeError:
            return False
        return True
