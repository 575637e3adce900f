"""Rules of schools, and the reading of the register."""
