"""Factories, mirrored on the features."""
