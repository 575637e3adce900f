"""How long an offer counts as true in this installation."""

from inclusion_app.directory.rules.shelf_life import ShelfLife
from inclusion_app.foundation.settings import number


def shelf_life() -> ShelfLife:
    """As the settings say."""
    return ShelfLife(
        check_months=number("directory_check_months"),
        hidden_after_days=number("directory_hidden_days"),
        remind_before_days=number("directory_remind_days"),
    )
