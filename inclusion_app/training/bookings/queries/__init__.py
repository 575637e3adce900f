"""What is read of baskets and bookings."""
