"""Rules of the visit."""
