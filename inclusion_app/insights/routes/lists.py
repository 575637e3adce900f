"""What lists of results share: their measure, their pages and the addresses of these."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlencode

from flask import abort, request

from inclusion_app.foundation.paging import Page
from inclusion_app.insights.board.views import View
from inclusion_app.insights.measures import Measure
from inclusion_app.insights.queries import measure_by_code

T = TypeVar("T")
ON_A_PAGE = 50


def measure_or_404(code: str) -> Measure:
    """The measure in the address."""
    found = measure_by_code(code)
    if found is None:
        abort(404)
    return found


def page_of(found: list[T]) -> Page[T]:
    """The page that the address asks for, or the nearest there is."""
    last = max(1, -(-len(found) // ON_A_PAGE))
    number = min(max(1, request.args.get("page", 1, int)), last)
    start = (number - 1) * ON_A_PAGE
    return Page(found[start : start + ON_A_PAGE], number, ON_A_PAGE, len(found))


def addresses_of(path: str, view: View, **also: str) -> Callable[[int], str]:
    """Where each page of the list stands."""
    return lambda number: f"{path}?{urlencode(view.filters.to_args() | also | {'page': str(number)})}"
