"""One story for each kind of user, in a real browser."""
