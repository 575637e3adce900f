"""A school, and people who are signed in."""

from tests.integration.bookings.conftest import office, sign_in

__all__ = ["office", "sign_in"]
