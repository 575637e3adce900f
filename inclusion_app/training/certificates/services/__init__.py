"""Issuing, revoking and reinstating certificates."""
