"""Codes of certificates: enough of them, and read as they are meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inclusion_app.training.certificates.codes import ALPHABET, LENGTH, code_as_typed, new_code

ENOUGH = 2**60


def test_a_code_cannot_be_guessed() -> None:
    assert len(set(ALPHABET)) ** LENGTH >= ENOUGH
    assert len({new_code() for _ in range(1000)}) == 1000


def test_no_character_can_be_taken_for_another() -> None:
    assert not set("ILOU") & set(ALPHABET)


@given(st.sampled_from(["", " ", "-", " – "]), st.booleans())
def test_a_code_is_read_however_it_is_typed(between: str, small: bool) -> None:
    code = new_code()
    typed = between.join(code.replace("-", ""))
    assert code_as_typed(typed.lower() if small else typed) == code


def test_what_looks_alike_is_read_as_meant() -> None:
    assert code_as_typed("OoIi-lL00-0111") == "0011-1100-0111"


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "ABCD-EFGH-JKM", "ABCD-EFGH-JKMNP", "ABCD-EFGH-JKMU", "²²²²-²²²²-²²²²", "é" * 12]
)
def test_anything_else_is_no_code(typed: str) -> None:
    assert code_as_typed(typed) is None


@given(st.text())
def test_any_text_is_read_without_trouble(typed: str) -> None:
    code = code_as_typed(typed)
    assert code is None or code_as_typed(code) == code
