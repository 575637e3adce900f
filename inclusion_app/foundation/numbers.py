"""Whole numbers as people and programs send them."""

MOST_DIGITS = 9  # what every database keeps in a plain integer


def whole_number(typed: str | None, *, otherwise: int = 0) -> int:
    """The number typed, if it is a plain one of at most nine digits."""
    said = (typed or "").strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= MOST_DIGITS else otherwise
