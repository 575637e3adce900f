"""Reminders before training, with how to join."""
