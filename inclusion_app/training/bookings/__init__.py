"""Bookings: baskets, places, waiting lists, cancellations."""
