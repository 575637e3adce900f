"""The readable part of an offer's address."""

from collections.abc import Container

from inclusion_app.foundation.words import plain

LONGEST = 70
RESERVED = frozenset(
    {"new", "search", "map", "suggest", "suggestions", "saved", "saved-searches", "compare", "shortlist", "feed",
     "places", "offers", "providers", "import", "export", "snippet", "embed", "sitemap", "searches", "open-data"}
)  # fmt: skip
"""What stands after /directory/ and is no offer, now or some day."""


def slug_base(title: str) -> str:
    """The title in small letters, digits and hyphens; ``offer`` where nothing is left of it."""
    words = plain(title).encode("ascii", "ignore").decode().replace("_", " ").split()
    return "-".join(words)[:LONGEST].strip("-") or "offer"


def free_slug(title: str, used: Container[str]) -> str:
    """The title's own slug, with a number behind it where another offer has or had that address."""
    base = slug_base(title)
    slug, number = base, 1
    while slug in RESERVED or slug in used:
        number += 1
        slug = f"{base}-{number}"
    return slug
