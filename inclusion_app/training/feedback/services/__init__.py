"""Asking for feedback, and giving it."""
