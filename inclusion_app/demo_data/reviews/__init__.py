"""Peer reviews of the fictitious county: cycles, and reviews brought from stage to stage as their people would."""
