"""A number in an address that no row can have is not found, on either database."""

from typing import Any

from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2_147_483_647


class RowNumber(IntegerConverter):
    """A number that a row can have; a database refuses greater ones with a fault."""

    regex = r"\d{1,10}"  # Python, too, refuses to read a number of thousands of digits

    def __init__(self, url_map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(url_map, *args, **{"max": LARGEST_ID, **kwargs})
