"""Reminding schools from any list of results."""
