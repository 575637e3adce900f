"""Reminders of what is due, and what each person owes."""
