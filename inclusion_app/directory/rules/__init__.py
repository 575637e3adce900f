"""Rules of the directory: enums and values only."""
