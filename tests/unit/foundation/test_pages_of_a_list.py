"""Where a page stands in a long list."""

import pytest

from inclusion_app.foundation.paging import Page


@pytest.mark.parametrize(
    ("total", "number", "expected"),
    [(0, 1, (1, 0, 0)), (1, 1, (1, 1, 1)), (25, 1, (1, 1, 25)), (26, 2, (2, 26, 26)), (60, 2, (3, 26, 50))],
)
def test_a_page_knows_its_place(total: int, number: int, expected: tuple[int, int, int]) -> None:
    page = Page[int](items=[], number=number, per_page=25, total=total)

    assert (page.last, page.first_item, page.last_item) == expected
