"""Figures as they stood at the end of a month, kept as they were."""
