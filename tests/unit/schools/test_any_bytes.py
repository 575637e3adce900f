"""Hypothesis throws files at the reader: it never fails but by its own refusal."""

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from inclusion_app.schools.register.problems import FileRefused
from inclusion_app.schools.register.reading import Register, read_register
from inclusion_app.schools.register.sources import source_of
from tests.support.register import HEADINGS, school_row, write_register

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30) | st.sampled_from(
    ["", "..", "999", "9999", "Not applicable", "01-09-2020", "31/02/2020", "0", "-1", "1e5", "١٢", "²", "\ufeff", "47"]
)


def read(data: bytes) -> Register | FileRefused:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "r.csv"
        path.write_bytes(data)
        try:
            return read_register(source_of(path), is_wanted=lambda _la, _urn: True, progress=lambda _done, _all: None)
        except FileRefused as refused:
            return refused


def sound() -> bytes:
    with TemporaryDirectory() as folder:
        rows = [school_row(900001 + n, trust=str(4000 + n), trust_name=f"Trust {n}") for n in range(3)]
        return write_register(Path(folder) / "r.csv", rows).read_bytes()


SOUND = sound()


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_refused_with_a_sentence(data: bytes) -> None:
    refused = read(data)
    assert isinstance(refused, FileRefused)
    assert all(sentence.strip() for sentence in refused.sentences)


@given(
    st.lists(st.tuples(st.integers(0, len(SOUND)), st.binary(max_size=4), st.integers(0, 6)), min_size=1, max_size=5)
)
@settings(max_examples=400, deadline=None)
def test_a_register_with_bytes_changed_is_read_or_refused(changes: list[tuple[int, bytes, int]]) -> None:
    data = SOUND
    for place, put, taken in changes:
        data = data[:place] + put + data[place + taken :]
    found = read(data)
    assert isinstance(found, FileRefused) or len(found.rows) + found.left_out == found.row_count


@given(st.lists(st.dictionaries(st.sampled_from(HEADINGS), CELLS, max_size=12), min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_any_cells_are_read_or_named_by_line_and_column(cells: list[dict[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        rows = [school_row(900001 + number) | said for number, said in enumerate(cells)]
        data = write_register(Path(folder) / "r.csv", rows, encoding="utf-8").read_bytes()
    found = read(data)
    if isinstance(found, FileRefused):
        assert all(problem.sentence and problem.line > 1 and problem.column for problem in found.problems)
    else:
        assert all(row.values[0] for row in found.rows)


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=40))
@settings(max_examples=150, deadline=None)
def test_a_damaged_zip_is_read_or_refused(place: int, put: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "r.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("r.csv", SOUND)
        packed = path.read_bytes()
    place %= len(packed)
    assert read(packed[:place] + put + packed[place + len(put) :]) is not None
