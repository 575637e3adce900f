"""The law of the house, kept by tests."""
