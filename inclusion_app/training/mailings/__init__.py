"""Mails that a run's provider, or the team, writes to those who are on it."""
