"""Facilitators: who gives a run in the name of its provider, and works on that run alone."""
