"""Training: the catalogue of courses, their runs, and the bookings on them."""
