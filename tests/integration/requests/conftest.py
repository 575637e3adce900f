"""A school with a head, an office and staff, and runs that are asked or applied for."""

from tests.integration.bookings.conftest import office, sign_in

__all__ = ["office", "sign_in"]
