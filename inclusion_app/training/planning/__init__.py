"""Runs planned by the team: all of them with how full they are, copies, and many at once from a pattern of dates."""
