"""What follows a review, on a real database."""
