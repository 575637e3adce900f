"""Facilitators of runs."""
