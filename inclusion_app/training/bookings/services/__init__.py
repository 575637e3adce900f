"""What changes baskets and bookings."""
