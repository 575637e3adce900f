"""Mails to those on a run."""
