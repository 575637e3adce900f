"""Rules of what follows a review."""
