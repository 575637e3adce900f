"""People who are signed in."""

from tests.integration.bookings.conftest import sign_in

__all__ = ["sign_in"]
