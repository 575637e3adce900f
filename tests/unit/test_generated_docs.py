"""The diagrams in docs/ say what the tables in the code say."""

import pytest

from tools.docs import STATES, pages


@pytest.mark.parametrize(("name", "text"), pages().items())
def test_a_generated_page_is_up_to_date(name: str, text: str) -> None:
    assert (STATES / name).read_text() == text, "Run: make docs"
