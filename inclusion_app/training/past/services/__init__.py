"""Everything that brings past attendance in."""

from inclusion_app.training.past.services.importing import import_past_attendance

__all__ = ["import_past_attendance"]
