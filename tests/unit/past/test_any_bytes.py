"""Hypothesis throws files at the reader: it never fails but by its own refusal."""

from contextlib import suppress
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.schools.register.problems import FileRefused
from inclusion_app.training.past.carrying import packed, unpacked
from inclusion_app.training.past.lines import COLUMNS, EXAMPLE, PastFile
from inclusion_app.training.past.plan import Facts, planned
from inclusion_app.training.past.reading import read_past

SOUND = "\r\n".join(",".join(row) for row in (COLUMNS, *EXAMPLE)).encode()
NOTHING_KNOWN = Facts([], {}, {}, {}, {}, frozenset())
CELLS = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    ["", "118000", "2025-03-11", "31/02/2025", "²", "١٢", "a@b.example", "part", "9:5", "\ufeff", '"', "=1+1", "\0"]
)


def read(data: bytes) -> PastFile | FileRefused:
    try:
        return read_past("x.csv", data, today=date(2026, 10, 5))
    except FileRefused as refused:
        return refused


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_refused_with_a_sentence(data: bytes) -> None:
    refused = read(data)
    assert isinstance(refused, FileRefused)
    assert all(sentence.strip() for sentence in refused.sentences)


@given(
    st.lists(st.tuples(st.integers(0, len(SOUND)), st.binary(max_size=4), st.integers(0, 6)), min_size=1, max_size=5)
)
@settings(max_examples=300, deadline=None)
def test_a_file_with_bytes_changed_is_read_or_refused(changes: list[tuple[int, bytes, int]]) -> None:
    data = SOUND
    for place, put, taken in changes:
        data = data[:place] + put + data[place + taken :]
    found = read(data)
    if isinstance(found, PastFile):
        plan = planned(found, NOTHING_KNOWN)
        assert plan.problems.count >= len(found.lines)
        assert plan.entries == []


@given(st.lists(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)), min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_any_cells_are_read_or_named(rows: list[list[str]]) -> None:
    read("\n".join(",".join(row) for row in (list(COLUMNS), *rows)).encode())


@given(st.text(max_size=60) | st.binary(max_size=60).map(packed).map(lambda text: text[1:]))
@settings(max_examples=200, deadline=None)
def test_anything_in_place_of_the_packed_file_is_unpacked_or_refused(text: str) -> None:
    with suppress(RuleBroken):
        assert isinstance(unpacked(text), bytes)
