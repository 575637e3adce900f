"""The envelope in which the standard gives pages of a collection."""

from collections.abc import Sequence
from typing import Any

from inclusion_app.directory.open_data.asked import Asked


def envelope(contents: Sequence[dict[str, Any]], asked: Asked, *, total: int) -> dict[str, Any]:
    """One page; ``total`` is how many there are on all pages. Pages count from 1."""
    pages = -(-total // asked.per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": asked.page,
        "size": len(contents),
        "first_page": asked.page == 1,
        "last_page": asked.page >= pages,
        "empty": not contents,
        "contents": list(contents),
    }


def page_of(everything: Sequence[dict[str, Any]], asked: Asked) -> dict[str, Any]:
    """The page that was asked for, of a collection that is there whole."""
    return envelope(sliced(everything, asked), asked, total=len(everything))


def sliced(everything: Sequence[Any], asked: Asked) -> Sequence[Any]:
    """What stands on the page that was asked for; nothing beyond the last."""
    first = (asked.page - 1) * asked.per_page
    return everything[first : first + asked.per_page]
