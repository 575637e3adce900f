"""The framework and the agreements, as versions that never change once they are published."""
